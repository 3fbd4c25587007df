/** Finds comments that disable a rule about the shape of the code. These rules have no exemptions. */
import type { Project } from './project.ts';

const switchedOff = /\b(?:oxlint|eslint)-disable/;
const shape = /\b(?:complexity|max-lines-per-function|max-lines|no-cycle)\b/;

export function findExemptions({ code }: Project): string[] {
  return code.flatMap(({ path, source }) =>
    source.comments
      .filter(({ text }) => switchedOff.test(text) && (shape.test(text) || !namesRule(text)))
      .map(
        ({ line }) => `${path}:${line}: switches off a rule without exemptions: make the function smaller`,
      ),
  );
}

/** A comment without a rule name disables all rules. */
function namesRule(text: string): boolean {
  return /-disable(?:-next-line|-line)?\s+[\w@]/.test(text.split('--')[0] ?? '');
}
