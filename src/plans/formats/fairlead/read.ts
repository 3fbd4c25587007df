import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Node, Pair } from 'yaml';
import { boundedUniqueKeys, isDeepYaml } from '../../../base/bounded-yaml.ts';
import type { PlanStep, UnitKind } from '../../../contract/plan.ts';
import { planProblem, unitDraft } from '../../draft.ts';
import type { Draft, UnitDraft } from '../../draft.ts';
import { isUnitId, maximumId } from '../../unit-id.ts';
import { bytePlaces } from '../../text/byte-places.ts';
import { wholeText } from '../../text/source-text.ts';
import type { SourceText } from '../../text/source-text.ts';
import type { PlanInput } from '../../plan-input.ts';

/**
 * fairlead's own format, docs/guides/plan-yaml.md. Strict: an unknown key, or a value of another type, is an error.
 */
export function readFairlead(input: PlanInput): Draft {
  const draft: Draft = { title: '', goal: null, context: [], units: [], problems: [] };
  for (const source of input.sources) readSource(source, draft);
  return draft;
}

const topKeys = ['title', 'goal', 'context', 'units'];
const unitKeys = [
  'id',
  'title',
  'prompt',
  'depends_on',
  'files',
  'gate',
  'acceptance',
  'steps',
  'wave',
  'kind',
  'agent',
  'done',
];
const stepKeys = ['title', 'kind', 'done'];
const kinds: readonly UnitKind[] = ['auto', 'verify', 'decide', 'act'];

interface Reader {
  draft: Draft;
  path: string;
  line(node: unknown): number;
}

function readSource(source: SourceText, draft: Draft): void {
  const text = wholeText(source);
  const lines = new LineCounter();
  const document = parse(text, lines);
  const { path } = source;
  if (!document.ok) {
    draft.problems.push(planProblem('error', 'invalid_yaml', document.error, { path }));
    return;
  }
  const reader: Reader = { draft, path, line: (node) => lines.linePos(startOf(node)).line - 1 };
  for (const { message, pos } of document.errors)
    draft.problems.push(
      planProblem('error', 'invalid_yaml', faultOf(message), {
        path,
        line: lines.linePos(pos[0]).line - 1,
      }),
    );
  const root = fieldsOf(reader, document.root, topKeys, 'a plan', {});
  if (!root) return;
  draft.title ||= scalar(reader, root.get('title'), 'title') ?? path;
  draft.goal ??= scalar(reader, root.get('goal'), 'goal') ?? null;
  draft.context.push(...list(reader, root.get('context'), 'context'));
  const units = root.get('units');
  if (!isSeq(units)) {
    draft.problems.push(
      planProblem('error', 'shape', 'units must be a list', {
        path,
        line: reader.line(units ?? document.root),
      }),
    );
    return;
  }
  const toByte = bytePlaces(source, text);
  for (const item of units.items) {
    const [start, end] = rangeOf(item);
    const range = { path, start: toByte(start), end: toByte(end) };
    const unit = readUnit(reader, source, range, item, draft.units.length + 1);
    if (unit) draft.units.push(unit);
  }
}

function readUnit(
  reader: Reader,
  source: SourceText,
  range: UnitDraft['range'],
  node: unknown,
  count: number,
): UnitDraft | undefined {
  const fields = fieldsOf(reader, node, unitKeys, `unit ${count}`, {});
  if (!fields) return undefined;
  const id = scalar(reader, fields.get('id'), 'id') ?? '';
  const where = { unit: id || String(count), path: reader.path, line: reader.line(node) };
  const complain = (message: string) =>
    reader.draft.problems.push(planProblem('error', 'shape', message, where));
  if (!isUnitId(id))
    complain(
      `unit ${count} needs an id without white space that does not begin with "-", at most ${maximumId} characters: ${id}`,
    );
  const title = scalar(reader, fields.get('title'), 'title');
  const prompt = scalar(reader, fields.get('prompt'), 'prompt');
  const kind = scalar(reader, fields.get('kind'), 'kind') ?? 'auto';
  const known = kinds.find((entry) => entry === kind);
  if (!known) complain(`kind is ${kind}; it must be ${kinds.join(', ')}`);
  if (title === undefined && prompt === undefined) complain(`unit ${id} has neither title nor prompt`);
  const done = scalar(reader, fields.get('done'), 'done') ?? 'false';
  if (!/^(?:true|false)$/.test(done)) complain(`done is ${done}; it must be true or false`);
  return unitDraft(source, range, id || String(count), title ?? prompt?.split('\n')[0] ?? id, {
    kind: known ?? 'auto',
    needs: list(reader, fields.get('depends_on'), 'depends_on'),
    files: list(reader, fields.get('files'), 'files'),
    gate: list(reader, fields.get('gate'), 'gate'),
    acceptance: list(reader, fields.get('acceptance'), 'acceptance'),
    steps: steps(reader, fields.get('steps'), id, complain),
    declared_wave: waveOf(scalar(reader, fields.get('wave'), 'wave'), complain),
    agent: scalar(reader, fields.get('agent'), 'agent') ?? null,
    prompt: prompt ?? title ?? '',
    done: done === 'true',
  });
}

/** The steps of a unit: each a text, or a mapping with the kind of a person's step. */
function steps(
  reader: Reader,
  node: Node | undefined,
  unit: string,
  complain: (message: string) => void,
): PlanStep[] {
  if (node === undefined) return [];
  if (!isSeq(node)) {
    complain(`steps of unit ${unit} must be a list`);
    return [];
  }
  return node.items.flatMap((item, index) => {
    if (isScalar(item)) return { title: String(item.value), kind: 'auto' as const, done: false };
    const fields = fieldsOf(reader, item, stepKeys, `step ${index + 1} of unit ${unit}`, {});
    const title = fields && words(reader, fields.get('title'), 'title');
    if (!fields || title === undefined) {
      if (fields) complain(`step ${index + 1} of unit ${unit} has no title`);
      return [];
    }
    const named = scalar(reader, fields.get('kind'), 'kind') ?? 'auto';
    const kind = kinds.find((entry) => entry === named);
    if (!kind) complain(`kind of step ${index + 1} is ${named}; it must be ${kinds.join(', ')}`);
    const done = scalar(reader, fields.get('done'), 'done') ?? 'false';
    if (!/^(?:true|false)$/.test(done))
      complain(`done of step ${index + 1} is ${done}; it must be true or false`);
    return { title, kind: kind ?? 'auto', done: done === 'true' };
  });
}

function waveOf(text: string | undefined, complain: (message: string) => void): number | null {
  if (text === undefined) return null;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  complain(`wave is ${text}; it must be a whole number from 1`);
  return null;
}

function fieldsOf(
  reader: Reader,
  node: unknown,
  keys: readonly string[],
  what: string,
  where: { unit?: string },
): Map<string, Node | undefined> | undefined {
  if (!isMap(node)) {
    reader.draft.problems.push(
      planProblem('error', 'shape', `${what} must be a mapping of keys to values`, {
        ...where,
        path: reader.path,
        line: reader.line(node),
      }),
    );
    return undefined;
  }
  const fields = new Map<string, Node | undefined>();
  for (const pair of node.items as Pair<Node, Node | null>[]) {
    const key = isPair(pair) && isScalar(pair.key) ? String(pair.key.value) : '';
    if (keys.includes(key)) fields.set(key, pair.value ?? undefined);
    else
      reader.draft.problems.push(
        planProblem('error', 'unknown_key', `${what} has the key "${key}"; known are ${keys.join(', ')}`, {
          path: reader.path,
          line: reader.line(pair.key),
        }),
      );
  }
  return fields;
}

/** @returns undefined if there is no value */
function scalar(reader: Reader, node: Node | undefined, key: string): string | undefined {
  return words(reader, node, key) || undefined;
}

/** Like {@link scalar}, but '' for an empty text. Keeps quoted text unchanged; removes a block's last line break. */
function words(reader: Reader, node: Node | undefined, key: string): string | undefined {
  if (node === undefined) return undefined;
  if (isScalar(node)) {
    if (typeof node.value !== 'string') return undefined;
    return node.type?.startsWith('QUOTE') ? node.value : node.value.trimEnd();
  }
  reader.draft.problems.push(
    planProblem('error', 'shape', `${key} must be text`, { path: reader.path, line: reader.line(node) }),
  );
  return undefined;
}

/** One text counts as a list of one. */
function list(reader: Reader, node: Node | undefined, key: string): string[] {
  if (node === undefined) return [];
  if (isSeq(node)) return node.items.flatMap((item) => scalar(reader, item as Node, `each of ${key}`) ?? []);
  const text = scalar(reader, node, key);
  return text === undefined ? [] : [text];
}

type Parsed =
  | { ok: true; root: unknown; errors: readonly { message: string; pos: [number, number] }[] }
  | { ok: false; error: string };

function parse(text: string, lineCounter: LineCounter): Parsed {
  if (isDeepYaml(text)) return { ok: false, error: 'it is nested too deep' };
  try {
    const document = parseDocument(text, {
      schema: 'failsafe',
      logLevel: 'silent',
      prettyErrors: false,
      uniqueKeys: boundedUniqueKeys(),
      lineCounter,
    });
    return { ok: true, root: document.contents, errors: document.errors };
  } catch (error) {
    return {
      ok: false,
      error:
        error instanceof RangeError && /call stack/i.test(error.message)
          ? 'it is nested too deep'
          : error instanceof Error
            ? error.message
            : 'cannot be read',
    };
  }
}

function faultOf(message: string): string {
  return /call stack/i.test(message) ? 'it is nested too deep' : (message.split('\n')[0] ?? '');
}

function startOf(node: unknown): number {
  return rangeOf(node)[0];
}

function rangeOf(node: unknown): [number, number] {
  const range = (node as Partial<Node> | null)?.range;
  return range ? [range[0], range[1]] : [0, 0];
}
