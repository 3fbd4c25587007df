/** Places of keys, passwords and tokens. */
import {
  literalTokens,
  patternsMeet,
  ruleTokens,
  segmentTokens,
  someName,
  wordTokens,
} from '../rules/patterns-meet.ts';
import type { NamedPlace } from '../named-place.ts';
import { below } from '../path.ts';

// Patterns ignore case, because case-insensitive file systems open the same file for both.

/** Names of files and directories with keys and passwords, anywhere. */
const secretNames =
  /(^|\/)(\.ssh|\.aws|\.gnupg|[._]netrc|\.pgpass|\.git-credentials|\.vault-token|\.s3cfg|\.boto|\.my\.cnf|id_(rsa|dsa|ecdsa|ed25519)|\.env([-_.](?!([\w.-]*[-_.])?(example|sample|template|dist|test)$)[\w.-]+)?~?)(\/|$)/i;

/** Examples of these names, to match globs against. */
const secretPatterns = [
  '.ssh',
  '.aws',
  '.gnupg',
  '.netrc',
  '_netrc',
  '.pgpass',
  '.git-credentials',
  '.vault-token',
  '.s3cfg',
  '.boto',
  '.my.cnf',
  'id_rsa',
  'id_dsa',
  'id_ecdsa',
  'id_ed25519',
  '.env',
  '.env.local',
  '.env.production',
];

const secretTokens = secretPatterns.map(literalTokens);

const secretPlaces =
  /^(\/private)?\/etc\/(shadow|gshadow|master\.passwd|sudoers)(\/|\.|-|$)|^(\/private)?\/etc\/sudoers\.d(\/|$)|^\/proc\/[^/]+(\/task\/[^/]+)?\/(environ|mem|cmdline)$/i;

/**
 * Credential files of programs, relative to the user's home. Sources: the documentation of each program, and the
 * files that the agents write after a login.
 */
const credentials = [
  // Agents.
  '.claude/.credentials.json',
  '.claude.json',
  '.codex/auth.json',
  '.gemini/oauth_creds.json',
  '.gemini/google_accounts.json',
  '.gemini/mcp-oauth-tokens.json',
  '.gemini/.env',
  '.qwen/oauth_creds.json',
  '.qwen/.env',
  '.copilot',
  '.config/github-copilot',
  '.local/share/opencode/auth.json',
  '.local/share/opencode/mcp-auth.json',
  '.config/anthropic',
  '.config/openai',
  '.cursor/auth.json',
  '.config/cursor/auth.json',
  '.local/share/amp/secrets.json',
  '.factory/auth.json',
  '.aider.conf.yml',
  // Code hosts and registries.
  '.config/gh',
  '.config/hub',
  '.config/glab-cli',
  '.config/git/credentials',
  '.npmrc',
  '.yarnrc.yml',
  '.pypirc',
  '.config/pip/pip.conf',
  '.cargo/credentials',
  '.cargo/credentials.toml',
  '.gem/credentials',
  '.config/composer/auth.json',
  '.composer/auth.json',
  '.m2/settings.xml',
  '.m2/settings-security.xml',
  '.gradle/gradle.properties',
  '.nuget/NuGet/NuGet.Config',
  // Clouds and clusters.
  '.kube',
  '.docker/config.json',
  '.config/containers/auth.json',
  '.config/gcloud',
  '.azure',
  '.oci',
  '.config/doctl',
  '.config/hcloud',
  '.config/scw',
  '.config/heroku',
  '.config/netlify',
  '.netlify',
  '.config/fly',
  '.fly',
  '.vercel',
  '.local/share/com.vercel.cli',
  '.wrangler',
  '.config/.wrangler',
  '.config/configstore',
  '.terraform.d/credentials.tfrc.json',
  '.terraformrc',
  '.pulumi/credentials.json',
  '.config/rclone',
  '.databrickscfg',
  '.snowflake',
  '.config/sops',
  '.config/age',
  // Keyrings and password stores.
  '.password-store',
  '.local/share/keyrings',
  '.config/op',
  '.config/bitwarden cli',
  '.config/keepassxc',
  '.local/share/gopass',
  'library/keychains',
  '.pki',
  // Databases and browsers.
  '.mysql_history',
  '.psql_history',
  '.config/google-chrome',
  '.config/chromium',
  '.mozilla',
].map((path) => path.toLowerCase());

const inHomeDirectory = new RegExp(
  `^(?:${credentials.map((path) => path.replaceAll('.', String.raw`\.`)).join('|')})(?:/|$)`,
);

/** Whether a path, or a path that a pattern may stand for, holds secrets. */
export function holdsSecrets(path: string, home: string, isPattern: boolean): boolean {
  if (secretNames.test(path) || secretPlaces.test(path)) return true;
  const inHome = below(path.toLowerCase(), home.toLowerCase());
  if (inHome !== undefined && inHomeDirectory.test(inHome)) return true;
  return isPattern && /[*?[]/.test(path) && mayStandForSecret(path, home);
}

/** Whether the path leads through another process or an open file, so that its target is unknown. */
export function leadsAnywhere({ written, real }: NamedPlace): boolean {
  return [written, real].some(
    (path) =>
      /^\/proc\/[^/]+(\/task\/[^/]+)?\/(cwd|root|exe|map_files)(\/|$)/.test(path) ||
      /^(\/proc\/[^/]+(\/task\/[^/]+)?\/fd|\/dev\/fd)\/(?![012]$)/.test(path),
  );
}

/**
 * A pattern with fewer than two literal characters at the start of a name, and without a leading dot, does not single
 * out a secret.
 */
function mayStandForSecret(path: string, home: string): boolean {
  const lower = path.toLowerCase();
  const isWeak = (name: string) => !/^(\.|[^*?[\]]{2})/.test(name);
  const names = lower.split('/').filter((name) => /[*?[]/.test(name) && !isWeak(name));
  if (names.some((name) => secretTokens.some((secret) => patternsMeet(segmentTokens(name, false), secret))))
    return true;
  // The literal part before the first wildcard must lead there.
  const literal = lower.slice(0, lower.search(/[*?[]/));
  const places = credentials
    .map((place) => `${home.toLowerCase()}/${place}`)
    .filter((place) => place.startsWith(literal) || literal.startsWith(`${place}/`));
  if (places.length === 0) return false;
  const word = wordTokens(`${lower}/${someName}`, isWeak);
  return places
    .flatMap((place) => [place, `${place}/**`])
    .some((place) => ruleTokens(place).some((tokens) => patternsMeet(word, tokens)));
}
