/** Reads the target of a request without throwing: the text comes from an unauthenticated caller. */
export interface Target {
  pathname: string;
  searchParams: URLSearchParams;
}

/**
 * Reads the request line's target in origin form (RFC 9112, 3.2.1). Other forms are for proxies, and `new URL` would
 * read `//name/path` as the address of another host, or throw.
 *
 * @returns undefined if the target is not a valid path
 */
export function readTarget(url: string | undefined): Target | undefined {
  if (url === undefined || !/^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/.test(url) || url.includes('#'))
    return undefined;
  const query = url.indexOf('?');
  return query < 0
    ? { pathname: url, searchParams: new URLSearchParams() }
    : { pathname: url.slice(0, query), searchParams: new URLSearchParams(url.slice(query + 1)) };
}
