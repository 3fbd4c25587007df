/**
 * A serial queue: tasks run one after another in the given order. A task that fails does not stop the next. {@link
 * Lane.drain} waits for all of them.
 */
export interface Lane {
  /** Runs `task` after all earlier ones; settles as the task does. */
  run<T>(task: () => T | PromiseLike<T>): Promise<T>;
  /** Resolves when nothing is queued or running, including tasks added meanwhile. */
  drain(): Promise<void>;
  /** Tasks queued or running. */
  readonly size: number;
}

export function createLane(): Lane {
  let tail: Promise<unknown> = Promise.resolve();
  let size = 0;

  return {
    run(task) {
      size += 1;
      const result = tail.then(task);
      tail = result.then(settle, settle);
      return result;
    },
    async drain() {
      while (size > 0) await tail;
    },
    get size() {
      return size;
    },
  };

  function settle(): void {
    size -= 1;
  }
}
