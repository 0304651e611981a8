import { afterAll, beforeAll, expect, test } from 'vitest';
import { moveIn, resolutions, type Consumer } from './consumer';
import { leaveRow } from './row';

const SAID = 'sessionStart play sessionComplete\n0 breaches\nfunction function function function function false false\n';
const compilers = ['5.4.5', '5.9.3', '6.0.3', '7.0.2'].map((version) => ({ version, name: `typescript-${version}` }));

let consumer: Consumer;
beforeAll(async () => {
  const adds = Object.fromEntries(compilers.map(({ name, version }) => [name, `npm:typescript@${version}`]));
  consumer = await moveIn('test/package/consumers/node', { installs: true, adds });
}, 300_000);
afterAll(() => consumer?.remove());

test.each(['mjs', 'cjs'])('what npm installed from the tarballs runs as .%s', async (ending) => {
  expect(await consumer.run(`session.${ending}`)).toBe(SAID);
});

test.each(compilers)(
  'TypeScript $version finds nothing wrong with any package, declarations and all',
  async ({ version, name }) => {
    for (const resolution of resolutions) expect(await consumer.check(resolution, name, '--skipLibCheck', 'false')).toBe('');
    leaveRow({ consumer: 'TypeScript', versions: [version], builds: 'not needed', types: resolutions, plays: '-' });
  },
  300_000,
);
