import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { VERSION } from '../src/version';

test('the version that goes on the wire is that of the package', () => {
  expect(VERSION).toBe(manifest.version);
});
