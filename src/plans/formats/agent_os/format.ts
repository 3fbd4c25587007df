import { tickBoxes } from '../../write-back/boxes.ts';
import { readAgentOs } from './read.ts';
import type { PlanFormat } from '../../plan-format.ts';

export const agentOs: PlanFormat = {
  name: 'agent_os',
  detect: {
    place: /\/\.?agent-os\/(?:product\/)?specs\/[^/]+\/tasks\.md$/,
    signs: [],
    companions: null,
    refuse: null,
  },
  read: readAgentOs,
  wanted: {
    inDirectory: [{ rank: 50, path: /(?:^|\/)\.?agent-os\/(?:product\/)?specs\/[^/]+\/tasks\.md$/ }],
    instead: null,
    beside: null,
    parts: null,
  },
  directories: ['agent-os', '.agent-os'],
  writeBack: (input) => tickBoxes(input),
};
