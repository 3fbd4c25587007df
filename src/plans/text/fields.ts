/** Reads parsed YAML or JSON of any shape safely. */

/** @returns the scalar as trimmed text; '' if it is not a scalar */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** @returns the scalars of a list, or of a comma-separated text, without brackets, quotes and backticks */
export function namesOf(value: unknown): string[] {
  const entries = Array.isArray(value)
    ? value.map(textOf)
    : textOf(value)
        .replace(/^\[(.*)\]$/s, '$1')
        .split(',');
  return entries
    .map((entry) => entry.trim().replaceAll(/^["'`]+|["'`]+$/g, ''))
    .filter((entry) => !isNothing(entry));
}

/** @returns the texts of a list, or the one text */
export function textsOf(value: unknown): string[] {
  const entries = Array.isArray(value) ? value.map(textOf) : [textOf(value)];
  return entries.filter((entry) => entry !== '');
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

export function wholeNumberOf(value: unknown): number | null {
  const text = textOf(value);
  return /^\d{1,6}$/.test(text) ? Number(text) : null;
}

function isNothing(entry: string): boolean {
  return entry === '' || /^(?:none|null|n\/a|~|-|—|\[\])$/i.test(entry);
}
