/** The meaning of curl's words (curl(1), 8.14): known options, and files. */

interface CurlFiles {
  reads: string[];
  writes: string[];
  /** Whether every option is known, and none runs, configures or loads anything. */
  understood: boolean;
}

/** Short options without a value. */
const flags = 'sSfLiIvkGgN46anOZ#';

/** Short and long options with a value, and the kind of the value. */
const valued: Readonly<Record<string, 'text' | 'data' | 'form' | 'header' | 'read' | 'write'>> = {
  A: 'text',
  'user-agent': 'text',
  b: 'data',
  cookie: 'data',
  c: 'write',
  'cookie-jar': 'write',
  d: 'data',
  data: 'data',
  'data-ascii': 'data',
  'data-binary': 'data',
  'data-urlencode': 'data',
  'data-raw': 'text',
  json: 'data',
  D: 'write',
  'dump-header': 'write',
  e: 'text',
  referer: 'text',
  F: 'form',
  form: 'form',
  'form-string': 'text',
  H: 'header',
  header: 'header',
  m: 'text',
  'max-time': 'text',
  'connect-timeout': 'text',
  retry: 'text',
  'retry-delay': 'text',
  'retry-max-time': 'text',
  'max-redirs': 'text',
  'max-filesize': 'text',
  'limit-rate': 'text',
  range: 'text',
  r: 'text',
  o: 'write',
  output: 'write',
  T: 'read',
  'upload-file': 'read',
  u: 'text',
  user: 'text',
  'oauth2-bearer': 'text',
  w: 'header',
  'write-out': 'header',
  X: 'text',
  request: 'text',
  url: 'text',
  cacert: 'read',
};

/** Long options without a value. */
const longFlags =
  /^(?:silent|show-error|fail|fail-with-body|location|include|head|verbose|insecure|get|no-buffer|ipv4|ipv6|http1\.[01]|http2|compressed|no-progress-meter|progress-bar|retry-connrefused|retry-all-errors|create-dirs|globoff|tlsv1\.[0-3]|basic|remote-name|parallel|append|raw)$/;

/** More options that name an output file: not understood, but protected. */
const otherWriting =
  /^--(?:trace|trace-ascii|libcurl|stderr|etag-save|hsts|alt-svc|output-dir|dump-header|cookie-jar|output|ssl-sessions)(?:=(.*))?$/s;
const otherReading =
  /^--(?:config|netrc-file|cert|key|etag-compare|proto-default|unix-socket|crlfile|pubkey)(?:=(.*))?$/s;

export function curlFiles(words: readonly string[]): CurlFiles {
  const found: CurlFiles = { reads: [], writes: [], understood: true };
  const rest = words.slice(1);
  for (let at = 0; at < rest.length; at += 1) {
    const word = rest[at] ?? '';
    const next = () => rest[(at += 1)] ?? '';
    if (word.startsWith('--')) readLong(word, next, found);
    else if (word.startsWith('-') && word.length > 1) readCluster(word, next, found);
    else readAddress(word, found);
  }
  // By the name at the end of the address.
  if (rest.some((word) => /^-[a-zA-Z#]*O|^--remote-name/.test(word)))
    found.writes.push(...rest.flatMap((word) => /^[^-].*\/([^/?#]+)(?:[?#].*)?$/s.exec(word)?.[1] ?? []));
  return found;
}

function readLong(word: string, next: () => string, found: CurlFiles): void {
  const [, name = '', value] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
  if (longFlags.test(name) && value === undefined) return;
  const kind = Object.hasOwn(valued, name) && name.length > 1 ? valued[name] : undefined;
  if (kind) {
    const given = value ?? next();
    if (name === 'url') readAddress(given, found);
    else take(kind, given, found);
    return;
  }
  found.understood = false;
  if (otherWriting.test(word)) found.writes.push(value ?? next());
  else if (otherReading.test(word)) found.reads.push(value ?? next());
}

function readCluster(word: string, next: () => string, found: CurlFiles): void {
  for (let index = 1; index < word.length; index += 1) {
    const letter = word[index] ?? '';
    if (flags.includes(letter)) continue;
    const kind = Object.hasOwn(valued, letter) ? valued[letter] : undefined;
    if (kind) return take(kind, word.slice(index + 1) || next(), found);
    found.understood = false;
    if ('KEtyYxUPzCQ'.includes(letter)) {
      const value = word.slice(index + 1) || next();
      if (letter === 'K' || letter === 'E') found.reads.push(value);
      return;
    }
  }
}

function take(kind: (typeof valued)[string], value: string, { reads, writes }: CurlFiles): void {
  if (kind === 'write') writes.push(value);
  else if (kind === 'read') reads.push(value);
  else if (kind === 'header' && value.startsWith('@')) reads.push(value.slice(1));
  else if (kind === 'data') {
    // `@file`, `name@file`; a cookie without `=` is a file too.
    const at = value.indexOf('@');
    if (at >= 0) reads.push(value.slice(at + 1));
    else if (!value.includes('=')) reads.push(value);
  } else if (kind === 'form') {
    for (const [, path = ''] of value.matchAll(/[=,][@<]"?([^;,"]*)/g)) reads.push(path);
  }
}

/** Other schemes than http and https read files, or can reach anything: `file:`, `scp:`, `gopher:`. */
function readAddress(word: string, found: CurlFiles): void {
  if (!/^https?:\/\/[^\s]*$/i.test(word) && !/^[\w.-]+(:\d+)?([/?#]\S*)?$/.test(word))
    found.understood = false;
  // Output names may contain `#1`, which stands for a pattern in the address.
  if (found.writes.some((path) => path.includes('#'))) found.understood = false;
}
