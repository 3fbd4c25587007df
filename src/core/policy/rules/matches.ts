import type { SourcedRule } from '../../../contract/settings.ts';
import type { Decision } from '../../../contract/verdict.ts';
import { editingTools, fieldsOf, pathOf, readingTools, type ToolCall } from '../call.ts';
import { namedPlace, type NamedPlace } from '../named-place.ts';
import { covers } from './covers.ts';
import { matchesDomain } from './match-domain.ts';
import { placeMatcher, type MatchesPlace } from './match-path.ts';
import { parseRule, type Parameter, type ParsedRule } from './parse-rule.ts';

/**
 * Whether a rule matches a call, as far as possible without parsing a command line: command patterns are matched
 * where the shell is judged.
 */
export function matches(sourced: SourcedRule, call: ToolCall, decision: Decision): boolean {
  const parsed = parseRule(sourced.rule, decision);
  switch (parsed.kind) {
    case 'tool':
      return matchesTool(parsed.tool, call.tool, decision);
    case 'path':
      return speaksAboutFile(parsed, sourced, call, decision);
    case 'domain':
      return call.tool === 'WebFetch' && matchesDomain(parsed.pattern, fieldsOf(call)['url'], decision);
    case 'agent':
      return isSubAgent(call.tool) && fieldsOf(call)['subagent_type'] === parsed.name;
    case 'parameter':
      return matchesTool(parsed.tool, call.tool, decision) && hasParameter(call, parsed.parameter);
    case 'command':
      return call.tool === 'Bash' && parsed.parameter !== null && hasParameter(call, parsed.parameter);
    case 'never':
      return false;
  }
}

/** A rule for `Edit` or `Read` covers every tool of that kind, a rule for an MCP server all of its tools. */
function matchesTool(pattern: string, tool: string, decision: Decision): boolean {
  if (namesTool(pattern, tool)) return true;
  const divided = divisionsOf(tool);
  // An allow rule must name the whole tool: with the server alone, the split of the name is uncertain.
  return decision === 'allow' ? divided.includes(pattern) : divided.some((one) => namesTool(pattern, one));
}

/**
 * Returns the possible full names of an MCP tool whose agent joins server and tool by a character that both may
 * contain: such a name has no second `__`.
 */
function divisionsOf(tool: string): string[] {
  const joined = /^mcp__(?<name>(?:(?!__).)+)$/.exec(tool)?.groups?.['name'] ?? '';
  return [...joined.matchAll(/[-_]/g)].map(
    ({ index }) => `mcp__${joined.slice(0, index)}__${joined.slice(index + 1)}`,
  );
}

function namesTool(pattern: string, tool: string): boolean {
  if (pattern === tool || (pattern.includes('*') && covers(pattern, tool))) return true;
  if (pattern === 'Edit') return editingTools.has(tool);
  if (pattern === 'Read') return readingTools.has(tool);
  if (pattern === 'Agent') return isSubAgent(tool);
  return /^mcp__[^*]+$/.test(pattern) && !pattern.slice(5).includes('__') && tool.startsWith(`${pattern}__`);
}

/** Claude Code has used both names. */
function isSubAgent(tool: string): boolean {
  return tool === 'Agent' || tool === 'Task';
}

/** A file that may not be read may not be changed either. */
function speaksAboutFile(
  { tool }: Extract<ParsedRule, { kind: 'path' }>,
  sourced: SourcedRule,
  call: ToolCall,
  decision: Decision,
): boolean {
  const place = placeOf(call);
  if (place === undefined) return false;
  const meant =
    tool === 'Edit'
      ? editingTools.has(call.tool)
      : readingTools.has(call.tool) || (decision === 'deny' && editingTools.has(call.tool));
  return meant && matcherOf(sourced, call, decision)(place);
}

const places = new WeakMap<ToolCall, NamedPlace>();

/** Returns the file of a call, cached because many rules are matched against it. */
export function placeOf(call: ToolCall): NamedPlace | undefined {
  const path = pathOf(call);
  if (path === undefined) return undefined;
  const place = places.get(call) ?? namedPlace(path, call, call.names);
  places.set(call, place);
  return place;
}

const matchers = new WeakMap<ToolCall['machine'], Map<SourcedRule, MatchesPlace>>();
const never: MatchesPlace = () => false;

/** Returns the matcher of a path rule, created once for a verdict, which matches many places. */
export function matcherOf(sourced: SourcedRule, call: ToolCall, decision: Decision): MatchesPlace {
  const known = matchers.get(call.machine) ?? new Map<SourcedRule, MatchesPlace>();
  matchers.set(call.machine, known);
  const found = known.get(sourced);
  if (found) return found;
  const parsed = parseRule(sourced.rule, decision);
  const made = parsed.kind === 'path' ? placeMatcher(parsed.pattern, call, sourced.root, decision) : never;
  known.set(sourced, made);
  return made;
}

function hasParameter(call: ToolCall, { name, value }: Parameter): boolean {
  const fields = fieldsOf(call);
  const given = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (typeof given !== 'string' && typeof given !== 'number' && typeof given !== 'boolean') return false;
  return covers(value, String(given));
}
