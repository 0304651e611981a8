import { afterAll, beforeAll, expect, test } from 'vitest';
import { moveIn, resolutions, type Consumer } from './consumer';
import { leaveRow } from './row';

const TOLD = 'sessionStart play sessionComplete';
const SAID = `${TOLD}\n0 breaches\nfunction function function function function function function function false false\n`;

let consumer: Consumer;
beforeAll(async () => {
  consumer = await moveIn('test/package/consumers/node');
});
afterAll(() => consumer?.remove());

test('every package and subpath has types for modules and CommonJS, however modules are found', async () => {
  expect(await Promise.all(resolutions.map((resolution) => consumer.check(resolution)))).toEqual(['', '', '']);
});

test.each([
  ['mjs', 'ES modules'],
  ['cjs', 'CommonJS'],
])(
  'a server that loads every package as .%s tracks a session to a collector, and no adapter needs a window',
  async (ending, kind) => {
    expect(await consumer.run(`session.${ending}`)).toBe(SAID);
    leaveRow({
      consumer: `Node, ${kind}`,
      versions: [`Node ${process.versions.node}`],
      builds: 'not needed',
      types: resolutions,
      plays: TOLD,
    });
  },
);
