/** Changes to one file; offsets are bytes of the given file, in order, without overlap. */
export interface FileEdit {
  path: string;
  /** The file does not exist yet: it is created with the text of the only edit. */
  create: boolean;
  edits: TextEdit[];
}

export interface TextEdit {
  start: number;
  end: number;
  text: string;
}
