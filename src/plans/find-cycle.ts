interface Node {
  id: string;
  depends_on: readonly string[];
}

/**
 * @returns a cycle of dependencies, each unit before the one it waits for; undefined if there is none. Linear,
 *   without recursion.
 */
export function findCycle(nodes: readonly Node[]): string[] | undefined {
  const waiting = new Map(nodes.map((node) => [node.id, 0]));
  const dependents = new Map<string, string[]>();
  for (const node of nodes)
    for (const need of node.depends_on) {
      if (!waiting.has(need)) continue;
      waiting.set(node.id, (waiting.get(node.id) ?? 0) + 1);
      const list = dependents.get(need);
      if (list) list.push(node.id);
      else dependents.set(need, [node.id]);
    }
  const ready = nodes.filter((node) => waiting.get(node.id) === 0).map((node) => node.id);
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    waiting.delete(id);
    for (const dependent of dependents.get(id) ?? []) {
      const left = (waiting.get(dependent) ?? 0) - 1;
      waiting.set(dependent, left);
      if (left === 0) ready.push(dependent);
    }
  }
  return waiting.size === 0
    ? undefined
    : ringAmong(
        nodes.filter((node) => waiting.has(node.id)),
        waiting,
      );
}

/** Every remaining node waits for another remaining one, so following them returns to a visited node. */
function ringAmong(nodes: readonly Node[], left: ReadonlyMap<string, number>): string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const path: string[] = [];
  const seen = new Map<string, number>();
  let at = nodes[0]?.id;
  while (at !== undefined && !seen.has(at)) {
    seen.set(at, path.length);
    path.push(at);
    at = byId.get(at)?.depends_on.find((need) => left.has(need));
  }
  return path.slice(at === undefined ? 0 : seen.get(at));
}
