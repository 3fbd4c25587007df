import { withoutQuotes, withoutSettings } from './shell-words.ts';
import { reachesOut } from './reaches-out.ts';

/**
 * @returns whether a command can prove something: it does more than prepare, it ends, and it changes nothing that
 *   others see. Judged by its text; the policy judges it again before it runs.
 */
export function isFitToProve(command: string): boolean {
  return whyUnfit(command) === undefined;
}

/** @returns why a command proves nothing, as the end of a sentence about it; undefined if it can */
export function whyUnfit(command: string): string | undefined {
  if (reachesOut(command)) return elsewhere;
  const parts = withoutQuotes(command)
    .replaceAll(/\d?>&\d/g, '')
    .split(/&&|[|;&\n]+/)
    .map((part) => withoutLauncher(withoutSettings(part.trim().replace(/^(?:[({!]\s*)+/, ''))));
  if (parts.some(goesOnForever)) return 'it runs until it is stopped';
  if (parts.some(isSeenByOthers)) return 'it changes shared systems';
  // The shell does not wait for it.
  if (/(?:^|[^&])&\s*$/.test(withoutQuotes(command))) return 'it runs in the background';
  const proving = parts.filter((part) => !prepares.test(part));
  if (proving.length === 0) return 'it only prepares';
  if (proving.some((part) => !shows.test(part) && !formats(part))) return undefined;
  return proving.some(formats) ? 'it changes the files that it checks' : 'its exit status proves nothing';
}

/** The reason that deserves a warning: the document is written for another machine. */
export const elsewhere = 'it reaches beyond the workspace';

/** It shows the state of the repository, or is the header of a diff: its exit status means nothing. */
const shows =
  /^(?:git\s+(?:-\S+\s+)*(?:status|log|show|branch|blame|reflog|describe|rev-parse|shortlog)\b|git\s+(?:-\S+\s+)*diff\b(?!.*\s--(?:check|exit-code|quiet)\b)|diff(?:\s+--git\b.*|\s+-\S+)*$)/;

/** @returns whether it changes the files that it should check; its launcher is ignored */
export function isFormatter(command: string): boolean {
  return formats(withoutLauncher(withoutSettings(command.trim())));
}

function formats(part: string): boolean {
  if (/\s--(?:fix|write|apply|unsafe-fixes|in-place)\b/.test(part))
    return !/\s--(?:check|dry-run|fix-dry-run)\b/.test(part);
  if (
    /^(?:black|isort|oxfmt|rustfmt|ruff\s+format|cargo\s+fmt|dotnet\s+format|forge\s+fmt|zig\s+fmt|nix\s+fmt|buf\s+format)\b/.test(
      part,
    )
  )
    return !/\s--(?:check|check-only|diff|verify-no-changes|exit-code|list-different)\b/.test(part);
  if (
    /^(?:prettier\s(?:.*\s)?-\w*w|rubocop\s(?:.*\s)?(?:-[aA]|--auto-?correct(?:-all)?|--autocorrect)|php-cs-fixer\s+fix\b(?!.*--dry-run)|phpcbf\b|clang-format\s(?:.*\s)?-i|autopep8\s(?:.*\s)?-\w*i|yapf\s(?:.*\s)?-\w*i|swiftformat\b(?!.*--lint)|ktlint\s(?:.*\s)?(?:-F|--format)|dprint\s+fmt|cargo\s+fix|docformatter\s(?:.*\s)?-\w*i|(?:\.\/)?gradlew?\s(?:.*\s)?\w*spotlessApply|mvn\s(?:.*\s)?spotless:apply|(?:make|just|task)\s+(?:fmt|format))(?=\s|$)/.test(
      part,
    )
  )
    return true;
  if (/^(?:deno\s+fmt|taplo\s+(?:fmt|format))\b/.test(part)) return !/\s--check\b/.test(part);
  if (/^(?:terraform|tofu)\s+fmt\b|^mix\s+format\b/.test(part))
    return !/\s--?check(?:-formatted)?\b/.test(part);
  if (/^(?:dart\s+format)\b/.test(part)) return !/\s--set-exit-if-changed\b/.test(part);
  if (
    /^(?:go\s+fmt|gofmt\s+(?:-\w+\s+)*-\w*w|goimports\s+-\w*w|gofumpt\s+-\w*w|sed\s+(?:-\S+\s+)*-i|shfmt\s+-\w*w)\b/.test(
      part,
    )
  )
    return true;
  if (/^lint-staged\b/.test(part)) return true;
  return runsScript(part, /^(?:format|fmt|prettify|lint:fix|lint-fix)$|:(?:fix|write)$/);
}

function withoutLauncher(part: string): string {
  return part.replace(
    /^(?:(?:sudo|env|time|timeout\s+\S+|npx(?:\s+(?:-y|--yes))?|bunx|uvx|(?:pnpm|yarn|bun)\s+(?:exec|dlx|x)|(?:uv|poetry|pdm|bundle)\s+(?:run|exec))\s+)+/,
    '',
  );
}

/** Commands that prove nothing about the work. */
const prepares =
  /^(?:$|(?:npm|pnpm|yarn|bun)\s+(?:install|i|add|ci)\b|(?:yarn|pnpm)$|(?:cd|source|\.)\s+\S+$|(?:rm|rimraf|trash|del-cli|mkdir|touch|cp|mv|export|open|echo|set|code|vim?|nano|less|exit)(?:\s|$))/;

const servers =
  /^(?:(?:next|nuxt|astro|remix|vite|wrangler|expo|tauri|ng|gatsby|webpack|hugo|jekyll|mkdocs|storybook|zola)\s+(?:dev|start|serve|server|preview)|vite$|nodemon|ngrok|live-server|http-server|uvicorn|gunicorn|hypercorn|flask\s+run|rails\s+s(?:erver)?|php\s+(?:-S|artisan\s+serve)|python3?\s+-m\s+http\.server|python3?\s+(?:\S*\/)?manage\.py\s+runserver|cargo\s+watch|make\s+(?:serve|run|dev|start|watch)|kubectl\s+port-forward|ssh|watch)(?=\s|$)/;

function goesOnForever(part: string): boolean {
  if (servers.test(part) || runsScript(part, /^(?:dev|start|serve|watch|preview)(?::|$)/)) return true;
  if (
    /\s--watch(?:All)?(?=\s|$)|^(?:tail|journalctl|(?:docker|kubectl)\s.*logs)\s.*-f\b|^tsc\s.*-w\b/.test(
      part,
    )
  )
    return true;
  return (
    /^docker(?:-|\s+)compose\s.*\bup\b/.test(part) &&
    !/\s(?:-d|--detach|--wait|--abort-on-container-exit|--exit-code-from)\b/.test(part)
  );
}

/** Programs that affect shared resources. */
const remote =
  /^(?:wrangler|vercel|netlify|firebase|fly|flyctl|railway|heroku|serverless|sls|cdk|sst|eas|modal|supabase|pulumi|terraform|tofu|terragrunt|helm|kubectl|docker|podman|gem|twine|poetry|aws|gcloud|az|argocd|dotnet|cargo|changeset)$/;
const outward =
  /^(?:deploy|publish|push|apply|destroy|delete|create|upgrade|uninstall|rollout|release|login|upload|submit|scale|patch|yank)$/;

/** Deployments, and commands that empty databases. */
const deploys =
  /^(?:make|just|task|rake|invoke|fab|rails|(?:bin\/)?rake)\s+(?:.*\s)?(?:deploy|publish|release|destroy|db:(?:drop|reset|purge))(?![\w:-])|(?:^|[\s/])(?:deploy|publish|release|destroy|rollout)(?:[-_][\w-]+)?\.(?:sh|bash|py|rb|[cm]?[jt]s)(?=\s|$)|^prisma\s+(?:migrate\s+(?:reset|deploy)|db\s+push)\b|^(?:kubectl|aws|gcloud|az|ansible-playbook)\s(?!kustomize\b)/;

function isSeenByOthers(part: string): boolean {
  if (deploys.test(part) && !/--dry-run\b/.test(part)) return true;
  if (
    /^(?:git\s+(?:add|commit|push|pull|fetch|cherry-pick|revert|clean|restore|submodule|checkout|switch|merge|rebase|stash|tag|branch|reset|worktree|clone|init|config|rm|mv)\b|(?:gh|scp|rsync)\s)/.test(
      part,
    )
  )
    return true;
  if (/--dry-run\b/.test(part)) return false;
  const [program = '', ...words] = part.split(/\s+/).filter((word) => !word.startsWith('-'));
  if (remote.test(program))
    return program === 'cargo'
      ? outward.test(words[0] ?? '')
      : words.slice(0, 2).some((word) => outward.test(word));
  return runsScript(
    part,
    /^(?:db[:-]|database[:-])?(?:deploy|publish|release|login|reset|drop|wipe)(?:$|:(?!.*(?:check|dry|verify|validate|test)))/,
  );
}

/** `npm run dev`, `pnpm --filter web dev`, `yarn workspace web dev`; arguments after `--` are for the script. */
function runsScript(part: string, name: RegExp): boolean {
  if (!/^(?:npm|pnpm|yarn|bun)\s/.test(part)) return false;
  const [own = ''] = part.split(/\s--(?=\s|$)/);
  return own
    .split(/\s+/)
    .slice(1)
    .some((word) => name.test(word));
}
