import type { SourcedRule } from '../../../contract/settings.ts';
import type { Decision } from '../../../contract/verdict.ts';
import { editingTools, fieldsOf, pathOf, readingTools, type ToolCall } from '../call.ts';
import { namedPlace, type NamedPlace } from '../named-place.ts';
import { covers } from './covers.ts';
import { matchesDomain } from './match-domain.ts';
import { placeMatcher, type MatchesPlace } from './match-path.ts';
import { parseRule, type Parameter, type ParsedRule } from './parse-rule.ts';

/**
 * Whether a rule speaks about a call, as far as that can be said without understanding a command line: rules with a
 * pattern for commands are tried where the shell is judged.
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

/** A rule for `Edit` or `Read` is for every tool of that kind, one for an MCP server for all of its tools. */
function matchesTool(pattern: string, tool: string, decision: Decision): boolean {
  if (namesTool(pattern, tool)) return true;
  const divided = divisionsOf(tool);
  // To allow, a rule has to name the whole tool: of a server alone it is not sure that it is the one.
  return decision === 'allow' ? divided.includes(pattern) : divided.some((one) => namesTool(pattern, one));
}

/**
 * What a tool of an MCP server may be called in full, where its agent joins the names of server and tool by a character
 * that either may hold: such a tool has no second `__`.
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

/** Claude Code has called it both. */
function isSubAgent(tool: string): boolean {
  return tool === 'Agent' || tool === 'Task';
}

/** What may not be read may not be changed either. */
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

/** The file of a call; many rules are held against it. */
export function placeOf(call: ToolCall): NamedPlace | undefined {
  const path = pathOf(call);
  if (path === undefined) return undefined;
  const place = places.get(call) ?? namedPlace(path, call, call.names);
  places.set(call, place);
  return place;
}

const matchers = new WeakMap<ToolCall['machine'], Map<SourcedRule, MatchesPlace>>();
const never: MatchesPlace = () => false;

/** How a rule about paths is held against places: made once for a verdict, in which many places are held against it. */
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
