import { maskQuotes } from './shell-words.ts';
import { unsetVariable } from './unset-variable.ts';
import { maskSubstitutions } from './verdict.ts';

/** A pipeline has the exit status of its last program; these always succeed. */
const alwaysSucceeds =
  /^(?:wc|head|tail|cat|sort|uniq|cut|tr|tee|sed|awk|nl|column|less|more|fold|rev|xargs echo)(?:\s|$)/;

/** It prints, and always succeeds. */
const onlyPrints =
  /^(?:(?:gofmt|goimports|gofumpt)\s+(?:-\w+\s+)*-\w*[ld]\b|du\s|df\s|date\b|whoami\b|printenv\b|env$)/;

/** @returns whether a command proves nothing alone: its output is not compared, or the compared value is not set */
export function provesNothing(command: string): boolean {
  if (unsetVariable(command) !== undefined) return true;
  const masked = maskSubstitutions(maskQuotes(command));
  const pipelines = masked
    .split(/&&|\|\||[;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '' && !/^(?:cd|echo|printf|true|:|export|set)(?:\s|$)|^\w+=\S*$/.test(part));
  return (
    pipelines.length > 0 &&
    pipelines.every((pipeline) => {
      const programs = pipeline.replaceAll(/\d?>&\d/g, '').split('|');
      const last = programs.at(-1)?.trim() ?? '';
      return programs.length > 1 ? alwaysSucceeds.test(last) : onlyPrints.test(last);
    })
  );
}
