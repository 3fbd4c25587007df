/** The block structure of Markdown. Lines are counted from 0 in the text that was parsed; `to` is excluded. */

export type Block = Heading | Paragraph | Code | Html | Rule | Quote | List;

interface Placed {
  from: number;
  to: number;
}

export interface Heading extends Placed {
  kind: 'heading';
  level: number;
  /** Inline marks are still in it. */
  text: string;
}

export interface Paragraph extends Placed {
  kind: 'paragraph';
  /** Its lines without indentation, joined by newlines; inline marks are still in it, a box of a list item is not. */
  text: string;
}

export interface Code extends Placed {
  kind: 'code';
  fenced: boolean;
  /** First word after the fence, in lower case. */
  language: string;
  text: string;
  /** False for a fence that nothing closes before its container ends. */
  closed: boolean;
}

export interface Html extends Placed {
  kind: 'html';
  text: string;
}

export interface Rule extends Placed {
  kind: 'rule';
}

export interface Quote extends Placed {
  kind: 'quote';
  children: Block[];
}

export interface List extends Placed {
  kind: 'list';
  ordered: boolean;
  /** The bullet, or the delimiter after the numbers. */
  family: string;
  items: Item[];
}

export interface Item extends Placed {
  /** Of an ordered list: as written. */
  number: string | null;
  box: Box | null;
  children: Block[];
}

export interface Box {
  /** The one character between the brackets. */
  mark: string;
  /** Ticked, or struck through: in both cases nothing is to be done any more. */
  done: boolean;
  struck: boolean;
  /** Where that character stands: its line, and its place in the line in characters (all before it is ASCII). */
  line: number;
  column: number;
  /** `[ ]*`: may be left out. */
  optional: boolean;
}

export interface Document {
  blocks: Block[];
  /** Lines at which something was nested deeper than is read; it became plain text. */
  tooDeep: number[];
}
