import { afterAll, beforeAll, expect, test } from 'vitest';
import { moveIn, resolutions, type Consumer, type Resolution } from './consumer';
import { leaveRow } from './row';

const TOLD = 'sessionStart play sessionComplete';
const SAID = `${TOLD}\n0 breaches\nfunction function function function function false false\n`;
const types: Resolution[] = [];

let consumer: Consumer;
beforeAll(async () => {
  consumer = await moveIn('test/package/consumers/node');
});
afterAll(() => consumer?.remove());

test.each(resolutions)('every package and subpath has types for modules and CommonJS under %s', async (resolution) => {
  expect(await consumer.check(resolution)).toBe('');
  types.push(resolution);
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
      types,
      plays: TOLD,
    });
  },
);
