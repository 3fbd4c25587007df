/** Time as a dependency, so that decisions get it as data and tests can set it. */
export interface Clock {
  /**
   * Milliseconds since 1970 UTC. May jump: people and time servers set it, and it advances while the machine sleeps.
   */
  now(): number;
  /**
   * Milliseconds since an arbitrary moment. Never jumps, and stops while the machine sleeps or the process is
   * stopped.
   */
  steady(): number;
  /** Calls back once after `milliseconds`, unless disposed of before. */
  after(milliseconds: number, callback: () => void): Disposable;
}
