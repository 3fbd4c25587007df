import { describe, expect, it } from 'vitest';
import { commandSchema, commandSchemas } from './command.ts';
import { withPresentNames } from './old-names.ts';

describe('a command with the field names of the version before', () => {
  const takesTarget = Object.entries(commandSchemas).filter(([, { shape }]) => 'target' in shape);

  it.each(takesTarget.map(([type]) => type))('%s takes `session` for its `target`', (type) => {
    const read = commandSchema.parse(withPresentNames({ type, session: 's1' }));
    expect(read).toEqual({ type, target: 's1' });
  });

  it('is refused with both names', () => {
    const both = withPresentNames({ type: 'stop', session: 's1', target: 's2' });
    expect(commandSchema.safeParse(both).error?.issues).toMatchObject([{ keys: ['session'] }]);
  });

  it('keeps the name where a command takes a session only', () => {
    expect(withPresentNames({ type: 'send', session: 's1', text: 'x' })).toEqual({
      type: 'send',
      session: 's1',
      text: 'x',
    });
  });
});
