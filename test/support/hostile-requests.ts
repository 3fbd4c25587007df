/** Requests that a stranger, a web page or a broken program may send, from a seeded source of chance. */
import type { Random } from './random.ts';

const methods = [
  'GET',
  'POST',
  'PUT',
  'HEAD',
  'OPTIONS',
  'CONNECT',
  'TRACE',
  'PATCH',
  'DELETE',
  'QUERY',
  'get',
  '',
];

const targets = [
  '/',
  '//',
  '///',
  '/\\',
  '/\\\\x',
  '*',
  '',
  'http://[',
  'http://',
  'http://[::1',
  'http://127.0.0.1/api/v1/live',
  '//evil.example/api/v1/live',
  '//[/',
  '/%',
  '/%00',
  '/%ff%fe',
  '/..//..//etc/passwd',
  '/api/v1/live',
  '/api/v1/events',
  '/api/v1/events?after=-1',
  '/api/v1/events?follow=false&after=99999999999999999999',
  '/api/v1/sessions',
  '/api/v1/sessions/%',
  '/api/v1/sessions/x/events?limit=NaN',
  '/api/v1/commands',
  '/api/v1/../../x',
  '?',
  '#',
  '/#x',
  '/?=&&=%',
  'ws://x/',
  'javascript:1',
  ':80',
  '/\u00ff\u0080',
  `/${'a'.repeat(9_000)}`,
];

const names = [
  'Host',
  'Origin',
  'Authorization',
  'Upgrade',
  'Connection',
  'Sec-WebSocket-Key',
  'Sec-WebSocket-Version',
  'Sec-WebSocket-Protocol',
  'Sec-WebSocket-Extensions',
  'Content-Length',
  'Transfer-Encoding',
  'Content-Type',
  'Expect',
  'Last-Event-ID',
  'X-\u00ff',
  '',
];

const values = [
  '',
  '127.0.0.1',
  '[',
  ']:x',
  'a b',
  'evil.example',
  'null',
  'Bearer',
  'Bearer x',
  'Bearer \u00ff\u00ff',
  'websocket',
  'h2c',
  'Upgrade',
  'upgrade, close',
  'keep-alive',
  'close',
  'dGhlIHNhbXBsZSBub25jZQ==',
  '13',
  '-1',
  '0',
  '5',
  '99999999999999999999',
  'chunked',
  'gzip, chunked',
  'application/json',
  '100-continue',
  '200-ok',
  'permessage-deflate; x="',
  ',,,',
];

const bodies = [
  '',
  '{}',
  '{"type":"stop_all"}',
  '[',
  '\0\0',
  '5\r\nhello\r\n0\r\n\r\n',
  'ffffffffff\r\n',
  '\u0081\u0080',
];

/** What makes a WebSocket of a request, in any browser. */
const upgrading =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

export interface Caller {
  /** Host and Authorization as somebody sends them who may come in. */
  host: string;
  authorization: string;
}

/**
 * Several requests for one connection, one after another without waiting. All but the last can be parsed, so that each is
 * answered; the last may be anything, since a server closes the connection, or gives it away, after it.
 */
export function hostileRequests(random: Random, count: number, caller: Caller): string {
  const some = Array.from({ length: count - 1 }, () => parseable(random, caller));
  return [...some, random.below(2) === 0 ? upgrade(random, caller) : broken(random, caller)].join('');
}

function parseable(random: Random, caller: Caller): string {
  const lines = [
    `${random.pick(['GET', 'GET', 'HEAD', 'OPTIONS', 'DELETE'])} ${target(random)} HTTP/1.1`,
    ...heads(random, caller),
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

function upgrade(random: Random, caller: Caller): string {
  return `GET ${target(random)} HTTP/1.1\r\n${heads(random, caller).join('\r\n')}\r\n${upgrading}\r\n`;
}

function broken(random: Random, caller: Caller): string {
  const version = random.pick(['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9', '', 'ICY']);
  const lines = [`${random.pick(methods)} ${target(random)} ${version}`, ...heads(random, caller)];
  for (let more = random.below(4); more > 0; more -= 1)
    lines.push(`${random.pick(names)}: ${random.pick(values)}`);
  return `${lines.join('\r\n')}\r\n${random.pick(['\r\n', ''])}${random.pick(bodies)}`;
}

function heads(random: Random, { host, authorization }: Caller): string[] {
  const lines = [`Host: ${random.below(10) > 0 ? host : random.pick(values)}`];
  if (random.below(4) === 0) lines.push(`Authorization: ${authorization}`);
  if (random.below(4) === 0) lines.push(`Origin: ${random.pick(values)}`);
  return lines;
}

function target(random: Random): string {
  if (random.below(5) > 0) return random.pick(targets);
  return `/${Array.from({ length: random.below(12) }, () => String.fromCharCode(0x21 + random.below(0xdf))).join('')}`;
}
