/** Directories by which formats are known: a document outside the repository is read with its path from there on. */
export const formatDirectories = new Set(
  (
    '.planning .kiro .moai .taskmaster .beads .specify .sisyphus .zenflow .trellis .trae .agent-os agent-os .cursor .claude ' +
    '.tickets conductor backlog openspec specs docs'
  ).split(' '),
);
