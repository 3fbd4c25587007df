import type { SettingsFile } from '../contract/settings.ts';
import { settingsSchema } from '../contract/settings.ts';

/** Variables that set a value. They apply to the command that gets them, not to a daemon that already runs. */
const variables: Record<string, (value: string) => unknown> = {
  FAIRLEAD_DEFAULT_AGENT: (value) => ({ default_agent: value }),
  FAIRLEAD_DEFAULT_MODEL: (value) => ({ default_model: value }),
  FAIRLEAD_MAX_PARALLEL: (value) => ({ max_parallel: Number(value) }),
  FAIRLEAD_POLICY_LEVEL: (value) => ({ policy: { level: value } }),
  FAIRLEAD_BASE: (value) => ({ workspace: { base: value } }),
  FAIRLEAD_PORT: (value) => ({ port: Number(value) }),
};

/** Returns the settings of the environment. Invalid values are ignored here and refused where they are used. */
export function environmentSettings(env: Readonly<Record<string, string | undefined>>): SettingsFile {
  const found = Object.entries(variables).flatMap(([name, read]) => {
    const value = env[name];
    const parsed = value ? settingsSchema.safeParse(read(value)) : undefined;
    return parsed?.success ? [parsed.data] : [];
  });
  return Object.assign({}, ...found) as SettingsFile;
}
