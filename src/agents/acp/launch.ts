/** How an ACP agent is started: the configured command as it is, and what makes the agent ask before it acts. */
import type { Launch, LaunchRequest } from '../agent.ts';
import { isObject, type Fields } from '../fields.ts';
import { quirksKey, quirksOf } from './quirks.ts';

export function launchAcp({ agent }: LaunchRequest): Launch {
  const inline = quirksOf(quirksKey(agent.name)).inline_configuration;
  if (!inline) return { argv: agent.command, env: agent.env };
  const { variable, defaults } = inline;
  return { argv: agent.command, env: { ...agent.env, [variable]: merged(agent.env[variable], defaults) } };
}

/** A group of settings that the user has a part of keeps our defaults for the rest. */
function mergedGroups(defaults: Fields, given: Fields): Fields {
  const entries = Object.entries(given).map(([key, value]) => {
    const ours = defaults[key];
    return [key, isObject(ours) && isObject(value) ? { ...ours, ...value } : value];
  });
  return Object.fromEntries(entries) as Fields;
}

/** What the user configured stands above our defaults; what is no JSON is the user's to mend. */
function merged(configured: string | undefined, defaults: Fields): string {
  if (configured === undefined) return JSON.stringify(defaults);
  try {
    const given: unknown = JSON.parse(configured);
    return isObject(given) ? JSON.stringify({ ...defaults, ...mergedGroups(defaults, given) }) : configured;
  } catch {
    return configured;
  }
}
