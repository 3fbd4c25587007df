import { expect, it } from 'vitest';
import { hiddenPlaces } from './hidden-places.ts';

it.each([
  ['Read(//srv/keys/**)', ['/srv/keys']],
  ['Read(//srv/keys/*)', ['/srv/keys']],
  ['Read(//srv/key.pem)', ['/srv/key.pem']],
  ['Read(~/.kube/**)', ['/home/user/.kube']],
  ['Read(~/.kube/config)', ['/home/user/.kube/config']],
  // Patterns instead of places, or places in the workspace.
  ['Read(//**/.env)', []],
  ['Read(~/*.pem)', []],
  ['Read(//)', []],
  ['Read(secrets/**)', []],
  ['Read(/secrets/**)', []],
  ['Read', []],
  ['Edit(//etc/**)', []],
  ['Bash(cat //etc/passwd)', []],
])('%s hides %j', (rule, places) => {
  expect(hiddenPlaces([{ rule, source: 'test', root: '/repo' }], '/home/user')).toEqual(places);
});
