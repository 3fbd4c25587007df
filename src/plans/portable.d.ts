/** Globals of every JavaScript runtime, as far as this layer uses them. */

declare class TextDecoder {
  constructor(label?: string, options?: { ignoreBOM?: boolean });
  decode(bytes?: Uint8Array): string;
}
