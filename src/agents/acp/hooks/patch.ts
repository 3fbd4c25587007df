/** Codex's text form of an edit of several files: `*** Update File: PATH` and its changes, file by file. */
export interface PatchedFile {
  path: string;
  /** The part of the patch for this file. */
  text: string;
}

/** @returns every file that the patch adds, changes, deletes or moves to; null for a text that is not a patch */
export function patchedFiles(patch: string): PatchedFile[] | null {
  const files: { path: string; lines: string[] }[] = [];
  for (const line of patch.split('\n')) {
    const path = header.exec(line.trim())?.groups?.['path'];
    if (path !== undefined) files.push({ path, lines: [line] });
    else files.at(-1)?.lines.push(line);
  }
  if (files.length === 0) return null;
  return files.map(({ path, lines }) => ({ path, text: lines.join('\n') }));
}

const header = /^\*\*\* (?:Add File|Update File|Delete File|Move to): (?<path>.+)$/;
