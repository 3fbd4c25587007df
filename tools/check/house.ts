/**
 * Reads the layer table of docs/ARCHITECTURE.md: the one place where it is written down who may import whom.
 * The table is data for the checks beside this file, so that the page and the law cannot drift apart.
 */
import { readFileSync } from 'node:fs';

export interface Layer {
  name: string;
  /** Layers or single files that may be imported. */
  mayImport: { target: string; typesOnly: boolean }[];
  /** npm packages, `scope/*` for a whole scope, `node:` for Node's own modules. */
  packages: string[];
  /** Names that may not be referred to, `async` and `await` among them. */
  names: string[];
  /** Words that may not occur anywhere in the file, comments included. */
  words: string[];
}

const begin = '<!-- layers:begin -->';
const end = '<!-- layers:end -->';

export function readHouse(page: string): Layer[] {
  const text = readFileSync(page, 'utf8');
  const table = text.slice(text.indexOf(begin) + begin.length, text.indexOf(end));
  const rows = table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2);
  if (rows.length === 0) throw new Error(`${page} has no layer table between ${begin} and ${end}`);
  return rows.map(readRow);
}

function readRow(row: string): Layer {
  const [, name = '', imports = '', packages = '', forbidden = ''] = row
    .split('|')
    .map((cell) => cell.trim());
  const marks = forbidden.split(/\s+/).filter(Boolean);
  return {
    name,
    mayImport: list(imports).map((entry) => ({
      target: entry.replace(' (types)', ''),
      typesOnly: entry.endsWith('(types)'),
    })),
    packages: list(packages),
    names: marks.filter((mark) => !mark.startsWith('"')),
    words: marks.filter((mark) => mark.startsWith('"')).map((mark) => mark.slice(1, -1)),
  };
}

function list(cell: string): string[] {
  return cell
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
}
