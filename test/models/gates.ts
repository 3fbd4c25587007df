/** Named gates that answers are held at, so that a test waits for an event and never for time. */
export interface Gates {
  /** Resolves as soon as somebody waits, or has waited, at the gate. */
  reached(name: string): Promise<void>;
  /** Lets through whoever waits at the gate, and everybody after. */
  release(name: string): void;
  /** Resolves when the gate is open. */
  pass(name: string): Promise<void>;
}

export function createGates(): Gates {
  const gates = new Map<string, { reached: PromiseWithResolvers<void>; open: PromiseWithResolvers<void> }>();

  return {
    reached: (name) => gate(name).reached.promise,
    release: (name) => gate(name).open.resolve(),
    pass(name) {
      gate(name).reached.resolve();
      return gate(name).open.promise;
    },
  };

  function gate(name: string) {
    const known = gates.get(name);
    if (known) return known;
    const made = { reached: Promise.withResolvers<void>(), open: Promise.withResolvers<void>() };
    gates.set(name, made);
    return made;
  }
}
