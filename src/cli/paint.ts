/** Colours by meaning. The words always carry the meaning too. */
export type Paint = (text: string, tone: Tone) => string;

export type Tone = 'good' | 'bad' | 'busy' | 'attention' | 'quiet' | 'strong';

/** Select Graphic Rendition codes (ECMA-48). */
const codes: Record<Tone, number> = { good: 32, bad: 31, busy: 34, attention: 33, quiet: 2, strong: 1 };

export function painter(lively: boolean): Paint {
  return (text, tone) => (lively ? `\u001B[${codes[tone]}m${text}\u001B[0m` : text);
}
