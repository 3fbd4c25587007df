/** Reports for each command of a unit's text whether it became a gate, the gate, and the reason if not. */
import type { GateNote, PlanProblem, PlanUnit } from '../contract/plan.ts';
import { planProblem } from './draft.ts';
import { codeSpans, joinSpans } from './markdown/inline.ts';
import { looksLikeCommand } from './text/commands.ts';
import { gateOf } from './text/gate-of.ts';
import { elsewhere, whyUnfit } from './text/fit-to-prove.ts';
import { withoutBash } from './text/needs-bash.ts';
import { provesNothing } from './text/proves-nothing.ts';
import { withoutEntities } from './text/tags.ts';
import { withoutRemark } from './text/remark.ts';
import { unsetVariable } from './text/unset-variable.ts';
import { shellLanguages, shellLines, withoutOutput } from './text/shell-lines.ts';
import { readVerdict } from './text/verdict.ts';

/** Maximum number of reported commands of one unit. */
const maximumCommands = 50;

/** @param text the text that the unit was read from */
export function gateNotes(unit: Pick<PlanUnit, 'id' | 'gate'>, text: string): GateNote[] {
  const open = new Set(unit.gate);
  const notes: GateNote[] = [];
  const note = (written: string, gate: string | null, reason: string | null) =>
    notes.push({ unit: unit.id, written, gate, reason });
  for (const written of commandsOfText(text).slice(0, maximumCommands)) {
    const core = coreOf(written);
    const gate = unit.gate.includes(written)
      ? written
      : (unit.gate.find((command) => withoutBash(command).includes(core)) ??
        unit.gate.find((command) => command === gateOf(written, 'succeeds')));
    if (gate === undefined) note(written, null, whyLeft(written));
    else if (open.delete(gate)) note(written, gate, gate === written ? null : whyChanged(gate, written));
  }
  for (const gate of open) note(gate, gate, null);
  return notes;
}

/** A command for another machine or directory causes a warning. */
export function warningsOf(unit: Pick<PlanUnit, 'id' | 'range'>, notes: readonly GateNote[]): PlanProblem[] {
  return notes
    .filter(({ reason, written }) => reason === elsewhere && namesDirectory(written))
    .map(({ written }) =>
      planProblem(
        'warning',
        'gate_elsewhere',
        `${unit.id}: not a gate, it works outside the workspace: ${written}`,
        {
          unit: unit.id,
          path: unit.range.path,
        },
      ),
    );
}

function namesDirectory(command: string): boolean {
  return /(?:^|[\s;&(])cd\s+["']?(?:\/|~|\$HOME|[A-Za-z]:\\)/.test(command);
}

function coreOf(written: string): string {
  const verdict = readVerdict(written, '');
  const command =
    verdict === 'unclear' ? written.split(/\s*(?:&&\s*echo|\|\||;\s*echo)\s/)[0] : verdict.command;
  return (command ?? written).replace(/^!\s+/, '').replace(/\s*\|\s*(?:head|tail)\b[^|]*$/, '');
}

function whyChanged(gate: string, written: string): string {
  const own = withoutBash(gate);
  if (own === written) return 'only bash knows how to run it';
  if (own.startsWith('set -e\n')) return 'it and the lines around it are one script';
  if (
    /(?:^|&& )(?:! |test ! )|^test -z |&& test -z "\$out"$/.test(own) ||
    /^if .*; then exit 1; fi$/.test(own)
  )
    return 'the document expects that it finds nothing';
  if (/^(?:cd \S+ && )?if .*; then false; else test \$\? -eq \d+; fi$/.test(own))
    return 'the document says with which exit status it ends';
  if (/test "\$\(|out="\$\(/.test(own)) return 'the document states its output';
  if (own.includes(' && ') && !written.includes('&&'))
    return written.includes(';') ? 'each of its commands must succeed' : 'it runs where the document goes to';
  return 'parts that hide its exit status or change files are left out';
}

function whyLeft(written: string): string {
  const unfit = whyUnfit(written);
  if (unfit !== undefined) return unfit;
  const unset = unsetVariable(written);
  if (unset !== undefined) return `nothing in it sets the variable ${unset}`;
  if (provesNothing(written)) return 'its exit status proves nothing';
  return readVerdict(written, '') === 'unclear'
    ? 'it succeeds whatever it finds, and the document does not say which outcome is right'
    : 'the document does not say that it must succeed';
}

/** @returns the commands in code spans, shell blocks and lines of a text, each once */
function commandsOfText(text: string): string[] {
  const found = new Set<string>();
  for (const { words, isShell } of partsOf(text)) {
    if (isShell) {
      for (const { command } of shellLines(withoutOutput(words)))
        if (looksLikeCommand(command, true)) found.add(command);
      continue;
    }
    for (const raw of joinSpans(words).split('\n')) {
      const line = raw.trim();
      if (line === '') continue;
      const automated = [...line.matchAll(/<(?:automated|verify)>([^<]+)<\//g)].map(([, command = '']) =>
        withoutEntities(command).trim(),
      );
      const written = [...automated, ...codeSpans(line)];
      const { command } = withoutRemark(line.replace(/^\$ /, ''));
      for (const candidate of written.length > 0 ? written : [command])
        if (looksLikeCommand(candidate, written.length > 0)) found.add(candidate);
    }
  }
  return [...found];
}

interface Part {
  words: string;
  isShell: boolean;
}

/** Splits a text into words and fenced shell blocks; skips other blocks. */
function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let lines: string[] = [];
  let fence: { mark: string; isShell: boolean } | undefined;
  const end = (isShell: boolean) => {
    if (lines.length > 0) parts.push({ words: lines.join('\n'), isShell });
    lines = [];
  };
  for (const line of text.split('\n')) {
    const [, mark, language = ''] = /^\s*(`{3,}|~{3,})\s*([\w-]*)\s*$/.exec(line) ?? [];
    if (mark === undefined || (fence && !(mark.startsWith(fence.mark) && language === ''))) {
      if (!fence || fence.isShell) lines.push(line);
    } else {
      end(fence?.isShell ?? false);
      fence = fence ? undefined : { mark, isShell: language === '' || shellLanguages.has(language) };
    }
  }
  end(fence?.isShell ?? false);
  return parts;
}
