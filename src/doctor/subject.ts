import type { Deps } from '../runtime/deps.ts';

/** What the doctor examines, and the parts of fairlead that it needs for that. */
export interface Subject extends Pick<Deps, 'adapters' | 'configuration'> {
  env: Readonly<Record<string, string | undefined>>;
  /** The environment that agents would inherit. */
  agentEnv: Readonly<Record<string, string>>;
  /** The directory of a person, absolute. */
  repo: string;
  paths: { state: string; userConfiguration: string };
  /** Of the program that examines. */
  version: string;
  /** Undefined where no daemon answers. */
  findDaemon: () => Promise<RunningDaemon | undefined>;
}

interface RunningDaemon {
  pid: number;
  version: string;
  port: number;
}
