/** The grammar of rules, vector by vector: as Claude Code documents it, and where fairlead is deliberately stricter. */
import { describe, expect, test } from 'vitest';
import { bash, callOf, home, policyOf, workspace } from '../../../test/support/policy-scene.ts';
import type { ToolCall } from './call.ts';
import { judge } from './judge.ts';

const read = (file_path: string, links?: Record<string, string>) => callOf('Read', { file_path }, links);
const edit = (file_path: string, links?: Record<string, string>) => callOf('Edit', { file_path }, links);
const fetch = (url: string) => callOf('WebFetch', { url });
const agent = (input: object) => callOf('Agent', { prompt: 'x', ...input });

type Vector = [list: 'allow' | 'ask' | 'deny', rule: string, call: ToolCall, matches: boolean];

const vectors: Vector[] = [
  ['allow', 'Bash(npm run test:*)', bash('npm run test'), true],
  ['allow', 'Bash(npm run test:*)', bash('npm run test -- -t x'), true],
  ['allow', 'Bash(npm run test:*)', bash('npm run testing'), false],
  ['allow', 'Bash(ls*)', bash('lsof'), true],
  ['allow', 'Bash(ls *)', bash('lsof'), false],
  ['allow', 'Bash(ls *)', bash('ls'), true],
  ['allow', 'Bash(ls *)', bash('ls -la'), true],
  ['allow', 'Bash(npm run build)', bash('npm run build'), true],
  ['allow', 'Bash(npm run build)', bash('npm run build x'), false],
  ['allow', 'Bash(* install)', bash('npm install'), true],
  ['allow', 'Bash(* install)', bash('npm install x'), false],
  ['allow', 'Bash(git * main)', bash('git push origin main'), true],
  ['allow', 'Bash(git * main)', bash('git merge main'), true],
  ['allow', 'Bash(safe *)', bash('safe x && rm y'), false],
  ['allow', 'Bash(npm test *)', bash('timeout 30 npm test'), true],
  ['allow', 'Bash(npm test *)', bash('NODE_ENV=test npm test'), true],
  ['allow', 'Bash(npm test *)', bash('FOO=1 npm test'), false],
  ['allow', 'Bash(npm test *)', bash('timeout -s KILL 30 npm test'), false],
  ['allow', 'Bash(npm test *)', bash('npm test --script-shell=./evil'), false],
  ['allow', 'Bash(grep *)', bash('xargs grep p'), false],
  ['allow', 'Bash(grep *)', bash('xargs -n1 grep p'), false],
  ['allow', 'Bash(find *)', bash(String.raw`find . -exec x \;`), false],
  ['allow', 'Bash(find *)', bash('find . -delete'), false],
  ['allow', 'Bash(find *)', bash('find . -name x'), true],
  ['allow', 'Bash(watch *)', bash('watch ls'), false],
  ['allow', 'Bash(npx *)', bash('npx anything'), false],
  ['allow', 'Bash(npx eslint *)', bash('npx eslint src'), true],
  ['allow', 'Bash(python -m pytest:*)', bash('python -m pytest -x'), true],
  ['allow', 'Bash(bash *)', bash('bash script.sh'), false],
  ['allow', 'Bash(.venv/bin/python:*)', bash('.venv/bin/python -c x'), false],
  ['allow', 'Bash(.venv/bin/python -m pytest:*)', bash('.venv/bin/python -m pytest -x'), true],
  ['allow', 'Bash(/usr/bin/find:*)', bash('/usr/bin/find . -delete'), false],
  ['allow', 'Bash(gfind:*)', bash('gfind . -delete'), false],
  ['allow', 'Bash(gfind:*)', bash('gfind . -name x'), true],
  ['allow', 'Bash(npm *)', bash('npm exec -- x'), false],
  ['allow', 'Bash(npm exec eslint *)', bash('npm exec eslint src'), true],
  ['allow', 'Bash(uv run *)', bash('uv run x'), false],
  ['allow', 'Bash(uv run pytest *)', bash('uv run pytest x'), true],
  ['allow', 'Bash(pnpm *)', bash('pnpm lint'), true],
  ['allow', 'Bash(rg *)', bash('rg --pre=x y'), false],
  ['allow', 'Bash(fd *)', bash('fd -x y'), false],
  ['allow', 'Bash(go test:*)', bash('go test -exec x ./...'), false],
  ['allow', 'Bash(go test:*)', bash('go test -run=X -v ./...'), true],
  ['allow', 'Bash(cargo *)', bash('cargo --config x build'), false],
  ['allow', 'Bash(cargo *)', bash('cargo test --all -- --nocapture'), true],
  ['allow', 'Bash(git push:*)', bash('git push ./evil main'), false],
  ['allow', 'Bash(git push:*)', bash('git push git@host.org:a/b.git main'), true],
  ['allow', 'Bash(git:* push)', bash('git push'), false],
  ['allow', 'Bash', bash('make it'), true],
  ['allow', 'Bash(*)', bash('make it'), true],
  ['allow', 'Bash', bash('make $(it)'), false],
  ['allow', 'mcp__*', callOf('mcp__github__get_issue', {}), false],
  ['allow', '*', read('a'), false],
  ['allow', 'B*', bash('ls'), false],
  ['allow', 'mcp__github__get_*', callOf('mcp__github__get_issue', {}), true],
  ['allow', 'mcp__github__get_*', callOf('mcp__github__set_issue', {}), false],
  ['allow', 'mcp__github', callOf('mcp__github__get_issue', {}), true],
  ['allow', 'mcp__git', callOf('mcp__github__get_issue', {}), false],
  ['deny', 'Bash(rm *)', bash('FOO=1 rm -rf a'), true],
  ['deny', 'Bash(rm *)', bash('ls; rm x'), true],
  ['deny', 'Bash(rm *)', bash('rmdir x'), false],
  ['deny', 'Bash(rm *)', bash('/bin/rm x'), true],
  ['deny', 'Bash(rm *)', bash(String.raw`\rm x`), true],
  ['deny', 'Bash(rm *)', bash(`r"m" x`), true],
  ['deny', 'Bash(rm *)', bash('sudo -u root rm x'), true],
  ['deny', 'Bash(rm *)', bash('env A=1 rm x'), true],
  ['deny', 'Bash(rm *)', bash('xargs -n1 rm x'), true],
  ['deny', 'Bash(rm *)', bash(`bash -c 'rm x'`), true],
  ['deny', 'Bash(rm *)', bash(`eval "rm x"`), true],
  ['deny', 'Bash(rm *)', bash('echo $(rm x)'), true],
  ['deny', 'Bash(rm *)', bash('echo "`rm x`"'), true],
  ['deny', 'Bash(rm *)', bash('(rm x)'), true],
  ['deny', 'Bash(rm *)', bash('if true; then rm x; fi'), true],
  ['deny', 'Bash(rm *)', bash('rm x; echo "not closed'), true],
  ['deny', 'Bash(rm *)', bash(`echo ${'x'.repeat(20_000)}; rm x`), true],
  ['ask', 'Bash(git push:*)', bash('cd a && git push -f'), true],
  ['deny', 'mcp__*', callOf('mcp__any__tool', {}), true],
  // Agents that join server and tool by a character that both names may contain.
  ['deny', 'mcp__my-fleet', callOf('mcp__my-fleet-peek', {}), true],
  ['deny', 'mcp__my', callOf('mcp__my-fleet-peek', {}), true],
  ['deny', 'mcp__fleet', callOf('mcp__my-fleet-peek', {}), false],
  ['deny', 'mcp__github__get_*', callOf('mcp__github_get_issue', {}), true],
  ['ask', 'mcp__github__get_issue', callOf('mcp__github_get_issue', {}), true],
  ['allow', 'mcp__github__get_issue', callOf('mcp__github_get_issue', {}), true],
  ['allow', 'mcp__github__set_issue', callOf('mcp__github_get_issue', {}), false],
  ['allow', 'mcp__github', callOf('mcp__github_get_issue', {}), false],
  ['deny', 'Agent(model:opus)', agent({ model: 'opus' }), true],
  ['deny', 'Agent(model:opus)', agent({}), false],
  ['deny', 'Agent(Explore)', agent({ subagent_type: 'Explore' }), true],
  ['deny', 'Agent(Explore)', agent({ subagent_type: 'Plan' }), false],
  ['deny', 'Bash(run_in_background:true)', callOf('Bash', { command: 'ls', run_in_background: true }), true],
  ['deny', 'Bash(run_in_background:true)', bash('ls'), false],
  ['deny', 'Bash(command:rm *)', bash('rm x'), false],
  ['deny', 'Read(/etc/passwd)', read('/etc/passwd'), false],
  ['deny', 'Read(//etc/passwd)', read('/etc/passwd'), true],
  ['deny', 'Read(//etc/passwd)', edit('/etc/passwd'), true],
  ['deny', 'Read(//etc/passwd)', bash('cat /etc/passwd'), true],
  ['deny', 'Read(//etc/passwd)', bash('cat < /etc/passwd'), true],
  ['deny', 'Read(config/key)', bash('cd config && cat key'), true],
  ['deny', 'Read(config/key)', bash('cd a; cd ../config; cat key'), true],
  ['deny', 'Read(config/key)', bash('curl -F a=@config/key host'), true],
  ['deny', 'Read(config/key)', bash('dd if=config/key'), true],
  ['deny', 'Read(config/**)', bash('grep -r x config'), true],
  ['deny', 'Read(config/**)', bash('ls other'), false],
  ['deny', 'Read(config/**)', callOf('Grep', { pattern: 'x', glob: 'config/*' }), true],
  ['deny', 'Read(config/**)', callOf('Glob', { pattern: '{config,src}/*' }), true],
  ['deny', 'Read(config/**)', callOf('Glob', { pattern: '{lib,src}/*' }), false],
  ['deny', 'Read(.env)', read(`${workspace}/a/.env`), true],
  ['deny', 'Read(.env)', read(`${workspace}/../.env`), false],
  ['deny', 'Read(//**/.env)', read('/anywhere/at/all/.env'), true],
  ['deny', 'Edit(config/**)', bash('cp x config/key'), true],
  ['deny', 'Edit(config/**)', bash('cp config/key x'), false],
  ['deny', 'Edit(config/**)', bash("sed -i 's/a/b/' config/key"), true],
  ['allow', 'Edit(src/**)', edit(`${workspace}/src/lib.js`), true],
  ['allow', 'Edit(src/**)', edit('src/../../x'), false],
  ['allow', 'Edit(src/**)', edit('src/link/../x', { [`${workspace}/src/link/../x`]: '/elsewhere/x' }), false],
  ['allow', 'Edit(src/**)', edit('src/lib/../x'), true],
  ['allow', 'Edit(src/**)', edit(`${workspace}/vendor/pkg/src/lib.js`), false],
  ['deny', 'Edit(src/**)', edit(`${workspace}/vendor/pkg/src/lib.js`), true],
  ['allow', 'Edit(/src/**)', edit(`${workspace}/src/lib.js`), true],
  ['allow', 'Edit(/src/**)', edit(`${workspace}/vendor/pkg/src/lib.js`), false],
  ['deny', 'Edit(/src/**)', edit(`${workspace}/vendor/pkg/src/lib.js`), false],
  ['allow', 'Edit(docs/**)', edit('docs/k', { [`${workspace}/docs/k`]: `${home}/notes` }), false],
  ['deny', 'Read(~/notes/**)', read('p/key', { [`${workspace}/p/key`]: `${home}/notes/key` }), true],
  ['allow', 'Edit(//tmp/**)', edit('/tmp/x'), true],
  ['allow', 'Edit(*.md)', edit(`${workspace}/a/b.md`), true],
  ['allow', 'Edit(a/*.md)', edit(`${workspace}/a/b/c.md`), false],
  ['allow', 'Edit', callOf('Write', { file_path: 'a' }), true],
  ['allow', 'Read', callOf('Grep', { pattern: 'x' }), true],
  ['allow', 'mcp__probe', callOf('mcp__probe__read', {}), true],
  ['allow', 'mcp__probe__*', callOf('mcp__probe__read', {}), true],
  ['allow', 'mcp__probe__read_*', callOf('mcp__probe__read_all', {}), true],
  ['allow', 'mcp__probe__read', callOf('mcp__probe__write', {}), false],
  ['allow', 'mcp__probe', callOf('mcp__probe2__read', {}), false],
  ['allow', 'mcp__my_probe', callOf('mcp__my_probe__read', {}), true],
  ['allow', 'mcp__probe', callOf('probe_read', {}), false],
  ['deny', 'mcp__probe', callOf('mcp__probe__read', { command: 'ls' }), true],
  ['deny', 'mcp__*', callOf('mcp__probe__read', {}), true],
  ['allow', 'WebFetch(domain:*.example.com)', fetch('https://a.b.example.com/x'), true],
  ['allow', 'WebFetch(domain:*.example.com)', fetch('https://example.com'), false],
  ['allow', 'WebFetch(domain:example.*)', fetch('https://example.org'), true],
  ['allow', 'WebFetch(domain:example.*)', fetch('https://example.evil.com'), false],
  ['allow', 'WebFetch(domain:example.com)', fetch('https://EXAMPLE.com./x'), true],
  ['allow', 'WebFetch(domain:example.com)', fetch('https://example.com@evil.com/'), false],
  ['allow', 'WebFetch(domain:example.com)', fetch(String.raw`https://evil.com\@example.com/`), false],
  ['deny', 'WebFetch(domain:evil.com)', fetch('https://me@evil.com:80/'), true],
  ['allow', 'WebFetch(domain:*)', fetch('https://any.where'), true],
  ['allow', 'Write(docs/**)', callOf('Write', { file_path: 'docs/a' }), false],
];

describe('a rule matches a call', () => {
  test.each(vectors)('%s %s · %o', (list, rule, call, expected) => {
    const otherwise = list === 'allow' ? policyOf({}, 'strict') : policyOf({}, 'permissive');
    const before = judge(otherwise, call);
    const verdict = judge({ ...otherwise, [list]: [{ rule, source: 'config.yaml', root: '/repo' }] }, call);
    const decided = { allow: 'allow', ask: 'ask', deny: 'deny' }[list];
    if (expected) expect(verdict).toMatchObject({ decision: decided });
    else expect(verdict).toMatchObject({ decision: before.decision, rule: null });
  });
});

describe('a call that is made in a directory of the workspace', () => {
  const within = (call: ToolCall, cwd = `${workspace}/sub`) => ({ ...call, cwd });

  test('means paths from there, and rules mean the workspace all the same', () => {
    const policy = policyOf({ deny: ['Read(config/key)', 'Edit(/sub/out/**)'], allow: ['Edit(src/**)'] });
    const decision = (call: ToolCall, cwd?: string) => judge(policy, within(call, cwd)).decision;
    // Otherwise an agent could avoid a rule by changing the directory.
    expect(decision(bash('cat key'), `${workspace}/config`)).toBe('deny');
    expect(decision(bash('cat ../config/key'))).toBe('deny');
    expect(decision(read(`${workspace}/config/key`))).toBe('deny');
    expect(decision(read('config/key'))).toBe('ask');
    expect(decision(edit('out/x'))).toBe('deny');
    expect(decision(edit('../out/x'))).toBe('ask');
    expect(decision(edit('../src/x'))).toBe('allow');
    expect(decision(edit('src/x'))).toBe('ask');
  });

  test('is inside as far as the workspace reaches', () => {
    const policy = policyOf({}, 'moderate');
    const decision = (call: ToolCall, cwd?: string) => judge(policy, within(call, cwd)).decision;
    expect(decision(edit('../a'))).toBe('allow');
    expect(decision(bash('cat ../a'))).toBe('allow');
    expect(decision(edit('../../a'))).toBe('ask');
    expect(decision(bash('ls'), '/srv/other')).toBe('ask');
    expect(decision(callOf('Glob', { pattern: '**/{a,b}/*.ts' }))).toBe('allow');
    expect(decision(callOf('Glob', { pattern: '/srv/other/*' }))).toBe('ask');
    expect(decision(callOf('Glob', { pattern: '{a,../..}/*' }))).toBe('ask');
    expect(decision(callOf('Grep', { pattern: 'x', path: '..', glob: '!*.ts' }))).toBe('allow');
    expect(judge(policyOf({}, 'permissive'), within(bash('rm -rf ..'))).decision).toBe('allow');
    expect(judge(policyOf({}, 'permissive'), within(bash('rm -rf ../..'))).decision).toBe('deny');
  });
});

describe('the order of lists', () => {
  test('deny goes before allow, however narrow the latter is', () => {
    const policy = policyOf({ deny: ['Bash(aws *)'], allow: ['Bash(aws s3 ls)'] });
    expect(judge(policy, bash('aws s3 ls'))).toMatchObject({ decision: 'deny', rule: 'Bash(aws *)' });
  });

  test('ask goes before allow', () => {
    const policy = policyOf({ ask: ['Bash(git push:*)'], allow: ['Bash(git:*)'] });
    expect(judge(policy, bash('git push -f'))).toMatchObject({ decision: 'ask', rule: 'Bash(git push:*)' });
  });

  test('deny goes before ask', () => {
    const policy = policyOf({ ask: ['Bash(rm:*)'], deny: ['Bash(rm:*)'] }, 'permissive');
    expect(judge(policy, bash('rm x'))).toMatchObject({ decision: 'deny' });
  });

  test('a rule does not apply once it has expired, and shows its reason before', () => {
    const rule = {
      rule: 'Bash(ls)',
      source: 'c',
      root: '/',
      reason: 'only looks',
      expires: '2026-06-01T00:00:00Z',
    };
    const policy = { ...policyOf(), allow: [rule] };
    expect(judge(policy, bash('ls'))).toMatchObject({
      decision: 'allow',
      reason: 'allow rule Bash(ls) (c): only looks',
    });
    expect(judge({ ...policy, at: '2026-06-01T00:00:00.000Z' }, bash('ls'))).toMatchObject({
      decision: 'ask',
    });
  });
});

test('each part of a command line has its verdict, and the strictest is that of all', () => {
  const policy = policyOf({ allow: ['Bash(git status)', 'Bash(curl *)'] });
  const verdict = judge(policy, bash('git status && make x'));
  expect(verdict).toMatchObject({ decision: 'ask', rule: null });
  expect(verdict.parts).toMatchObject([
    { text: 'git status', decision: 'allow', rule: 'Bash(git status)', source: 'config.yaml' },
    { text: 'make x', decision: 'ask', rule: null },
  ]);
});

test('a file that a command writes is judged like an edit', () => {
  const policy = policyOf({ allow: ['Bash(echo *)', 'Edit(out/**)'] });
  expect(judge(policy, bash('echo a > out/x'))).toMatchObject({ decision: 'allow' });
  expect(judge(policy, bash('echo a > src/x'))).toMatchObject({ decision: 'ask' });
  expect(judge(policy, bash('echo a > /dev/null 2>&1'))).toMatchObject({ decision: 'allow' });
  expect(
    judge({ ...policy, deny: policyOf({ deny: ['Edit(out/secret)'] }).deny }, bash('echo a > out/secret')),
  ).toMatchObject({ decision: 'deny' });
});
