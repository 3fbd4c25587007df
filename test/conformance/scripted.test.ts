import { acpAdapter } from '../../src/agents/acp/adapter.ts';
import { openScriptedWorld, scripted } from '../support/scripted-world.ts';
import { describeAdapter } from './adapter-conformance.ts';

describeAdapter({
  name: 'scripted',
  adapter: acpAdapter,
  async open() {
    const world = await openScriptedWorld();
    const spend = { do: 'spend', input_tokens: 10, output_tokens: 5, cost_usd: 0.25 } as const;
    return {
      launch: world.launch,
      env: world.env,
      prompts: {
        say: (text) => scripted(spend, { do: 'say', text }),
        write: (path, content) =>
          scripted({ do: 'write', path, content, ask: true }, { do: 'say', text: 'wrote' }),
        sayForEver: () =>
          scripted({ do: 'say', text: 'on and on' }, { do: 'run', command: 'touch begun' }, { do: 'hang' }),
      },
      sayingForEver: () => world.appears('begun'),
      // The script in the prompt holds the words too: look for the answer.
      saved: (text) => world.saved(`"text":"${text}"}}}`),
      rewrite: (input, content) => ({ ...(input as object), content }),
      [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
    };
  },
});
