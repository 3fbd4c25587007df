/** The lines of JSON-RPC 2.0 that ACP is made of, one message each. */
import { isObject, parseFields, textOf, type Fields } from '../fields.ts';

export type RequestId = string | number;

export type Message =
  | { kind: 'request'; id: RequestId; method: string; params: Fields }
  | { kind: 'notification'; method: string; params: Fields }
  | { kind: 'response'; id: RequestId; answer: Answer }
  | { kind: 'unreadable'; why: string };

export type Answer = { ok: true; result: Fields } | { ok: false; error: Fields };

/** JSON-RPC's code for an unknown method. */
export const methodNotFound = -32_601;
/** ACP's code for a cancelled request. */
export const requestCancelled = -32_800;

export function readMessage(line: string): Message {
  const value = parseFields(line);
  if (value === null) return { kind: 'unreadable', why: 'not a JSON object' };
  const method = textOf(value['method']);
  const id = idOf(value['id']);
  const params = isObject(value['params']) ? value['params'] : {};
  if (method !== null)
    return id === null ? { kind: 'notification', method, params } : { kind: 'request', id, method, params };
  if (id === null) return { kind: 'unreadable', why: 'not a JSON-RPC message' };
  if (isObject(value['error'])) return { kind: 'response', id, answer: { ok: false, error: value['error'] } };
  return {
    kind: 'response',
    id,
    answer: { ok: true, result: isObject(value['result']) ? value['result'] : {} },
  };
}

export function requestLine(id: number, method: string, params: object): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params });
}

export function notificationLine(method: string, params: object): string {
  return JSON.stringify({ jsonrpc: '2.0', method, params });
}

export function resultLine(id: RequestId, result: object): string {
  return JSON.stringify({ jsonrpc: '2.0', id, result });
}

export function errorLine(id: RequestId, code: number, message: string): string {
  return JSON.stringify({ jsonrpc: '2.0', id, error: { code, message } });
}

function idOf(value: unknown): RequestId | null {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}
