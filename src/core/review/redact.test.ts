import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namesSecret, redact } from './redact.ts';

const letters = 'abcdefghij'.repeat(4);

describe('redact', () => {
  it.each([
    [`key sk-ant-${letters} end`, 'key [redacted] end'],
    [`ghp_${letters}`, '[redacted]'],
    [`github_pat_${letters}`, '[redacted]'],
    [`glpat-${letters}`, '[redacted]'],
    ['AKIAABCDEFGHIJKLMNOP', '[redacted]'],
    [`AIza${letters}`, '[redacted]'],
    ['xoxb-1234567890-abc', '[redacted]'],
    [`npm_${letters}`, '[redacted]'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', '[redacted]'],
    ['Authorization: Bearer abcdef123456', 'Authorization: Bearer [redacted]'],
    ['postgres://maria:hunter22@db/x', 'postgres://maria:[redacted]@db/x'],
    ['PASSWORD=correct-horse npm test', 'PASSWORD=[redacted] npm test'],
    ['{"api_key": "abcdef123"}', '{"api_key": "[redacted]"}'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nafter', '[redacted]\nafter'],
    ['-----BEGIN PRIVATE KEY-----\nMIIE', '[redacted]'],
  ])('takes the secret out of %j', (text, clean) => {
    expect(redact(text, [])).toBe(clean);
  });

  it.each([
    'git status',
    'the task is to make the token bucket fair',
    'https://example.org/a:b/c',
    'npm run build',
  ])('leaves %j as it is', (text) => {
    expect(redact(text, [])).toBe(text);
  });

  it('removes every known secret value', () => {
    const secret = fc.string({ minLength: 8, maxLength: 40 }).filter((text) => !'[redacted]'.includes(text));
    fc.assert(
      fc.property(fc.array(fc.string()), secret, (around, value) => {
        expect(redact(around.join(value), [value])).not.toContain(value);
      }),
    );
  });

  it('takes time in proportion to the text', () => {
    for (const piece of ['a:', '://a:', 'password:', 'sk-', '-----BEGIN PRIVATE KEY-----', ' '])
      expect(redact(piece.repeat(100_000), []).length).toBeGreaterThan(0);
  });

  it.each(['GITHUB_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'DB_PASSWORD', 'npm_config__auth'])(
    'knows %s',
    (name) => {
      expect(namesSecret(name)).toBe(true);
    },
  );

  it.each(['PATH', 'HOME', 'LANG', 'EDITOR'])('does not take %s for one', (name) => {
    expect(namesSecret(name)).toBe(false);
  });
});
