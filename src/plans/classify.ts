import { whyNoWork } from './checklists/list-of-work.ts';
import { formats } from './formats.ts';
import { signKinds } from './plan-format.ts';
import type { DataKind, PlanFormat, Sign, SignKind } from './plan-format.ts';
import type { PlanInput } from './plan-input.ts';
import { wholeText } from './text/source-text.ts';
import type { SourceText } from './text/source-text.ts';

export interface Vote {
  format: PlanFormat['name'];
  /** One line. */
  reason: string;
  /** Detected by its path, fields or name, not only by headings and boxes. */
  strong: boolean;
}

/** @returns the format of one file, or why it is not a plan */
export function classify(input: PlanInput, source: SourceText): Vote | { reason: string } {
  return byPlace(source) ?? byWords(input, source);
}

function byPlace(source: SourceText): Vote | undefined {
  const path = `/${source.path}`;
  for (const { name, detect } of formats) {
    const match = detect.place?.exec(path);
    if (match) return { format: name, reason: `it is ${match[0].replace(/^\//, '')}`, strong: true };
  }
  return undefined;
}

/** @returns the format of one file by its content, whatever its path */
export function byWords(input: PlanInput, source: SourceText): Vote | { reason: string } {
  const path = `/${source.path}`;
  if (formats.some(({ detect }) => detect.companions?.test(path)))
    return { reason: 'it only says how far a plan is' };
  if (ofRepository.test(path)) return { reason: 'it is for those who contribute, with no work of its own' };
  if (forAgents.test(path)) return { reason: 'it configures agents or an editor and holds no work' };
  const kind = dataKindOf(path);
  if (kind !== undefined)
    return (
      bySigns(
        (sign) => (sign.in === kind ? sign.find(source) : undefined),
        () => true,
      ) ?? notData(kind, source)
    );
  const file = input.markdown(source);
  for (const { detect } of formats) {
    const reason = detect.refuse?.(file, input);
    if (reason !== undefined) return { reason };
  }
  return (
    bySigns(
      (sign) => (sign.in === 'markdown' ? sign.find(file, input) : undefined),
      (by) => by === 'fields' || by === 'name',
    ) ?? { reason: whyNoWork(file) }
  );
}

/** Checkboxes in these files apply to every pull request. */
const ofRepository =
  /\/\.github\/|\/(?:PULL_REQUEST_TEMPLATE|ISSUE_TEMPLATE|CONTRIBUTING|CODE_OF_CONDUCT)(?:\.md|\/)/i;

/** Skills, commands, rules and settings of agents and editors: their steps and boxes apply to every task. */
const forAgents =
  /\/(?:SKILL|AGENTS|CLAUDE|GEMINI|QWEN|WARP|copilot-instructions)(?:\.local)?\.md$|\/\.(?:claude|codex|cursor|agents?|github|gemini|opencode|windsurf|kiro|trae|qwen)\/(?:skills?|commands?|agents?|rules|prompts?|hooks|steering|settings)(?:\/|\.(?:json|md)$)|\/\.(?:claude\/settings[\w.]*|mcp)\.json$|\/\.(?:vscode|idea|zed|devcontainer)\//i;

function dataKindOf(path: string): DataKind | undefined {
  if (/\.jsonl$/i.test(path)) return 'json_lines';
  if (/\.json$/i.test(path)) return 'json';
  return /\.ya?ml$/i.test(path) ? 'yaml' : undefined;
}

/** @returns the first matching sign: of the most certain kind, then of the earliest format in the list */
function bySigns(
  find: (sign: Sign) => string | undefined,
  isStrong: (by: SignKind) => boolean,
): Vote | undefined {
  for (const kind of signKinds)
    for (const { name, detect } of formats)
      for (const sign of detect.signs) {
        const reason = sign.by === kind ? find(sign) : undefined;
        if (reason !== undefined) return { format: name, reason, strong: isStrong(kind) };
      }
  return undefined;
}

function notData(kind: DataKind, source: SourceText): { reason: string } {
  if (kind === 'json_lines') return { reason: 'its lines are no issues' };
  if (kind === 'yaml') return { reason: 'YAML without units' };
  const hasTasks = /"tasks"\s*:\s*\[/.test(wholeText(source));
  return {
    reason: hasTasks ? 'its tasks are commands of a tool' : 'JSON with neither tasks nor stories',
  };
}
