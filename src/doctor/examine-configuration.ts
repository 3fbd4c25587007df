import type { Finding } from '../cli/context.ts';
import { repositoryTop } from '../host/git/repository/repository-top.ts';
import { examineAgent } from './examine-agent.ts';
import { exists } from './exists.ts';
import type { Subject } from './subject.ts';

export async function examineConfiguration(subject: Subject): Promise<Finding[]> {
  const { configuration, env, paths, repo } = subject;
  const settings = await configuration.read(await repositoryTop(env, repo));
  if (!settings.ok)
    return [
      { name: 'configuration', state: 'failed', detail: settings.error.message, next: settings.error.next },
    ];
  const { agents, default_agent, policy } = settings.value;
  const found = await Promise.all(
    Object.entries(agents).map(([name, agent]) => examineAgent(name, agent, name === default_agent, subject)),
  );
  const unread = policy.unread.map(({ source, message }): Finding => ({
    name: 'rules',
    state: 'failed',
    detail: `${source}: ${message}`,
    next: `fix ${source}`,
  }));
  return [
    exists(paths.userConfiguration)
      ? { name: 'configuration', state: 'ok', detail: paths.userConfiguration, next: null }
      : {
          name: 'configuration',
          state: 'absent',
          detail: `not found, defaults apply: ${paths.userConfiguration}`,
          next: null,
        },
    ...unread,
    ...found,
  ];
}
