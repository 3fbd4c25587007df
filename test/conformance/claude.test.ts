import { describe } from 'vitest';
import { claudeAdapter } from '../../src/agents/claude/adapter.ts';
import { script } from '../models/script.ts';
import { findClaudeCode } from '../support/claude-code.ts';
import { openClaudeWorld } from '../support/claude-world.ts';
import { describeAdapter } from './adapter-conformance.ts';

const program = findClaudeCode();

describe.skipIf(program === undefined)('the real Claude Code', () => {
  describeAdapter({
    name: 'claude',
    adapter: claudeAdapter,
    async open() {
      const world = await openClaudeWorld(program ?? '');
      return {
        launch: world.launch,
        env: world.env,
        prompts: {
          say: (text) => script([{ text }]),
          write: (path, content) =>
            script([{ tool: 'Write', input: { file_path: path, content } }, { text: 'wrote' }]),
          sayForEver: () => script([{ text: 'on and on and on', halfway: 'saying' }]),
        },
        sayingForEver: () => world.model.reached('saying'),
        // The script in the prompt holds the words too: look for the answer.
        saved: (text) => world.saved(`"text":"${text}"`),
        rewrite: (input, content) => ({ ...(input as object), content }),
        [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
      };
    },
  });
});
