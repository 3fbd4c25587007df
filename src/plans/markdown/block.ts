/** The block structure of Markdown. Lines are counted from 0 in the parsed text; `to` is exclusive. */

export type Block = Heading | Paragraph | Code | Html | Rule | Quote | List;

interface Placed {
  from: number;
  to: number;
}

export interface Heading extends Placed {
  kind: 'heading';
  level: number;
  /** Includes inline marks. */
  text: string;
}

export interface Paragraph extends Placed {
  kind: 'paragraph';
  /** Its lines without indentation, joined by newlines; includes inline marks, but not the box of a list item. */
  text: string;
}

export interface Code extends Placed {
  kind: 'code';
  fenced: boolean;
  /** First word after the fence, in lower case. */
  language: string;
  text: string;
  /** False for a fence that is not closed before its container ends. */
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
  /** Number of an ordered list, as written. */
  number: string | null;
  box: Box | null;
  children: Block[];
}

export interface Box {
  /** The one character between the brackets. */
  mark: string;
  /** Ticked, or struck through: no work is left in both cases. */
  done: boolean;
  struck: boolean;
  /**
   * Place of that character: its line, and its position in the line in characters (everything before it is ASCII).
   */
  line: number;
  column: number;
  /** `[ ]*`: optional. */
  optional: boolean;
}

export interface Document {
  blocks: Block[];
  /** Lines with nesting beyond the maximum; they became plain text. */
  tooDeep: number[];
}
