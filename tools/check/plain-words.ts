/** Words that messages and documents may not use, each with the replacement. CONTRIBUTING.md describes the style. */
export const unplainWords: readonly [RegExp, string][] = [
  [/\basks? for leave\b|\bask(?:ed)? leave\b/i, 'ask for permission, need approval'],
  [/\b(?:is|are|was|were|be|being) told\b|\btold of\b/i, 'the active verb: fairlead shows, reports'],
  [/\bmend(?:s|ed|ing)?\b/i, 'fix'],
  [/\bobey(?:s|ed|ing)?\b/i, 'apply, follow, run'],
  [/\bgo(?:es)? on\b|\bwent on\b/i, 'continue'],
  [/\b(?:brings?|brought) (?:back|forth)\b/i, 'restore'],
  [/\bbr(?:eaks?|oke|oken) off\b|\bcall(?:s|ed)? off\b/i, 'cancel'],
  [/\btak(?:es?|en|ing) out\b|\btook out\b/i, 'revert'],
  [/\baway with\b/i, 'remove'],
  [/\bis nothing (?:that|to)\b/i, 'unknown, not found'],
  [/\bsee what (?:is|there)\b|\bsay what is to be\b/i, 'the command to run'],
  [/\bis no (?:plan|file|text|object|json|directory|number|list)\b/i, 'not a …'],
];
