import type { Answer } from '../contract/answer.ts';
import type { ApprovalView } from '../contract/approval.ts';
import { runLine } from './run-text.ts';
import { sessionLine } from './session-line.ts';
import { fitLine } from './text/fit-line.ts';

/** The answer to a command that may concern a session or a run, in one plain line. */
export function answerText(answer: Answer): string {
  switch (answer.type) {
    case 'session':
      return sessionLine(answer.data);
    case 'run':
      return runLine(answer.data);
    case 'approval': {
      const { id, status, tool, shown } = answer.data;
      return `${id}  ${status}  ${fitLine(`${tool}: ${shown}`, 200)}`;
    }
    case 'merge': {
      const { session_id, into, commit } = answer.data;
      return `${session_id}  merged into ${into} as ${commit.slice(0, 12)}`;
    }
    case 'stopped':
      return answer.data
        .map(({ session_id, survivors }) => `${session_id}  stopped, ${survivors} processes left`)
        .join('\n');
    default:
      return JSON.stringify(answer.data);
  }
}

/** The rules that an answer added, each with how it is taken back. */
export function addedText({ added = [] }: ApprovalView, decision: 'allow' | 'deny'): string[] {
  return added.map(
    ({ id, rule }) => `from now on: ${decision} ${fitLine(rule, 200)}  (undo: fairlead policy forget ${id})`,
  );
}
