import { ok } from '../../../base/result.ts';
import { baseName } from '../../path-parts.ts';
import { byteLength, linesBetween, wholeText } from '../../text/source-text.ts';
import { placeOfScalar } from '../../text/yaml-text.ts';
import { tickBoxesOrLine } from '../../write-back/first-line.ts';
import { replaceText } from '../../write-back/text-edit.ts';
import { noPlace } from '../../write-back/write-back.ts';
import type { WriteBack, WriteBackInput } from '../../write-back/write-back.ts';
import { storyStatus } from './story-status.ts';
import type { FileEdit } from '../../write-back/file-edit.ts';

/** BMAD: sets the value in the status file, and the `Status:` line of the story. */
export function writeBackStoryFiles(input: WriteBackInput): WriteBack {
  const { unit, files } = input;
  const done: FileEdit[] = [];
  const status = files.find((file) => /\.ya?ml$/i.test(file.path));
  const key = /\.md$/i.test(unit.range.path)
    ? baseName(unit.range.path).replace(/\.md$/i, '')
    : (/^\s*([\w.-]+)\s*:/.exec(unit.prompt)?.[1] ?? '');
  const text = status && wholeText(status);
  const place = text === undefined ? undefined : placeOfScalar(text, ['development_status', key]);
  if (status && text !== undefined && place)
    done.push(replaceText(status, text, place.start, place.end, 'done'));
  const story = files.find((file) => file.path === unit.range.path && file !== status);
  const said = story && storyStatus(linesBetween(story, unit.range.start, unit.range.end));
  if (story && said) {
    const start = said.line.start + byteLength(said.line.text.slice(0, said.from));
    done.push({
      path: story.path,
      create: false,
      edits: [{ start, end: start + byteLength(said.words), text: 'done' }],
    });
  }
  if (done.length === 0 && story) return tickBoxesOrLine(input);
  return done.length > 0 ? ok(done) : noPlace(input);
}
