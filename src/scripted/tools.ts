/** The tools of the scripted agent. Names and inputs are those of Claude Code, because rules use them. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { runCommand, startInBackground } from './command.ts';
import type { StepOf } from './step.ts';
import type { ToolUse } from './tool-use.ts';
import type { Stage } from './stage.ts';

export type ToolStep = StepOf<'read' | 'write' | 'edit' | 'delete' | 'run' | 'commit' | 'ask'>;

export function toolOf(step: ToolStep, stage: Stage): ToolUse {
  // One entry per step, so the entry matches its step.
  const entry = tools[step.do] as (step: ToolStep, stage: Stage) => ToolUse;
  return entry(step, stage);
}

const tools: { [K in ToolStep['do']]: (step: Extract<ToolStep, { do: K }>, stage: Stage) => ToolUse } = {
  read: (step, stage) => {
    const file_path = resolve(stage.cwd, step.path);
    return {
      name: 'Read',
      kind: 'read',
      title: `Read ${step.path}`,
      input: { file_path },
      ask: step.ask,
      act: () => ({ passed: true, output: readFileSync(file_path, 'utf8') }),
    };
  },
  write: (step, stage) => {
    const file_path = resolve(stage.cwd, step.path);
    return {
      name: 'Write',
      kind: 'edit',
      title: `Write ${step.path}`,
      input: { file_path, content: step.content },
      ask: step.ask,
      act: () => write(file_path, step.content),
    };
  },
  edit: (step, stage) => {
    const file_path = resolve(stage.cwd, step.path);
    return {
      name: 'Edit',
      kind: 'edit',
      title: `Edit ${step.path}`,
      input: { file_path, old_string: step.find, new_string: step.replace },
      ask: step.ask,
      act: () => edit(file_path, step.find, step.replace),
    };
  },
  delete: (step, stage) => {
    const command = `rm -- ${quoted(step.path)}`;
    return {
      name: 'Bash',
      kind: 'delete',
      title: command,
      input: { command },
      ask: step.ask,
      act() {
        rmSync(resolve(stage.cwd, step.path));
        return { passed: true, output: '' };
      },
    };
  },
  run: (step, stage) => ({
    name: 'Bash',
    kind: 'execute',
    title: step.command,
    input: { command: step.command },
    ask: step.ask,
    act: () =>
      step.background
        ? startInBackground(step.command, stage.cwd)
        : runCommand(step.command, stage.cwd, stage.signal),
  }),
  commit: (step, stage) => {
    const command = `git add --all && git ${author} commit --message=${quoted(step.message)}`;
    return {
      name: 'Bash',
      kind: 'execute',
      title: `git commit: ${step.message}`,
      input: { command },
      ask: step.ask,
      act: () => runCommand(command, stage.cwd, stage.signal),
    };
  },
  ask: (step) => ({
    name: step.tool,
    kind: 'other',
    title: step.title,
    input: step.input,
    ask: true,
    act: () => ({ passed: true, output: '' }),
  }),
};

/** The agent commits under its own name, whatever name git is configured with. */
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

/** Quotes a word for the shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
