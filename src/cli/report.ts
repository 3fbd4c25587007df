/** The report of a run: as numbers, as Markdown and as one page of HTML. */
import { printableLine } from '../base/printable.ts';
import type { RunView, UnitView } from '../contract/run.ts';
import type { SessionView } from '../contract/session.ts';
import { shortTime } from './run-text.ts';
import { padLeft, padRight } from './text/columns.ts';
import { fitLine } from './text/fit-line.ts';
import { markOf } from './text/marks.ts';

export interface Report {
  run: RunView;
  /** Seconds from the start to the end, or to now. */
  duration_s: number;
  /** Seconds that all units took together. */
  work_s: number;
  /** Average number of units at work: work divided by duration. */
  parallelism: number;
  cost_usd: number;
  timeline: { unit: UnitView; from_s: number; to_s: number; cost_usd: number; turns: number }[];
}

export function reportOf(run: RunView, sessions: readonly SessionView[]): Report {
  const begin = Date.parse(run.started_at);
  const end = Date.parse(run.ended_at ?? run.last_heartbeat);
  const timeline = run.units.flatMap((unit) => {
    if (unit.started_at === null) return [];
    const session = sessions.find(({ id }) => id === unit.session_id);
    // If the clock was set back, an end may be before its beginning.
    const from = Math.max(begin, Date.parse(unit.started_at));
    const to = Math.max(from, Date.parse(unit.ended_at ?? run.last_heartbeat));
    return [
      {
        unit,
        from_s: (from - begin) / 1_000,
        to_s: (to - begin) / 1_000,
        cost_usd: session?.stats.cost_usd ?? 0,
        turns: session?.stats.turns ?? 0,
      },
    ];
  });
  const work_s = timeline.reduce((sum, { from_s, to_s }) => sum + to_s - from_s, 0);
  const duration_s = Math.max(0.001, (end - begin) / 1_000);
  return { run, duration_s, work_s, parallelism: work_s / duration_s, cost_usd: run.cost_usd, timeline };
}

export function reportMarkdown(report: Report): string {
  const { run, timeline } = report;
  const order = timeline.toSorted((a, b) => a.from_s - b.from_s);
  const rows = order.map(
    ({ unit, from_s, to_s, cost_usd, turns }) =>
      `| ${cell(unit.id)} | ${cell(unit.title)} | ${unit.status} | ${shortTime(from_s)} | ${shortTime(to_s - from_s)} | ${unit.attempts} | ${turns} | $${cost_usd.toFixed(2)} | ${cell(unit.reason ?? '')} |`,
  );
  const left = run.units.filter(({ started_at }) => started_at === null);
  return [
    `# ${cell(run.title)}`,
    '',
    ...facts(report).map(([label, value]) => `- ${label}: ${cell(value)}`),
    '',
    '| unit | title | status | began after | took | attempts | turns | cost | reason |',
    '| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | --- |',
    ...rows,
    '',
    '```',
    ...order.map((entry) => bar(entry, report.duration_s)),
    `${' '.repeat(18)} 0s${padLeft(shortTime(report.duration_s), width - 2)}`,
    '```',
    ...(left.length > 0
      ? [
          '',
          'Without an agent:',
          '',
          ...left.map(
            ({ id, status, reason }) => `- ${cell(id)}: ${status}${reason ? `, ${cell(reason)}` : ''}`,
          ),
        ]
      : []),
  ].join('\n');
}

export function reportHtml(report: Report): string {
  const { run, timeline, duration_s } = report;
  const percent = (seconds: number) => ((seconds / duration_s) * 100).toFixed(2);
  const row = (unit: UnitView, took: string, cost: string, line: string) =>
    `<tr class="${unit.status}"><th scope="row">${escape(unit.id)}</th><td>${escape(unit.title)}</td><td>${unit.status}${unit.reason === null ? '' : `<small>${escape(unit.reason)}</small>`}</td><td>${took}</td><td>${cost}</td><td class="line">${line}</td></tr>`;
  const rows = timeline
    .toSorted((a, b) => a.from_s - b.from_s)
    .map(({ unit, from_s, to_s, cost_usd }) =>
      row(
        unit,
        shortTime(to_s - from_s),
        `$${cost_usd.toFixed(2)}`,
        `<i style="margin-left:${percent(from_s)}%;width:${percent(to_s - from_s)}%"></i>`,
      ),
    );
  const rest = run.units.filter(({ started_at }) => started_at === null).map((unit) => row(unit, '', '', ''));
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${escape(run.title)}</title>
<style>
body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1c2733;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #dde3ea}
.line{width:40%}.line i{display:block;height:.8rem;min-width:2px;border-radius:2px;background:#3178c6}
small{display:block;color:#5a6672}.failed small{color:#c2362b}.skipped th,.skipped td{color:#5a6672}
.failed .line i{background:#c2362b}.completed .line i{background:#2c8a4b}.unchanged .line i{background:#8a6d1f}
</style>
<h1>${escape(run.title)}</h1>
<ul>${facts(report)
    .map(([label, value]) => `<li>${label}: ${escape(value)}</li>`)
    .join('')}</ul>
<table><thead><tr><th>unit</th><th>title</th><th>status</th><th>took</th><th>cost</th><th>time line: ${shortTime(duration_s)}</th></tr></thead>
<tbody>${[...rows, ...rest].join('\n')}</tbody></table></html>`;
}

function facts({ run, duration_s, work_s, parallelism, cost_usd }: Report): [string, string][] {
  const { completed, unchanged, failed, skipped, total } = run.progress;
  return [
    ['status', `${run.status}${run.reason === null ? '' : ` (${printableLine(run.reason)})`}`],
    [
      'units',
      `${completed} of ${total} completed, ${unchanged > 0 ? `${unchanged} unchanged, ` : ''}${failed} failed, ${skipped} skipped`,
    ],
    ['time', `${shortTime(duration_s)} for ${shortTime(work_s)} of work`],
    ['parallelism', `${parallelism.toFixed(2)} units at work at the same time`],
    ['cost', `$${cost_usd.toFixed(2)}`],
    ['branch', run.branch ?? 'none'],
  ];
}

/** Width of the time line in characters. */
const width = 60;

function bar({ unit, from_s, to_s }: Report['timeline'][number], duration: number): string {
  const from = Math.min(width - 1, Math.floor((from_s / duration) * width));
  const length = Math.max(1, Math.round(((to_s - from_s) / duration) * width));
  return `${markOf(unit.status).sign} ${padRight(fitLine(unit.id, 16), 16)} ${' '.repeat(from)}${'█'.repeat(Math.min(length, width - from))}`;
}

/**
 * Escapes text of a plan or an agent for Markdown: it cannot end a cell, begin a tag, or be a link or an image, which
 * a viewer would load.
 */
function cell(text: string): string {
  return fitLine(text, 120)
    .replaceAll('`', "'")
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\|[\]!*_~#]/g, String.raw`\$&`);
}

function escape(text: string): string {
  return fitLine(text, 500)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
