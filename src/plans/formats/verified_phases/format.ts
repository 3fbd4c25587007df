import { tickBoxesOrLine } from '../../write-back/first-line.ts';
import { hasVerifiedPhases, readVerifiedPhases } from './read.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const verifiedPhases: PlanFormat = {
  name: 'verified_phases',
  detect: {
    place: null,
    signs: [
      {
        in: 'markdown',
        by: 'shape',
        find: (file) => (hasVerifiedPhases(file) ? 'phases with "Automated Verification"' : undefined),
      },
    ],
    companions: null,
    refuse: null,
  },
  read: readVerifiedPhases,
  wanted: {
    inDirectory: [],
    instead: null,
    beside: null,
    parts: null,
  },
  directories: [],
  writeBack: tickBoxesOrLine,
};
