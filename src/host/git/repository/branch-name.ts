/**
 * Whether a branch may have this name here. Stricter than git, which accepts `$(id)`, invisible characters and names
 * of any length: letters, digits and `._/-` within git's own rules (git-check-ref-format).
 */
export function isBranchName(name: string): boolean {
  return (
    name.length <= 200 &&
    /^[A-Za-z0-9_][A-Za-z0-9._/-]*$/.test(name) &&
    !/\.\.|\/\/|\/\.|\.lock(\/|$)|[./]$/.test(name)
  );
}
