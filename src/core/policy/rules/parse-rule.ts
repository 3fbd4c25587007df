/** Parses a rule in Claude Code's syntax, `Tool` or `Tool(specifier)`. */
import { remember } from '../../../base/remember.ts';
import type { Decision } from '../../../contract/verdict.ts';
import { openEnd } from './match-command.ts';

export type ParsedRule =
  /** Every call of the matching tools. */
  | { kind: 'tool'; tool: string }
  /** A pattern for shell command lines. */
  | {
      kind: 'command';
      pattern: string;
      /** What a command that it covers begins with. */ prefix: string;
      parameter: Parameter | null;
    }
  /** A gitignore pattern for files that are read or changed. */
  | { kind: 'path'; tool: 'Read' | 'Edit'; pattern: string }
  | { kind: 'domain'; pattern: string }
  | { kind: 'agent'; name: string }
  /** One field of a tool's input. */
  | { kind: 'parameter'; tool: string; parameter: Parameter }
  /** Matches nothing. */
  | { kind: 'never'; why: string };

export interface Parameter {
  name: string;
  /** `*` matches any characters. */
  value: string;
}

/** Tools that path rules are not written for, with those that they are written for. */
const pathTools: Record<string, 'Read' | 'Edit'> = {
  Write: 'Edit',
  MultiEdit: 'Edit',
  NotebookEdit: 'Edit',
  Glob: 'Read',
  Grep: 'Read',
  LS: 'Read',
  NotebookRead: 'Read',
};

/** The field that a tool's specifier already matches; it cannot be named as a parameter. */
const primary: Record<string, string> = {
  Bash: 'command',
  Read: 'file_path',
  Edit: 'file_path',
  Write: 'file_path',
  Grep: 'path',
  Glob: 'path',
  WebFetch: 'url',
};

/** Caches of allow rules, and of deny and ask rules. */
const known = [remember<ParsedRule>(5_000), remember<ParsedRule>(5_000)] as const;

/** @param decision the list of the rule: some forms are valid for deny and ask only */
export function parseRule(rule: string, decision: Decision): ParsedRule {
  return known[decision === 'allow' ? 0 : 1](rule, () => readRule(rule, decision));
}

function readRule(rule: string, decision: Decision): ParsedRule {
  const parsed = /^([^()]+?)(?:\(([\s\S]*)\))?$/.exec(rule.trim());
  if (!parsed) return assertNever('it is neither "Tool" nor "Tool(specifier)"');
  const [, tool = '', specifier] = parsed;
  if (tool.includes('*') && decision === 'allow' && !/^mcp__[^*]+?__/.test(tool))
    return assertNever('an allow rule may have a "*" in its tool only after mcp__<server>__');
  if (specifier === undefined || specifier === '*') return { kind: 'tool', tool };
  if (specifier.trim() === '') return assertNever('its brackets are empty');

  const parameter = decision === 'allow' ? null : parameterOf(specifier);
  if (parameter && primary[tool] === parameter.name)
    return assertNever(
      `"${parameter.name}" is what a rule for ${tool} is about anyway: leave out "${parameter.name}:"`,
    );
  return readSpecifier(tool, specifier, parameter) ?? readRest(tool, specifier, parameter);
}

/** Parses the specifier of a tool with its own syntax; undefined for every other tool. */
function readSpecifier(tool: string, specifier: string, parameter: Parameter | null): ParsedRule | undefined {
  switch (tool) {
    case 'Bash':
      return { kind: 'command', pattern: specifier, prefix: prefixOf(specifier), parameter };
    case 'Read':
    case 'Edit':
      return { kind: 'path', tool, pattern: specifier };
    case 'WebFetch':
      return specifier.startsWith('domain:')
        ? { kind: 'domain', pattern: specifier.slice('domain:'.length) }
        : undefined;
    case 'Agent':
    case 'Task':
      return parameter ? undefined : { kind: 'agent', name: specifier };
    default:
      return undefined;
  }
}

function readRest(tool: string, specifier: string, parameter: Parameter | null): ParsedRule {
  if (parameter) return { kind: 'parameter', tool, parameter };
  const instead = Object.hasOwn(pathTools, tool) ? pathTools[tool] : undefined;
  if (instead) return assertNever(`rules about paths are written for ${instead}: ${instead}(${specifier})`);
  if (tool === 'WebFetch') return assertNever('write the host as WebFetch(domain:HOST)');
  return assertNever(`${tool} takes no specifier here: write ${tool} alone`);
}

function prefixOf(pattern: string): string {
  const open = openEnd(pattern) ?? pattern;
  const star = open.indexOf('*');
  return star < 0 ? open.trim() : open.slice(0, star);
}

function parameterOf(specifier: string): Parameter | null {
  const [, name, value] = /^([A-Za-z_]\w*):([\s\S]+)$/.exec(specifier) ?? [];
  return name === undefined || value === undefined ? null : { name, value };
}

function assertNever(why: string): ParsedRule {
  return { kind: 'never', why };
}
