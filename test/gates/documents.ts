/** Small documents of several formats around the words that are to be read. */
import type { Documents } from '../support/plan-files.ts';

export type Around = 'run' | 'block' | 'list' | 'automated' | 'verify' | 'step';

/** Each has one unit, whose proof is `words`. */
export function documentsWith(around: Around, words: string): Documents {
  switch (around) {
    case 'run':
      return {
        'docs/superpowers/plans/2026-11-02-lamps.md': `# Lamps Implementation Plan\n\n**Goal:** Light.\n\n### Task 1: Lamps\n\n- [ ] **Step 1: Check it**\n\n${words}\n`,
      };
    case 'block':
      return taskFile(`\`\`\`bash\n${words}\n\`\`\``);
    case 'list':
      return taskFile(words);
    case 'automated':
      return gsd(`<automated>${words}</automated>`);
    case 'verify':
      return gsd(words);
    case 'step':
      return { '.kiro/specs/lamps/tasks.md': `# Plan\n\n- [ ] 1. Lamps\n${words}\n` };
  }
}

function taskFile(verification: string): Documents {
  return {
    'docs/plans/lamps/plan.md': '# Lamps\n',
    'docs/plans/lamps/task-01-lamps.md': `---\nid: "01-lamps"\ntitle: Lamps\nstatus: pending\nwave: 1\ndepends_on: []\nplan: lamps\n---\n\n# Lamps\n\n## Verification\n\n${verification}\n`,
  };
}

function gsd(verify: string): Documents {
  return {
    '.planning/phases/04-lamps/04-01-PLAN.md': `---\nphase: 04-lamps\nplan: 01\ntype: execute\nwave: 1\ndepends_on: []\nfiles_modified: [lib/a.js]\nautonomous: true\n---\n\n<objective>Lamps.</objective>\n\n<tasks>\n<task type="auto">\n  <name>Task 1: Lamps</name>\n  <action>Write it.</action>\n  <verify>${verify}</verify>\n  <done>Light.</done>\n</task>\n</tasks>\n`,
  };
}
