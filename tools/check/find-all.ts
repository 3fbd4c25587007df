import { findBreaches } from './boundaries.ts';
import { findCircles } from './circles.ts';
import { findUnplainComments } from './comment-words.ts';
import { findMissingPaths } from './document-paths.ts';
import { findUnplainWords } from './document-words.ts';
import { findExemptions } from './exemptions.ts';
import { findInstallScripts } from './install-scripts.ts';
import { findLongFiles } from './length.ts';
import { findLongTests } from './long-tests.ts';
import { findUnusedPermissions } from './permissions.ts';
import { readProject } from './project.ts';
import { findWrongReferences } from './references.ts';
import { findRoomBreaches } from './rooms.ts';

/** Runs every check of this folder. oxlint checks rules about functions, and knip unused exports. */
export function findAll(root: string): string[] {
  const project = readProject(root);
  return [
    ...findBreaches(project),
    ...findUnusedPermissions(project),
    ...findRoomBreaches(project),
    ...findWrongReferences(project),
    ...findCircles(project),
    ...findExemptions(project),
    ...findLongFiles(root),
    ...findLongTests(project),
    ...findMissingPaths(project),
    ...findUnplainWords(root),
    ...findUnplainComments(project),
    ...findInstallScripts(root),
  ];
}
