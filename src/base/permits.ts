/** A semaphore. */
export interface Permits {
  /** Waits for a permit, first come first served; disposing of it returns it. Rejects if `signal` aborts first. */
  take(signal?: AbortSignalLike): Promise<Disposable>;
}

/** The part of AbortSignal that is used here; this layer does not depend on any runtime's types. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export function createPermits(count: number): Permits {
  const waiting: (() => void)[] = [];
  let free = count;

  return {
    async take(signal) {
      if (signal?.aborted) throw signal.reason;
      if (free > 0) free -= 1;
      else await turn(signal);
      let held = true;
      return {
        [Symbol.dispose]() {
          if (!held) return;
          held = false;
          const next = waiting.shift();
          if (next) next();
          else free += 1;
        },
      };
    },
  };

  async function turn(signal: AbortSignalLike | undefined): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const onAbort = () => {
      const at = waiting.indexOf(resolve);
      if (at < 0) return;
      waiting.splice(at, 1);
      reject(signal?.reason);
    };
    waiting.push(resolve);
    signal?.addEventListener('abort', onAbort);
    try {
      await promise;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }
}
