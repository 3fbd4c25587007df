/** Changes to one file; offsets are bytes of the file as it was given, in order, and do not overlap. */
export interface FileEdit {
  path: string;
  /** The file does not exist yet: it is made with the text of the only edit. */
  create: boolean;
  edits: TextEdit[];
}

export interface TextEdit {
  start: number;
  end: number;
  text: string;
}
