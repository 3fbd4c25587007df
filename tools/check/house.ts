/**
 * Reads the layer table of docs/ARCHITECTURE.md, the only definition of allowed imports. The checks use the page itself
 * as data, so the two cannot differ.
 */
import { readFileSync } from 'node:fs';
import { capabilities, type Capability } from './capabilities.ts';

interface Permission {
  /** A layer, or one file as `layer/file.ts`. */
  target: string;
  typesOnly: boolean;
}

export interface Layer {
  name: string;
  mayImport: Permission[];
  /** npm packages, `scope/*` for a whole scope, `node:` for Node's own modules. */
  packages: string[];
  /** Capabilities that are forbidden in every spelling. */
  withheld: Capability[];
  /** Forbidden names. */
  names: string[];
  /** Words that must not occur anywhere in the file, comments included. */
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
    withheld: marks.filter(isCapability),
    names: marks.filter((mark) => !mark.startsWith('"') && !isCapability(mark)),
    words: marks.filter((mark) => mark.startsWith('"')).map((mark) => mark.slice(1, -1)),
  };
}

function list(cell: string): string[] {
  return cell
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
}

function isCapability(mark: string): mark is Capability {
  return (capabilities as readonly string[]).includes(mark);
}

/** @param target a path from the root, in a layer other than this one */
export function findPermission(layer: Layer, target: string): Permission | undefined {
  const [, name, ...rest] = target.split('/');
  return layer.mayImport.find((entry) => entry.target === name || entry.target === [name, ...rest].join('/'));
}

/** @param entry an entry of the table's column *npm* */
export function allowsPackage(entry: string, specifier: string): boolean {
  if (entry === 'node:') return specifier.startsWith('node:');
  if (entry.endsWith('/*')) return specifier.startsWith(entry.slice(0, -1));
  return specifier === entry || specifier.startsWith(`${entry}/`);
}
