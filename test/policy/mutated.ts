import { createRandom } from '../support/random.ts';

/** Lines that somebody wrote, each with up to three signs put in, left out or exchanged; the same for the same seed. */
export function mutated(lines: readonly string[], seed: number, count: number): string[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const changes = 1 + random.below(3);
    return Array.from({ length: changes }).reduce<string>(change, random.pick(lines));
  });

  function change(line: string): string {
    const at = random.below(line.length + 1);
    const [before, after] = [line.slice(0, at), line.slice(at)];
    const sign = random.pick(signs);
    return random.pick([
      `${before}${sign}${after}`,
      `${before}${after.slice(1)}`,
      `${before}${sign}${after.slice(1)}`,
    ]);
  }
}

const signs = `$()\`"'\\{}<>&|;!#*?[]~=+-,:. \n\tax1^%@/`.split('');
