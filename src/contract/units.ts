/** Sizes and times as people write them: `2GB`, `500MB`, `90s`, `2h`, `1h30m`. */

const bytesPer: Record<string, number> = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };
const secondsPer: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** @returns bytes, or undefined if the text is not a size. Units are decimal. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([KMGT]?B)$/i.exec(text.trim());
  const unit = match?.[2] === undefined ? undefined : bytesPer[match[2].toUpperCase()];
  return unit === undefined ? undefined : Math.round(Number(match?.[1]) * unit);
}

/** @returns seconds, or undefined if the text is not a duration. */
export function parseDuration(text: string): number | undefined {
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)\s*([smhd])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text.trim().replace(/\s+(?=\d)/g, ''))
    return undefined;
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (secondsPer[unit ?? ''] ?? 0), 0);
}
