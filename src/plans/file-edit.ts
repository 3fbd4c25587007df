/** What is to be changed in one file; offsets are bytes of the file as it was given, in order, and do not overlap. */
export interface FileEdit {
  path: string;
  /** The file is not there yet: it is made with the one edit's text. */
  create: boolean;
  edits: TextEdit[];
}

export interface TextEdit {
  start: number;
  end: number;
  text: string;
}
