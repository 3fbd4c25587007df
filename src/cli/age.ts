/** @returns how long ago, in one unit: `5s`, `2m`, `1h`, `3d` */
export function age(from: string, now: number): string {
  return span((now - Date.parse(from)) / 1_000);
}

/** @returns a time in one unit, rounded down: `5s`, `2m`, `1h`, `3d` */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole}s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)}m`;
  if (whole < 86_400) return `${Math.floor(whole / 3_600)}h`;
  return `${Math.floor(whole / 86_400)}d`;
}
