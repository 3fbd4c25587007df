import type { Finding } from '../cli/context.ts';
import type { Subject } from './subject.ts';

export async function examineDaemon({ findDaemon, version }: Subject): Promise<Finding> {
  const daemon = await findDaemon();
  if (!daemon)
    return { name: 'daemon', state: 'ok', detail: 'does not run; the first command starts it', next: null };
  const other =
    daemon.version === version ? null : 'use this version: fairlead daemon stop && fairlead daemon start';
  return {
    name: 'daemon',
    state: other ? 'warning' : 'ok',
    detail: `pid ${daemon.pid}, version ${daemon.version}, port ${daemon.port}`,
    next: other,
  };
}
