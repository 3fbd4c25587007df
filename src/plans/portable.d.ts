/** What every JavaScript runtime offers, as far as this layer uses it. */

declare class TextDecoder {
  constructor(label?: string, options?: { ignoreBOM?: boolean });
  decode(bytes?: Uint8Array): string;
}
