/**
 * Whether a branch may have this name here. Narrower than git, which takes `$(id)`, invisible characters and 300 of
 * them: letters, digits and `._/-` within what git allows (git-check-ref-format).
 */
export function isBranchName(name: string): boolean {
  return (
    name.length <= 200 &&
    /^[A-Za-z0-9_][A-Za-z0-9._/-]*$/.test(name) &&
    !/\.\.|\/\/|\/\.|\.lock(\/|$)|[./]$/.test(name)
  );
}
