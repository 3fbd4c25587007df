import { expect, it } from 'vitest';
import { readMessage } from './wire.ts';

it.each([
  ['{"id":1,"method":"m","params":{"a":1}}', { kind: 'request', id: 1, method: 'm', params: { a: 1 } }],
  ['{"id":"x","method":"m"}', { kind: 'request', id: 'x', params: {} }],
  ['{"id":null,"method":"m","params":[]}', { kind: 'notification', method: 'm', params: {} }],
  ['{"id":1,"result":{"a":1}}', { kind: 'response', id: 1, answer: { ok: true, result: { a: 1 } } }],
  ['{"id":1,"result":null}', { kind: 'response', answer: { ok: true, result: {} } }],
  ['{"id":1,"result":null,"error":null}', { kind: 'response', answer: { ok: true } }],
  ['{"id":1,"error":{"code":7}}', { kind: 'response', answer: { ok: false, error: { code: 7 } } }],
  ['{}', { kind: 'unreadable', why: 'not a JSON-RPC message' }],
  ['{"id":{}}', { kind: 'unreadable' }],
  ['[{"id":1}]', { kind: 'unreadable', why: 'not a JSON object' }],
  ['Welcome to the agent!', { kind: 'unreadable' }],
  ['{"id":1,"result":{"\uFFFD', { kind: 'unreadable' }],
])('reads %s', (line, message) => expect(readMessage(line)).toMatchObject(message));
