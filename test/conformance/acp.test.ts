import { describe } from 'vitest';
import { acpAdapter } from '../../src/agents/acp/adapter.ts';
import { script } from '../models/script.ts';
import { acpPrograms, findAcpProgram } from '../support/acp-programs.ts';
import { openAcpWorld } from '../support/acp-world.ts';
import { describeAdapter } from './adapter-conformance.ts';

describe.each(acpPrograms)('the real $title', (program) => {
  describe.skipIf(findAcpProgram(program) === undefined)('over ACP', () => {
    describeAdapter({
      name: program.name,
      adapter: acpAdapter,
      async open() {
        const world = await openAcpWorld(program);
        return {
          launch: world.launch,
          env: world.env,
          prompts: {
            say: (text) => script([{ text }]),
            write: (path, content) => script([program.write(path, content), { text: 'wrote' }]),
            sayForEver: () => script([{ text: 'on and on and on', halfway: 'saying' }]),
          },
          sayingForEver: () => world.model.reached('saying'),
          async saved(text) {
            await world.saved(text);
            await world.resumable();
          },
          rewrite: (input) => input,
          [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
        };
      },
    });
  });
});
