/**
 * The globals that Node and browsers share, as far as this layer uses them. The layer runs in both, so it depends on
 * neither's types.
 */

declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}

interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { once: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

declare const crypto: { randomUUID(): string };

declare function fetch(
  url: string,
  options: { method: string; headers: Record<string, string>; body?: string; signal?: AbortSignal },
): Promise<{
  status: number;
  json(): Promise<unknown>;
  body: AsyncIterable<Uint8Array> | null;
}>;

declare class TextDecoder {
  decode(bytes?: Uint8Array, options?: { stream: boolean }): string;
}
