import type { Decision } from '../../../contract/verdict.ts';
import { covers } from './covers.ts';

/**
 * Whether a domain pattern covers a host: `*.` at the beginning matches any subdomain but not the domain itself, a
 * `*` elsewhere does not cross a dot.
 */
export function matchesDomain(pattern: string, url: unknown, decision: Decision): boolean {
  const host = typeof url === 'string' ? hostOf(url, decision) : undefined;
  if (host === undefined) return false;
  const wanted = tidy(pattern);
  if (wanted === '*') return true;
  if (wanted.startsWith('*.')) {
    const rest = wanted.slice(2).split('.');
    const labels = host.split('.');
    return labels.length > rest.length && same(rest, labels.slice(-rest.length));
  }
  return same(wanted.split('.'), host.split('.'));
}

function same(patterns: string[], labels: string[]): boolean {
  return (
    patterns.length === labels.length &&
    patterns.every((pattern, index) => covers(pattern, labels[index] ?? ''))
  );
}

/** For an allow rule, only an address that all parsers read the same way has a host. */
function hostOf(url: string, decision: Decision): string | undefined {
  const plain = /^(?:https?:\/\/)?([a-z0-9.-]+)(?::\d+)?(?:[/?#]|$)/i.exec(url)?.[1];
  if (plain !== undefined || decision === 'allow') return plain === undefined ? undefined : tidy(plain);
  const any = /^\s*(?:[a-z][a-z0-9+.-]*:)?[/\\]*(?:[^/\\?#]*@)?([^/\\?#:@\s]+)/i.exec(url)?.[1];
  return any === undefined ? undefined : tidy(any);
}

function tidy(host: string): string {
  return host.toLowerCase().replace(/\.$/, '');
}
