/** Reads untrusted data of another program field by field: a field that is missing or of another type is null. */
export type Fields = Readonly<Record<string, unknown>>;

/** Returns the entry of exactly this name; names that every object has, such as `constructor`, do not count. */
export function entryOf<V>(record: Readonly<Record<string, V>>, name: string | null): V | undefined {
  return name !== null && Object.hasOwn(record, name) ? record[name] : undefined;
}

/** @returns the object in a JSON text; null if it is not an object */
export function parseFields(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** @returns the fields of an object; empty if the value is not an object */
export function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
