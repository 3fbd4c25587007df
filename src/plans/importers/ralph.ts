import { planProblem, unitDraft } from '../draft.ts';
import type { Draft, UnitDraft } from '../draft.ts';
import { codeSpans } from '../markdown/inline.ts';
import { inSequence } from '../order.ts';
import { bytePlaces } from '../text/byte-places.ts';
import { checksIn, isGate } from '../text/commands.ts';
import { listOf, namesOf, recordOf, textOf, textsOf } from '../text/fields.ts';
import { elementsInJson, readJson } from '../text/json-text.ts';
import { pathsOfText } from '../text/paths.ts';
import { wholeText } from '../text/source-text.ts';
import type { Importer } from './importer.ts';

/** Ralph: `prd.json` with `userStories`. A unit is a story; where none says what it depends on, they go by priority. */
export const ralph: Importer = {
  format: 'ralph',
  read(input) {
    const draft: Draft = { title: '', goal: null, context: [], units: [], problems: [] };
    for (const source of input.sources) {
      if (!/\.json$/i.test(source.path)) continue;
      const text = wholeText(source);
      const read = readJson(text);
      if (!read.ok) {
        draft.problems.push(
          planProblem('error', 'invalid_json', `it is no JSON: ${read.error}`, {
            path: source.path,
          }),
        );
        continue;
      }
      const root = recordOf(read.value);
      const path = Array.isArray(read.value) ? [] : ['userStories'];
      draft.title ||=
        textOf(root['name']) || textOf(root['project']) || textOf(root['branchName']) || 'prd.json';
      draft.goal ??= textOf(root['description']) || null;
      const places = elementsInJson(text, path);
      const toByte = bytePlaces(source, text);
      const stories = listOf(Array.isArray(read.value) ? read.value : root['userStories']).map(
        (story, index) => {
          const fields = recordOf(story);
          const place = places[index] ?? { start: 0, end: text.length };
          const range = { path: source.path, start: toByte(place.start), end: toByte(place.end) };
          const id = textOf(fields['id']) || String(index + 1);
          const criteria = textsOf(fields['acceptanceCriteria']);
          const words = [textOf(fields['title']), textOf(fields['description'])].filter(Boolean);
          const unit = unitDraft(source, range, id, words[0] || id, {
            needs: namesOf(fields['dependsOn'] ?? fields['depends_on'] ?? fields['dependencies']),
            files: [
              ...namesOf(fields['files'] ?? fields['touchesFiles'] ?? fields['filesToModify']),
              ...pathsOfText([...words, ...criteria].join('\n')),
            ],
            gate: [
              ...textsOf(fields['verifyCommands'] ?? fields['verificationCommands']).filter(isGate),
              ...criteria.flatMap((line) => checksIn(line, codeSpans(line))),
            ],
            acceptance: criteria,
            prompt: [
              ...words,
              criteria.length > 0 &&
                `Acceptance criteria:\n${criteria.map((line) => `- ${line}`).join('\n')}`,
              textOf(fields['notes']),
            ]
              .filter(Boolean)
              .join('\n\n'),
            done: fields['passes'] === true || /^(?:done|completed?)$/i.test(textOf(fields['status'])),
          });
          return { unit, priority: Number(textOf(fields['priority']) || Infinity), order: index };
        },
      );
      const units = stories.map(({ unit }) => unit);
      if (units.every((unit) => unit.needs.length === 0)) inSequence(byPriority(stories));
      draft.units = draft.units.concat(units);
    }
    return draft;
  },
};

function byPriority(stories: readonly { unit: UnitDraft; priority: number; order: number }[]): UnitDraft[] {
  return stories
    .toSorted((a, b) => (a.priority < b.priority ? -1 : Number(a.priority > b.priority)) || a.order - b.order)
    .map(({ unit }) => unit);
}
