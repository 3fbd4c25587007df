import { planProblem, unitDraft } from '../../draft.ts';
import type { Draft, UnitDraft } from '../../draft.ts';
import { isDoneWord } from '../../markdown/unit-words.ts';
import { inSequence } from '../../order.ts';
import { baseName, byName } from '../../path-parts.ts';
import { recordOf, textOf } from '../../text/fields.ts';
import { linesBetween, rangeOfLines, wholeText } from '../../text/source-text.ts';
import type { SourceText } from '../../text/source-text.ts';
import { readYaml } from '../../text/yaml-text.ts';
import { wordsForAll } from '../../documents/about-markdown.ts';
import { byDocument } from '../../documents/by-document.ts';
import { isGivenUp } from '../../tasks/given-up.ts';
import type { PlanInput } from '../../plan-input.ts';
import { readStoryHeading, storySections } from './story-sections.ts';
import { storyStatus } from './story-status.ts';
import { taskFile, titleOfFile } from '../../task-files/task-file.ts';
import { unitsOfTasks } from '../../tasks/units-of-tasks.ts';
import { idOfStory, isBreakdown, storyId, storyKey } from './story-documents.ts';

/**
 * BMAD: `sprint-status.yaml` and stories `1-2-x.md`, or a document that breaks epics down into stories. A unit is a
 * story, in numeric order; within one document, stated dependencies take precedence.
 */
export function readBmad(input: PlanInput): Draft {
  const draft: Draft = { title: 'BMAD stories', goal: null, context: [], units: [], problems: [] };
  const status = input.sources.find(({ path }) => /\.ya?ml$/i.test(path));
  const documents = input.sources
    .filter(({ path }) => /\.md$/i.test(path))
    .toSorted((a, b) => byName(a.path, b.path));
  const stories = documents.filter((source) => !isBreakdown(input.markdown(source)));
  const breakdowns = documents.filter((source) => !stories.includes(source));
  if (!status && stories.length === 0) return readBreakdown({ ...input, sources: breakdowns });
  const taken = new Set<SourceText>();
  if (status) {
    const fields = readYaml(wholeText(status)).fields;
    draft.title = textOf(fields['project']) || draft.title;
    const skipped: string[] = [];
    for (const [key, value] of Object.entries(recordOf(fields['development_status']))) {
      const state = textOf(value) || textOf(recordOf(value)['status']);
      if (/^epic-/i.test(key)) continue;
      const story = stories.find(({ path }) => baseName(path) === `${key}.md`);
      if (story) taken.add(story);
      if (!storyKey.test(key) || isGivenUp(state)) skipped.push(state ? `${key} (${state})` : key);
      else draft.units.push(story ? storyUnit(input, story, state) : missingStory(status, key, state, draft));
    }
    if (skipped.length > 0)
      draft.problems.push(
        planProblem('note', 'skipped_stories', `no stories to be done: ${skipped.slice(0, 20).join(', ')}`, {
          path: status.path,
        }),
      );
  }
  for (const story of stories)
    if (!taken.has(story) && idOfStory(input.markdown(story)) !== undefined)
      draft.units.push(storyUnit(input, story, null));
  inSequence(draft.units);
  return draft;
}

const readBreakdown = byDocument((file) => {
  const found = storySections(file);
  const problems: Draft['problems'] = [];
  const units = unitsOfTasks(file, found, problems, 'Story');
  for (const unit of units) {
    const own = linesBetween(file.source, unit.range.start, unit.range.end);
    const status = storyStatus(own)?.words;
    if (status !== undefined) unit.done = isDoneWord(status) || isGivenUp(status);
  }
  const from = found[0]?.section.from;
  return { from, units, problems, context: wordsForAll(file, from) };
});

function storyUnit(input: PlanInput, source: SourceText, state: string | null): UnitDraft {
  const file = input.markdown(source);
  const name = baseName(source.path).replace(/\.md$/i, '');
  const title = titleOfFile(file);
  const status = state ?? storyStatus(source.lines)?.words ?? '';
  return taskFile(file, idOfStory(file) ?? name, readStoryHeading(title)?.title ?? title, {
    names: [name],
    done: isDoneWord(status) || isGivenUp(status),
  });
}

/** A planned story without a document: only its name is known. */
function missingStory(source: SourceText, key: string, state: string, draft: Draft): UnitDraft {
  const line = source.lines.findIndex(({ text }) => text.trimStart().startsWith(`${key}:`));
  const id = storyId(key);
  const done = isDoneWord(state);
  if (!done)
    draft.problems.push(
      planProblem(
        'warning',
        'no_story',
        `story ${key} has no file: write it first, or its name is all the agent gets`,
        { unit: id, path: source.path, line: Math.max(0, line) },
      ),
    );
  return unitDraft(
    source,
    rangeOfLines(source, Math.max(0, line), Math.max(0, line) + 1),
    id,
    key.replace(storyKey, '').replaceAll('-', ' '),
    { names: [key], done },
  );
}
