import { planProblem, unitDraft } from '../../draft.ts';
import type { Draft, UnitDraft } from '../../draft.ts';
import { codeSpans } from '../../markdown/inline.ts';
import { inSequence } from '../../order.ts';
import { bytePlaces } from '../../text/byte-places.ts';
import { checksIn } from '../../text/checks-in-line.ts';
import { statedGate } from '../../text/shell-block.ts';
import { listOf, namesOf, recordOf, textOf, textsOf } from '../../text/fields.ts';
import { elementsInJson, readJson } from '../../text/json-text.ts';
import { asPath, pathsOfText } from '../../text/paths.ts';
import { wholeText } from '../../text/source-text.ts';
import { isGivenUp } from '../../tasks/given-up.ts';
import type { PlanInput } from '../../plan-input.ts';

/**
 * Ralph: `prd.json` with `userStories`. A unit is a story; without stated dependencies they are ordered by priority.
 */
export function readRalph(input: PlanInput): Draft {
  const draft: Draft = { title: '', goal: null, context: [], units: [], problems: [] };
  for (const source of input.sources) {
    if (!/\.json$/i.test(source.path)) continue;
    const text = wholeText(source);
    const read = readJson(text);
    if (!read.ok) {
      draft.problems.push(
        planProblem('error', 'invalid_json', `it is not JSON: ${read.error}`, {
          path: source.path,
        }),
      );
      continue;
    }
    const root = recordOf(read.value);
    const { path, stories: written } = storiesOf(read.value) ?? { path: [], stories: [] };
    const forAll = commandsIn(root);
    draft.title ||=
      textOf(root['name']) || textOf(root['project']) || textOf(root['branchName']) || 'prd.json';
    draft.goal ??= textOf(root['description']) || null;
    const places = elementsInJson(text, path);
    const toByte = bytePlaces(source, text);
    const stories = written.map((story, index) => {
      const fields = recordOf(story);
      const place = places[index] ?? { start: 0, end: text.length };
      const range = { path: source.path, start: toByte(place.start), end: toByte(place.end) };
      const id = textOf(fields['id']) || String(index + 1);
      const criteria = criteriaOf(fields);
      const words = [textOf(fields['title'] ?? fields['name']), textOf(fields['description'])].filter(
        Boolean,
      );
      const unit = unitDraft(source, range, id, words[0] || id, {
        needs: namesOf(fields['dependsOn'] ?? fields['depends_on'] ?? fields['dependencies']),
        files: [
          ...namesOf(
            fields['files'] ?? fields['touchesFiles'] ?? fields['filesToModify'] ?? fields['deliverables'],
          ).flatMap((name) => asPath(name) ?? []),
          ...pathsOfText([...words, ...criteria].join('\n')),
        ],
        gate: [
          ...commandsIn(fields),
          ...forAll,
          ...criteria.flatMap((line) => checksIn(line, codeSpans(line))),
        ],
        acceptance: criteria,
        prompt: [
          ...words,
          criteria.length > 0 && `Acceptance criteria:\n${criteria.map((line) => `- ${line}`).join('\n')}`,
          textOf(fields['notes']),
        ]
          .filter(Boolean)
          .join('\n\n'),
        done:
          fields['passes'] === true ||
          /^(?:done|completed?)$/i.test(textOf(fields['status'])) ||
          isGivenUp(textOf(fields['status'])),
      });
      return { unit, priority: priorityOf(fields['priority']), order: index };
    });
    const units = stories.map(({ unit }) => unit);
    if (units.every((unit) => unit.needs.length === 0)) inSequence(byPriority(stories));
    draft.units = draft.units.concat(units);
  }
  return draft;
}

const listNames = ['userStories', 'user_stories', 'stories', 'features', 'requirements', 'items', 'tasks'];

/** @returns the list of stories and its place: the whole document, or one of the keys in use */
export function storiesOf(value: unknown): { path: string[]; stories: unknown[] } | undefined {
  if (Array.isArray(value))
    return value.length > 0 && value.every(isStory) ? { path: [], stories: value } : undefined;
  const root = recordOf(value);
  if (Array.isArray(root['userStories'])) return { path: ['userStories'], stories: root['userStories'] };
  for (const name of listNames) {
    const stories = listOf(root[name]);
    if (stories.length > 0 && stories.every(isStory)) return { path: [name], stories };
  }
  return undefined;
}

function isStory(value: unknown): boolean {
  const fields = recordOf(value);
  const named = ['title', 'name', 'description'].some((key) => textOf(fields[key]) !== '');
  return named && (typeof fields['passes'] === 'boolean' || criteriaOf(fields).length > 0);
}

function criteriaOf(fields: Record<string, unknown>): string[] {
  return textsOf(fields['acceptanceCriteria'] ?? fields['acceptance_criteria'] ?? fields['acceptance']);
}

function commandsIn(fields: Record<string, unknown>): string[] {
  const names = [
    'verifyCommands',
    'verificationCommands',
    'validationCommand',
    'testCommand',
    'test_command',
  ];
  return names.flatMap((name) => textsOf(fields[name])).flatMap((written) => statedGate(written) ?? []);
}

/** `1`, `P1`, `high`: the lowest goes first. */
function priorityOf(value: unknown): number {
  const text = textOf(value).toLowerCase();
  const word = ['critical', 'high', 'medium', 'low'].indexOf(text);
  return word >= 0 ? word : Number(/^p?(\d+(?:\.\d+)?)$/.exec(text)?.[1] ?? Infinity);
}

function byPriority(stories: readonly { unit: UnitDraft; priority: number; order: number }[]): UnitDraft[] {
  return stories
    .toSorted((a, b) => (a.priority < b.priority ? -1 : Number(a.priority > b.priority)) || a.order - b.order)
    .map(({ unit }) => unit);
}
