/** Removes secrets from a text: known values, and text that looks like a key or a password. */

/** @param secrets known secret values, such as those of environment variables */
export function redact(text: string, secrets: readonly string[]): string {
  const known = secrets
    .filter((secret) => secret.length >= shortestSecret)
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, secret) => left.replaceAll(secret, hidden), text);
  return patterns.reduce((left, pattern) => left.replaceAll(pattern, replace), known);
}

/** Whether an environment variable's name indicates a secret value. */
export function namesSecret(name: string): boolean {
  return /KEY|TOKEN|SECRET|PASS(WORD|WD|PHRASE)?|CREDENTIAL|AUTH|COOKIE|PRIVATE/i.test(name);
}

const hidden = '[redacted]';

/** Minimum characters; a shorter value would match unrelated words. */
const shortestSecret = 8;

/**
 * The token formats that providers document, private keys as PEM (RFC 7468), tokens of RFC 7519, and passwords in an
 * assignment, an address or a header. A first group is kept.
 */
const patterns = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\b(?:sk|rk|pk)-[\w-]{16,}/g,
  /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,})/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bAIza[\w-]{30,}/g,
  /\bxox[abeoprs]-[\w-]{10,}/g,
  /\bnpm_\w{30,}/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /(\b(?:Bearer|Basic)\s+)[\w.~+/-]{8,}=*/gi,
  /(:\/\/[^\s:/@]{0,100}:)[^\s:/@]{3,200}(?=@)/g,
  /((?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key)["']?\s{0,5}[:=]\s{0,5}["']?)[^\s"',;]{6,}/gi,
];

function replace(_whole: string, kept: unknown): string {
  return typeof kept === 'string' ? kept + hidden : hidden;
}
