/** The rules of Claude Code's settings files: which files, their order, the roots of patterns, and invalid files. */
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../test/support/temporary-directory.ts';
import type { Settings } from '../contract/settings.ts';
import { hashOf } from './trust.ts';
import { createConfiguration } from './configuration.ts';

type Files = Record<string, unknown>;

/** Creates files below a temporary directory. Values that are not strings are written as JSON. */
function place(files: Files, on = true) {
  const top = temporaryDirectory();
  const repo = join(top, 'repo');
  mkdirSync(repo);
  const write = (name: string, content: unknown) => {
    const path = join(top, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  };
  write('config.yaml', `policy:\n  deny: ["Bash(own)"]\n  claude_settings: ${on}\n`);
  for (const [name, content] of Object.entries(files)) write(name, content);
  const warnings: string[] = [];
  const options = {
    userFile: join(top, 'config.yaml'),
    trustFile: join(top, 'trusted.json'),
    environment: {},
    scripted: ['scripted'],
    claude: { user: join(top, 'claude'), managed: join(top, 'managed') },
    warn: ({ message }: { message: string }) => void warnings.push(message),
  };
  const configuration = createConfiguration(options);
  const policy = async (): Promise<Settings['policy']> => {
    const read = await configuration.read(repo);
    if (!read.ok) throw new Error(read.error.message);
    return read.value.policy;
  };
  const rules = async () => {
    const { deny, ask, allow } = await policy();
    const texts = (list: Settings['policy']['deny']) => list.map(({ rule }) => rule);
    return { deny: texts(deny), ask: texts(ask), allow: texts(allow) };
  };
  const trust = (...names: string[]) =>
    configuration.trust(
      repo,
      names
        .map((path) => ({ path, full: join(repo, path) }))
        .filter(({ full }) => existsSync(full))
        .map(({ path, full }) => ({ path, hash: hashOf(readFileSync(full)) })),
    );
  return { top, repo, write, trust, configuration, options, policy, rules, warnings };
}

const denying = (...deny: string[]) => ({ permissions: { deny } });
const allowing = (...allow: string[]) => ({ permissions: { allow } });

describe('the rules of Claude Code', () => {
  it('are not read unless the user says so, and a repository cannot', async () => {
    const files = { 'claude/settings.json': denying('Bash(user)') };
    expect((await place(files, false).rules()).deny).toEqual(['Bash(own)']);
    const repository = place(
      { ...files, 'repo/fairlead.yaml': 'policy: { claude_settings: true }\n' },
      false,
    );
    repository.trust('fairlead.yaml', '.claude/settings.json');
    expect((await repository.rules()).deny).toEqual(['Bash(own)']);
    expect((await repository.policy()).claude_settings).toBe(false);
    const kept = place({ ...files, 'repo/fairlead.yaml': 'policy: { claude_settings: false }\n' });
    expect((await kept.rules()).deny).toEqual(['Bash(own)', 'Bash(user)']);
  });

  it('are read weakest first, each relative to the root that it has for Claude Code, with file and line', async () => {
    const { top, repo, policy } = place({
      'claude/settings.json': denying('Bash(user)'),
      'repo/.claude/settings.json': denying('Bash(project)', 'Bash(project too)'),
      'repo/.claude/settings.local.json': denying('Bash(local)'),
      'managed/managed-settings.json': denying('Bash(managed)'),
      'managed/managed-settings.d/20-b.json': denying('Bash(b)'),
      'managed/managed-settings.d/10-a.json': denying('Bash(a)'),
      'managed/managed-settings.d/.hidden.json': denying('Bash(hidden)'),
      'managed/managed-settings.d/notes.txt': 'nothing',
    });
    const { deny } = await policy();
    expect(
      deny.map(({ rule, root, source, line }) => [rule, root, source.slice(top.length + 1), line]),
    ).toEqual([
      ['Bash(own)', repo, 'config.yaml', 2],
      ['Bash(user)', join(top, 'claude'), 'claude/settings.json', 4],
      ['Bash(project)', repo, 'repo/.claude/settings.json', 4],
      ['Bash(project too)', repo, 'repo/.claude/settings.json', 5],
      ['Bash(local)', repo, 'repo/.claude/settings.local.json', 4],
      ['Bash(managed)', repo, 'managed/managed-settings.json', 4],
      ['Bash(a)', repo, 'managed/managed-settings.d/10-a.json', 4],
      ['Bash(b)', repo, 'managed/managed-settings.d/20-b.json', 4],
    ]);
  });

  it('that come with the repository deny and ask at once, and allow once they are trusted, as they are then', async () => {
    const content = (extra: string[]) => ({
      permissions: { allow: ['Bash(make)', ...extra], ask: ['Bash(git push:*)'], deny: ['Bash(curl:*)'] },
    });
    const { repo, write, rules, trust, configuration } = place({
      'repo/.claude/settings.json': content([]),
      'repo/.claude/settings.local.json': allowing('Bash(npm test)'),
      'claude/settings.json': allowing('Bash(user)'),
    });
    const untrusted = {
      deny: ['Bash(own)', 'Bash(curl:*)'],
      ask: ['Bash(git push:*)'],
      allow: ['Bash(user)'],
    };
    expect(await rules()).toEqual(untrusted);
    const explained = configuration.explain(repo);
    expect(explained.ok && explained.value.untrusted).toEqual([
      join(repo, '.claude/settings.json'),
      join(repo, '.claude/settings.local.json'),
    ]);
    trust('.claude/settings.json', '.claude/settings.local.json');
    expect((await rules()).allow).toEqual(['Bash(user)', 'Bash(make)', 'Bash(npm test)']);
    write('repo/.claude/settings.json', content(['Bash(rm:*)']));
    expect((await rules()).allow).toEqual(['Bash(user)', 'Bash(npm test)']);
    write('claude/settings.json', allowing('Bash(other)'));
    expect((await rules()).allow).toEqual(['Bash(other)', 'Bash(npm test)']);
  });

  it('are all that is taken over: no mode, no directories, and nothing is asked of the rest', async () => {
    const { policy } = place({
      'claude/settings.json': {
        permissions: { defaultMode: 'bypassPermissions', additionalDirectories: ['/'], deny: ['Read(x)'] },
        model: 'x',
        hooks: { PreToolUse: 3 },
      },
    });
    expect(await policy()).toMatchObject({ level: 'moderate', unread: [], deny: [{}, { rule: 'Read(x)' }] });
  });

  it('in a repository that is the home of the user are read once', async () => {
    const { repo, options } = place({ 'repo/.claude/settings.json': allowing('Read') });
    const claude = { ...options.claude, user: join(repo, '.claude') };
    const configuration = createConfiguration({ ...options, claude });
    const read = await configuration.read(repo);
    expect(read.ok && read.value.policy.allow).toMatchObject([{ rule: 'Read', root: join(repo, '.claude') }]);
  });
});

describe('a settings file that is broken stops nobody and is told of', () => {
  const whole = { permissions: { allow: ['Read'], deny: ['Bash(a)', 'Bash(b)'], ask: ['Bash(c)'] } };

  it.each<[string, unknown, { deny: string[]; ask: string[] }, RegExp]>([
    [
      'a comma too much',
      JSON.stringify(whole).replace(']}', '],}'),
      { deny: ['Bash(a)', 'Bash(b)'], ask: ['Bash(c)'] },
      /not JSON/,
    ],
    ['cut off', JSON.stringify(whole).slice(0, -12), { deny: ['Bash(a)', 'Bash(b)'], ask: [] }, /not JSON/],
    ['a comment', `// mine\n${JSON.stringify(whole)}`, { deny: [], ask: [] }, /not JSON/],
    [
      'no list',
      { permissions: { deny: 'Bash(a)', ask: ['Bash(c)'] } },
      { deny: [], ask: ['Bash(c)'] },
      /"permissions.deny" is not a list/,
    ],
    [
      'a number among rules',
      { permissions: { deny: ['Bash(a)', 3] } },
      { deny: ['Bash(a)'], ask: [] },
      /"permissions.deny"/,
    ],
    ['no object', [1], { deny: [], ask: [] }, /not an object/],
    ['no permissions', { permissions: 3 }, { deny: [], ask: [] }, /"permissions" is not an object/],
    [
      'too long',
      `{"permissions":{"deny":["${'x'.repeat(2_000_000)}"]}}`,
      { deny: [], ask: [] },
      /not a settings file/,
    ],
    ['nested without end', `{"permissions":${'['.repeat(200_000)}`, { deny: [], ask: [] }, /./],
  ])(
    '%s: of its rules those that forbid, as far as they can be made out',
    async (_what, content, kept, why) => {
      const { rules, policy, warnings } = place({ 'claude/settings.json': content });
      expect(await rules()).toEqual({ deny: ['Bash(own)', ...kept.deny], ask: kept.ask, allow: [] });
      const { unread } = await policy();
      expect(unread).toMatchObject([{ message: expect.stringMatching(why) as string }]);
      expect(unread[0]?.message).toMatch(
        new RegExp(`allow rules are ignored.* ${kept.deny.length + kept.ask.length}$`),
      );
      expect(unread[0]?.message).not.toContain('\n');
      expect(warnings).toHaveLength(1);
    },
  );

  it('keeps what it said before, until it is mended or gone', async () => {
    const { top, write, rules, policy } = place({ 'claude/settings.json': whole });
    const before = await rules();
    write('claude/settings.json', '{"permissions": {"deny": [');
    expect(await rules()).toEqual(before);
    expect((await policy()).unread[0]?.message).toMatch(/its last readable content stays in force$/);
    write('claude/settings.json', denying('Bash(d)'));
    expect(await rules()).toEqual({ deny: ['Bash(own)', 'Bash(d)'], ask: [], allow: [] });
    expect((await policy()).unread).toEqual([]);
    rmSync(join(top, 'claude/settings.json'));
    expect((await rules()).deny).toEqual(['Bash(own)']);
    write('claude/settings.json', 'x');
    expect((await rules()).deny).toEqual(['Bash(own)']);
  });

  it('of the repository allows nothing, trusted before or not', async () => {
    const { write, rules, trust } = place({ 'repo/.claude/settings.json': whole });
    trust('.claude/settings.json');
    expect((await rules()).allow).toEqual(['Read']);
    write('repo/.claude/settings.json', '{');
    expect(await rules()).toEqual({ deny: ['Bash(own)', 'Bash(a)', 'Bash(b)'], ask: ['Bash(c)'], allow: [] });
  });

  it.each([
    ['a directory', (path: string) => mkdirSync(path, { recursive: true })],
    ['a link to itself', (path: string) => symlinkSync('settings.json', path)],
  ])('%s in its place', async (_what, make) => {
    const { repo, rules, policy } = place({});
    mkdirSync(join(repo, '.claude'));
    make(join(repo, '.claude/settings.json'));
    expect((await rules()).deny).toEqual(['Bash(own)']);
    expect((await policy()).unread).toHaveLength(1);
  });

  it('a file where the directory should be is none', async () => {
    const { policy } = place({ 'repo/.claude': 'x', managed: 'x' });
    expect((await policy()).unread).toEqual([]);
  });
});
