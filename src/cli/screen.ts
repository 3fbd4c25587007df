import type { Stream } from './context.ts';

/** A block of lines at the end of the terminal that is drawn over in place. */
export interface Screen {
  show(lines: string[]): void;
}

export function createScreen(stream: Stream): Screen {
  let shown: string[] = [];
  return {
    show(lines) {
      if (lines.length === shown.length && lines.every((line, index) => line === shown[index])) return;
      // Up to the first of our lines, then each line anew, cleared to its end (ECMA-48 CUU and EL).
      const up = shown.length > 0 ? `\u001B[${shown.length}A` : '';
      const rest = Math.max(0, shown.length - lines.length);
      const text = [...lines, ...Array.from({ length: rest }, () => '')]
        .map((line) => `${line}\u001B[K\n`)
        .join('');
      stream.write(up + text);
      shown = [...lines, ...Array.from({ length: rest }, () => '')];
    },
  };
}
