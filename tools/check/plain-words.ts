/** Words that messages, documents and comments must not use, each with its replacement. See CONTRIBUTING.md. */
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
  [/(?<!there )\bis nothing (?:that|to)\b/i, 'unknown, not found'],
  [/\bsee what (?:is|there)\b|\bsay what is to be\b/i, 'the command to run'],
  [/(?<!there )\bis no (?:plan|file|text|object|json|directory|number|list)\b/i, 'not a …'],
  [/\banew\b/i, 'again'],
  [/\bwho(?:m)?ever\b/i, 'the caller, the user, anyone who'],
  [/\bc(?:omes?|ame|oming) into being\b/i, 'is created'],
];

/** @returns one text per word in `text`, with the replacement */
export function listUnplainWords(text: string): string[] {
  return unplainWords.flatMap(([words, replacement]) => {
    const [found] = words.exec(text) ?? [];
    return found === undefined ? [] : [`write ${replacement}: ${found}`];
  });
}
