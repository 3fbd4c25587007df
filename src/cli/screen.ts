import type { Stream } from './context.ts';

/** A block of lines at the end of the terminal that is redrawn in place. */
export interface Screen {
  show(lines: string[]): void;
  /** Writes a line above the block, where it stays. */
  say(line: string): void;
}

export function createScreen(stream: Stream): Screen {
  let shown: string[] = [];
  return {
    show(lines) {
      if (lines.length === shown.length && lines.every((line, index) => line === shown[index])) return;
      const rest = Math.max(0, shown.length - lines.length);
      draw([], [...lines, ...Array.from({ length: rest }, () => '')]);
    },
    say: (line) => draw([line], shown),
  };

  /** Moves up to the first line of the block, then rewrites each line and clears to its end (ECMA-48 CUU and EL). */
  function draw(above: string[], lines: string[]): void {
    const up = shown.length > 0 ? `\u001B[${shown.length}A` : '';
    stream.write(up + [...above, ...lines].map((line) => `${line}\u001B[K\n`).join(''));
    shown = lines;
  }
}
