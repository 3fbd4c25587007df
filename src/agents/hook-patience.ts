/**
 * Seconds that an agent waits for its hook: 23 days. A hook that times out lets the call run. A timer of Node counts
 * milliseconds in 31 bits, and fires at once beyond that.
 */
export const hookPatience = 2_000_000;
