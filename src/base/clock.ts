/** Time as a dependency, so that decisions get it as data and tests can turn it. */
export interface Clock {
  /** Milliseconds since 1970 UTC. May jump: people and time servers set it, and it goes on while the machine sleeps. */
  now(): number;
  /** Milliseconds since some moment. Never jumps, and stands still while the machine sleeps or the process is stopped. */
  steady(): number;
  /** Calls back once after `milliseconds`, unless disposed of first. */
  after(milliseconds: number, callback: () => void): Disposable;
}
