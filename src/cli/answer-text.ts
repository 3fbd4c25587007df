import type { Answer } from '../contract/answer.ts';
import type { ApprovalView } from '../contract/approval.ts';
import { runLine } from './run-text.ts';
import { sessionLine } from './session-line.ts';
import { fitLine } from './text/fit-line.ts';

/** Formats the answer to a command on a session or a run as one plain line. */
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

/** Formats the rules that an answer added, each with the command that removes it. */
export function addedText({ added = [] }: ApprovalView, decision: 'allow' | 'deny'): string[] {
  return added.map(
    ({ id, rule }) => `from now on: ${decision} ${fitLine(rule, 200)}  (undo: fairlead policy forget ${id})`,
  );
}
