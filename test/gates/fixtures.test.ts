/** The gates of every fixture, run on the finished work and on the work undone: with real sh, git, grep and node. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planFormats } from '../../src/contract/plan-formats.ts';
import { planOf } from '../support/plan-files.ts';
import { fixtures, type Fixture } from './fixtures.ts';
import { statusOf } from './status-of.ts';
import { makeStubs } from './stub-programs.ts';

let root: string;
let path: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'fairlead-fixtures-'));
  path = `${makeStubs(root)}:${process.env['PATH'] ?? ''}`;
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A repository with one commit: the plan, and the project as it is before the work. */
function makeRepository({ documents, before }: Fixture): string {
  const repo = mkdtempSync(join(root, 'repo-'));
  for (const [name, content] of Object.entries(documents)) {
    mkdirSync(join(repo, dirname(name)), { recursive: true });
    writeFileSync(join(repo, name), content);
  }
  sh(before, repo);
  sh('git init -q -b main', repo);
  commit(repo, 'before');
  return repo;
}

function commit(repo: string, message: string): void {
  sh(`git add -A && git -c user.name=M -c user.email=m@example.org commit -q -m ${message}`, repo);
}

function sh(lines: string, cwd: string): void {
  execFileSync('/bin/sh', ['-ec', lines], { cwd, env: { PATH: path, HOME: root } });
}

describe('a fixture', () => {
  it('is there for every format', () => {
    const known = new Set(fixtures.map(({ format }) => format));
    expect(planFormats.filter((format) => !known.has(format))).toEqual([]);
  });

  it.each(fixtures.map((fixture) => [fixture.format, fixture] as const))(
    'of %s has gates that pass on the finished work, and of which those that claim to prove it fail before',
    async (format, fixture) => {
      const plan = planOf(fixture.documents);
      expect(plan.format).toBe(format);
      const gates = [...new Set(plan.units.flatMap(({ gate }) => gate))];
      expect(gates, gates.join('\n')).toHaveLength(fixture.gates);
      const { guards = [] } = fixture;
      expect(gates).toEqual(expect.arrayContaining([...guards]));

      const repo = makeRepository(fixture);
      for (const gate of gates) {
        const status = await statusOf(gate, repo, path);
        expect(status === 0, `before the work: ${gate} ends with ${status}`).toBe(guards.includes(gate));
      }
      sh(fixture.work, repo);
      commit(repo, 'work');
      for (const gate of gates)
        expect(await statusOf(gate, repo, path), `on the finished work: ${gate}`).toBe(0);
    },
  );
});
