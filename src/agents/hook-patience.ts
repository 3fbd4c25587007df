/**
 * Seconds that an agent waits for its hook, 23 days: one that it gives up on lets the call through. A timer of Node's
 * counts milliseconds in 31 bits, and fires at once beyond that.
 */
export const hookPatience = 2_000_000;
