/** Time as a dependency, so that decisions get it as data and tests can turn it. */
export interface Clock {
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** Calls back once after `milliseconds`, unless disposed of first. */
  after(milliseconds: number, callback: () => void): Disposable;
}
