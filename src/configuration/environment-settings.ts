import type { SettingsFile } from '../contract/settings.ts';
import { settingsSchema } from '../contract/settings.ts';

/** Variables that stand for a setting; they speak for the command they are given to, not for a daemon that runs already. */
const variables: Record<string, (value: string) => unknown> = {
  FAIRLEAD_DEFAULT_AGENT: (value) => ({ default_agent: value }),
  FAIRLEAD_DEFAULT_MODEL: (value) => ({ default_model: value }),
  FAIRLEAD_MAX_PARALLEL: (value) => ({ max_parallel: Number(value) }),
  FAIRLEAD_POLICY_LEVEL: (value) => ({ policy: { level: value } }),
  FAIRLEAD_BASE: (value) => ({ workspace: { base: value } }),
  FAIRLEAD_PORT: (value) => ({ port: Number(value) }),
};

/** What the environment says; values that are none are passed over here and refused where they are used. */
export function environmentSettings(env: Readonly<Record<string, string | undefined>>): SettingsFile {
  const found = Object.entries(variables).flatMap(([name, read]) => {
    const value = env[name];
    const parsed = value ? settingsSchema.safeParse(read(value)) : undefined;
    return parsed?.success ? [parsed.data] : [];
  });
  return Object.assign({}, ...found) as SettingsFile;
}
