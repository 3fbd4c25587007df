/** The tools of the scripted agent: called and fed as those of Claude Code, in whose words rules are written. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { never } from '../../base/never.ts';
import { runCommand, startInBackground } from './command.ts';
import type { StepOf } from './step.ts';
import type { ToolUse } from './tool-use.ts';
import type { Stage } from './stage.ts';

export type ToolStep = StepOf<'read' | 'write' | 'edit' | 'delete' | 'run' | 'commit' | 'ask'>;

export function toolOf(step: ToolStep, { cwd, signal }: Stage): ToolUse {
  switch (step.do) {
    case 'read': {
      const file_path = resolve(cwd, step.path);
      return {
        name: 'Read',
        kind: 'read',
        title: `Read ${step.path}`,
        input: { file_path },
        ask: step.ask,
        act: () => ({ passed: true, output: readFileSync(file_path, 'utf8') }),
      };
    }
    case 'write': {
      const file_path = resolve(cwd, step.path);
      return {
        name: 'Write',
        kind: 'edit',
        title: `Write ${step.path}`,
        input: { file_path, content: step.content },
        ask: step.ask,
        act: () => write(file_path, step.content),
      };
    }
    case 'edit': {
      const file_path = resolve(cwd, step.path);
      return {
        name: 'Edit',
        kind: 'edit',
        title: `Edit ${step.path}`,
        input: { file_path, old_string: step.find, new_string: step.replace },
        ask: step.ask,
        act: () => edit(file_path, step.find, step.replace),
      };
    }
    case 'delete': {
      const command = `rm -- ${quoted(step.path)}`;
      return {
        name: 'Bash',
        kind: 'delete',
        title: command,
        input: { command },
        ask: step.ask,
        act() {
          rmSync(resolve(cwd, step.path));
          return { passed: true, output: '' };
        },
      };
    }
    case 'run':
      return {
        name: 'Bash',
        kind: 'execute',
        title: step.command,
        input: { command: step.command },
        ask: step.ask,
        act: () =>
          step.background ? startInBackground(step.command, cwd) : runCommand(step.command, cwd, signal),
      };
    case 'commit': {
      const command = `git add --all && git ${author} commit --message=${quoted(step.message)}`;
      return {
        name: 'Bash',
        kind: 'execute',
        title: `git commit: ${step.message}`,
        input: { command },
        ask: step.ask,
        act: () => runCommand(command, cwd, signal),
      };
    }
    case 'ask':
      return {
        name: step.tool,
        kind: 'other',
        title: step.title,
        input: step.input,
        ask: true,
        act: () => ({ passed: true, output: '' }),
      };
    default:
      return never(step);
  }
}

/** Commits are the agent's own, whoever is configured. */
const author = "-c user.name='Scripted agent' -c user.email=scripted@fairlead.invalid";

function write(path: string, content: string) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return { passed: true, output: `wrote ${content.length} characters` };
}

function edit(path: string, find: string, replace: string) {
  const text = readFileSync(path, 'utf8');
  const places = text.split(find).length - 1;
  if (places !== 1)
    return { passed: false, output: `the text to replace stands there ${places} times, not once` };
  writeFileSync(path, text.split(find).join(replace));
  return { passed: true, output: 'replaced' };
}

/** One word of a line of sh. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
