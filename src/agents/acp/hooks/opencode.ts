/**
 * opencode 1.18.33 runs everything without asking unless it is configured to ask, which an environment variable does.
 */
import { isObject, parseFields } from '../../fields.ts';
import { above, type Install } from './hook.ts';

const variable = 'OPENCODE_CONFIG_CONTENT';

const defaults = {
  permission: {
    '*': 'ask',
    edit: 'ask',
    bash: 'ask',
    webfetch: 'ask',
    read: 'ask',
    list: 'ask',
    glob: 'ask',
    grep: 'ask',
    external_directory: 'ask',
    todowrite: 'allow',
    todoread: 'allow',
  },
};

/** Makes it log failed model requests to standard error. Otherwise it retries silently. */
const told = { OPENCODE_PRINT_LOGS: '1', OPENCODE_LOG_LEVEL: 'WARN' };

/**
 * Keeps the user's configuration there, except permissions that would let a call run without asking; keeps text that
 * is not JSON.
 */
export const installOpencode: Install = (_place, env) => {
  const configured = env[variable];
  const given = configured === undefined ? {} : parseFields(configured);
  const log = Object.fromEntries(Object.entries(told).filter(([name]) => env[name] === undefined));
  if (given === null) return { env: log };
  const settings = above(defaults, given);
  return {
    env: { ...log, [variable]: JSON.stringify({ ...settings, permission: asking(settings['permission']) }) },
  };
};

/** Keeps a permission that the user set to `deny`; changes one that allows calls to ask. */
function asking(permission: unknown): Record<string, unknown> {
  const given = isObject(permission) ? permission : {};
  const kept = Object.entries(given).filter(([, value]) => value === 'deny');
  return { ...defaults.permission, ...Object.fromEntries(kept) };
}
