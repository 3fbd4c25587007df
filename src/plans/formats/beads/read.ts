import type { UnitKind } from '../../../contract/plan.ts';
import { planProblem, unitDraft } from '../../draft.ts';
import type { Draft, UnitDraft } from '../../draft.ts';
import { bytePlaces } from '../../text/byte-places.ts';
import { listOf, recordOf, textOf } from '../../text/fields.ts';
import { elementsInJson, readJson } from '../../text/json-text.ts';
import { pathsOfText } from '../../text/paths.ts';
import { wholeText } from '../../text/source-text.ts';
import type { SourceText } from '../../text/source-text.ts';
import { isGivenUp } from '../../tasks/given-up.ts';
import type { PlanInput } from '../../plan-input.ts';

/**
 * beads: `.beads/issues.jsonl`, or the output of `bd list --json`. A unit is an issue that is not an epic; only
 * `blocks` orders work; an issue that waits for an epic waits for its parts.
 */
export function readBeads(input: PlanInput): Draft {
  const draft: Draft = { title: 'beads', goal: null, context: [], units: [], problems: [] };
  for (const source of input.sources) {
    if (!/\.jsonl?$/i.test(source.path)) continue;
    const issues = issuesOf(source, draft);
    addUnits(source, issues, draft);
  }
  return draft;
}

interface Issue {
  fields: Record<string, unknown>;
  range: UnitDraft['range'];
}

function issuesOf(source: SourceText, draft: Draft): Issue[] {
  const { path } = source;
  const text = wholeText(source);
  if (/^\s*\[/.test(text)) {
    const read = readJson(text);
    if (!read.ok)
      draft.problems.push(planProblem('error', 'invalid_json', `it is not JSON: ${read.error}`, { path }));
    const toByte = bytePlaces(source, text);
    const places = elementsInJson(text, []);
    return listOf(read.ok ? read.value : null).map((entry, index) => ({
      fields: recordOf(entry),
      range: { path, start: toByte(places[index]?.start ?? 0), end: toByte(places[index]?.end ?? 0) },
    }));
  }
  return source.lines.flatMap((line, index) => {
    if (line.text.trim() === '') return [];
    const read = readJson(line.text);
    if (read.ok) return [{ fields: recordOf(read.value), range: { path, start: line.start, end: line.end } }];
    draft.problems.push(
      planProblem('warning', 'invalid_json', `this line is not JSON and was left out: ${read.error}`, {
        path,
        line: index,
      }),
    );
    return [];
  });
}

function addUnits(source: SourceText, issues: readonly Issue[], draft: Draft): void {
  const issuesOnly = issues.filter(
    ({ fields }) => textOf(fields['id']) !== '' && /^(?:issue)?$/.test(textOf(fields['_type'])),
  );
  const left = issuesOnly.filter(isLeftOut);
  const gone = new Set(left.map(({ fields }) => textOf(fields['id'])));
  const known = issuesOnly.filter((issue) => !left.includes(issue));
  const epics = new Set(known.filter(isEpic).map(({ fields }) => textOf(fields['id'])));
  const byId = new Map(known.map((issue) => [textOf(issue.fields['id']), issue]));
  const parts = new Map<string, string[]>();
  for (const issue of known)
    if (!isEpic(issue))
      for (const above of ancestorsOf(issue, byId)) {
        const epic = textOf(above.fields['id']);
        const held = parts.get(epic) ?? [];
        held.push(textOf(issue.fields['id']));
        parts.set(epic, held);
      }
  note('skipped_epics', [...epics], 'epics hold others and are no units');
  note(
    'skipped_issues',
    left.filter((issue) => !isDeleted(issue)).map(({ fields }) => textOf(fields['id'])),
    'deferred, or no work but a record of its own',
  );
  const ids = new Set(known.map(({ fields }) => textOf(fields['id'])));
  const partial = /^\s*\[/.test(source.lines[0]?.text ?? '');
  for (const issue of known) {
    if (isEpic(issue)) continue;
    const unit = unitOf(source, issue);
    // A blocker of an epic blocks all its parts.
    const said = [issue, ...ancestorsOf(issue, byId)].flatMap((one) => edges(one, ordering));
    const needs = [...new Set(said)].flatMap((need) => {
      if (gone.has(need)) return [];
      const held = epics.has(need) ? (parts.get(need) ?? []) : [need];
      // An issue that waits for its own epic only states its parent.
      return epics.has(need) && held.includes(unit.id) ? [] : held.filter((id) => id !== unit.id);
    });
    // `bd list` omits closed issues.
    unit.needs = partial ? needs.filter((need) => ids.has(need)) : needs;
    draft.units.push(unit);
  }

  function note(code: string, names: readonly string[], why: string): void {
    if (names.length === 0) return;
    const message = `${names.slice(0, 10).join(', ')}${names.length > 10 ? `, … ${names.length}` : ''}: ${why}`;
    draft.problems.push(planProblem('note', code, message, { path: source.path }));
  }
}

function isDeleted({ fields }: Issue): boolean {
  const status = textOf(fields['status']);
  return /^(?:tombstone|deleted)$/.test(status) || (isGivenUp(status) && status !== 'deferred');
}

/** Deferred issues, and records about agents and their messages. */
function isLeftOut(issue: Issue): boolean {
  return (
    isDeleted(issue) ||
    /^(?:deferred|pinned)$/.test(textOf(issue.fields['status'])) ||
    /^(?:merge-request|convoy|molecule|agent|role|rig|session|message|event|slot|wisp|nudge)$/.test(
      textOf(issue.fields['issue_type']),
    )
  );
}

function unitOf(source: SourceText, { fields, range }: Issue): UnitDraft {
  const id = textOf(fields['id']);
  const words = ['title', 'description', 'design', 'notes'].map((key) => textOf(fields[key]));
  const acceptance = textOf(fields['acceptance_criteria']);
  return unitDraft(source, range, id, textOf(fields['title']) || id, {
    kind: kindOf(fields),
    files: pathsOfText(words.join('\n')),
    acceptance: acceptance
      .split('\n')
      .map((line) => line.trim().replace(/^(?:[-*+]|\d+[.)])\s+(?:\[.\]\s+)?/, ''))
      .filter(Boolean),
    prompt: [...words, acceptance && `Acceptance criteria:\n${acceptance}`].filter(Boolean).join('\n\n'),
    done: textOf(fields['status']) === 'closed',
  });
}

function kindOf(fields: Record<string, unknown>): UnitKind {
  const type = `${textOf(fields['issue_type'])} ${textOf(fields['type'])}`;
  if (/\bhuman\b/.test(type)) return 'act';
  return /\bgate\b/.test(type) ? 'verify' : 'auto';
}

function isEpic({ fields }: Issue): boolean {
  return textOf(fields['issue_type']) === 'epic';
}

function edges({ fields }: Issue, type: RegExp): string[] {
  const id = textOf(fields['id']);
  return listOf(fields['dependencies'])
    .map(recordOf)
    .flatMap((edge) => {
      const owner = textOf(edge['issue_id']);
      return type.test(textOf(edge['type']) || textOf(edge['dependency_type'])) &&
        (owner === '' || owner === id)
        ? [textOf(edge['depends_on_id']) || textOf(edge['id'])]
        : [];
    });
}

/** An issue blocked by an epic waits for all its parts; parts of a blocked epic wait too. */
const ordering = /^(?:blocks|conditional-blocks|waits-for)$/;

function parentsOf(issue: Issue): string[] {
  const parent = textOf(issue.fields['parent']);
  return [...edges(issue, /^parent-child$/), ...(parent === '' ? [] : [parent])];
}

/** @returns the ancestors of an issue, at any depth, each once */
function ancestorsOf(issue: Issue, byId: ReadonlyMap<string, Issue>): Set<Issue> {
  const found = new Set<Issue>();
  let next = [issue];
  while (next.length > 0) {
    const above = next.flatMap((one) => parentsOf(one).flatMap((id) => byId.get(id) ?? []));
    next = above.filter((one) => one !== issue && !found.has(one));
    for (const one of next) found.add(one);
  }
  return found;
}
