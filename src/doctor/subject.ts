import type { Deps } from '../runtime/deps.ts';

/** The subject of an examination, and the parts of fairlead that it needs. */
export interface Subject extends Pick<Deps, 'adapters' | 'configuration'> {
  env: Readonly<Record<string, string | undefined>>;
  /** The environment that agents would inherit. */
  agentEnv: Readonly<Record<string, string>>;
  /** The current directory, absolute. */
  repo: string;
  paths: { state: string; userConfiguration: string };
  /** Version of the program that examines. */
  version: string;
  /** Returns undefined if no daemon answers. */
  findDaemon: () => Promise<RunningDaemon | undefined>;
}

interface RunningDaemon {
  pid: number;
  version: string;
  port: number;
}
