/** Assistant and user messages, with one content block each while an answer streams. */
import type { AgentEvent } from '../../contract/agent-event.ts';
import { fieldsOf, listOf, textOf, type Fields } from '../fields.ts';
import { takeTold } from './pieces.ts';
import { stay, type ClaudeState, type ClaudeStep } from './state.ts';
import { titleOf } from './title.ts';

export function onAssistant(state: ClaudeState, line: Fields): ClaudeStep {
  const parent = textOf(line['parent_tool_use_id']);
  const error = textOf(line['error']);
  if (error !== null && parent === null) {
    // Claude Code's own text for a failure of the model; the turn's result repeats it.
    const phase = state.phase.kind === 'turn' ? { ...state.phase, error } : state.phase;
    return stay({ ...state, phase });
  }
  const message = fieldsOf(line['message']);
  const id = textOf(message['id']) ?? textOf(line['uuid']) ?? '';
  const { state: after, told } = takeTold(state, id, parent);
  const blocks = listOf(message['content']).map(fieldsOf);
  return stay(after, ...blocks.flatMap((block) => said(block, id, parent, told)));
}

export function onUser(state: ClaudeState, line: Fields): ClaudeStep {
  const blocks = listOf(fieldsOf(line['message'])['content']).map(fieldsOf);
  return stay(state, ...blocks.filter((block) => block['type'] === 'tool_result').map(finished));
}

/** @param told characters of the block that were already reported in pieces */
function said(block: Fields, message: string, parent: string | null, told: number): AgentEvent[] {
  switch (block['type']) {
    case 'text': {
      const text = textOf(textOf(block['text'])?.slice(told));
      return text === null ? [] : [{ type: 'text', message, text, parent }];
    }
    case 'thinking': {
      const text = textOf(textOf(block['thinking'])?.slice(told));
      return text === null ? [] : [{ type: 'thinking', message, text, parent }];
    }
    case 'tool_use':
    case 'server_tool_use': {
      const tool = textOf(block['name']) ?? '';
      const input = block['input'] ?? {};
      const title = titleOf(tool, input);
      return [{ type: 'tool_called', tool_call: textOf(block['id']) ?? '', tool, title, input, parent }];
    }
    default:
      return [];
  }
}

function finished(block: Fields): AgentEvent {
  return {
    type: 'tool_finished',
    tool_call: textOf(block['tool_use_id']) ?? '',
    passed: block['is_error'] !== true,
    output: outputOf(block['content']),
  };
}

function outputOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return listOf(content)
    .map(fieldsOf)
    .map((part) =>
      part['type'] === 'text' ? (textOf(part['text']) ?? '') : `[${textOf(part['type']) ?? 'content'}]`,
    )
    .join('\n');
}
