import { planProblem, unitDraft } from '../draft.ts';
import type { Draft, UnitDraft } from '../draft.ts';
import { inSequence } from '../order.ts';
import { baseName, byName } from '../path-parts.ts';
import { recordOf, textOf } from '../text/fields.ts';
import { rangeOfLines, wholeText } from '../text/source-text.ts';
import type { SourceText } from '../text/source-text.ts';
import { readYaml } from '../text/yaml-text.ts';
import type { Importer, PlanInput } from './importer.ts';
import { taskFile, titleOfFile } from './task-file.ts';

/** BMAD: `sprint-status.yaml` and stories `1-2-x.md`. A unit is a story; stories follow each other by their numbers. */
export const bmad: Importer = {
  format: 'bmad',
  read(input) {
    const draft: Draft = { title: 'BMAD stories', goal: null, context: [], units: [], problems: [] };
    const status = input.sources.find(({ path }) => /\.ya?ml$/i.test(path));
    const stories = input.sources
      .filter(({ path }) => /\.md$/i.test(path))
      .toSorted((a, b) => byName(a.path, b.path));
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
        if (!storyKey.test(key) || /^(?:archived|cancell?ed|removed|deferred|dropped)\b/i.test(state))
          skipped.push(state ? `${key} (${state})` : key);
        else
          draft.units.push(story ? storyUnit(input, story, state) : missingStory(status, key, state, draft));
      }
      if (skipped.length > 0)
        draft.problems.push(
          planProblem(
            'note',
            'skipped_stories',
            `no stories to be done: ${skipped.slice(0, 20).join(', ')}`,
            {
              path: status.path,
            },
          ),
        );
    }
    for (const story of stories)
      if (!taken.has(story) && storyKey.test(baseName(story.path)))
        draft.units.push(storyUnit(input, story, null));
    inSequence(draft.units);
    return draft;
  },
};

/** Epic and number: `1-2-cart`, `m1-2-cart`; no date. */
export const storyKey = /^([a-z]{0,3}\d{1,3})[-.](\d{1,3}[a-z]?)[-.]/;

function storyUnit(input: PlanInput, source: SourceText, state: string | null): UnitDraft {
  const file = input.markdown(source);
  const own =
    source.lines.find((line) => /^\**Status\**\s*:/i.test(line.text))?.text.replace(/^[^:]*:\**\s*/, '') ??
    '';
  return taskFile(
    file,
    idOf(baseName(source.path)),
    titleOfFile(file).replace(/^Story\s+[\d.]+\s*[:—–-]\s*/i, ''),
    {
      names: [baseName(source.path).replace(/\.md$/i, '')],
      done: /^done$/i.test(state ?? own.trim()),
    },
  );
}

/** A story that is planned and not yet written: its name is all there is. */
function missingStory(source: SourceText, key: string, state: string, draft: Draft): UnitDraft {
  const line = source.lines.findIndex(({ text }) => text.trimStart().startsWith(`${key}:`));
  const id = idOf(key);
  const done = /^done$/i.test(state);
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

function idOf(key: string): string {
  const [, epic = '', story = ''] = storyKey.exec(key) ?? [];
  return `${epic}.${story}`;
}
