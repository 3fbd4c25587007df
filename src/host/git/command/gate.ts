/** Lets at most `places` tasks run at once; the others wait in the order they came. */
export interface Gate {
  /** @throws the signal's reason when aborted before the task began */
  run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export function createGate(places: number): Gate {
  let free = places;
  const waiting: (() => void)[] = [];

  return {
    async run(task, signal) {
      signal?.throwIfAborted();
      if (free > 0) free -= 1;
      else await nextPlace(signal);
      try {
        return await task();
      } finally {
        passOn();
      }
    },
  };

  function nextPlace(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        waiting.splice(waiting.indexOf(enter), 1);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      waiting.push(enter);
    });
  }

  function passOn(): void {
    const enter = waiting.shift();
    if (enter) enter();
    else free += 1;
  }
}
