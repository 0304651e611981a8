import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { faults as allFaults, spells } from './conditions';
import { play } from './play';
import { print } from './print';
import { createTally, tableOf } from './tally';
import { wires } from './wires';

/** `FAULT_SEED=7` plays that seed alone, and prints what happened. */
const { FAULT_SEED, FAULTS, TEST_ALL } = process.env;
const count = TEST_ALL ? 2_000 : 50;
const seeds = FAULT_SEED ? [Number(FAULT_SEED)] : Array.from({ length: count }, (_, index) => index + 1);
const runs = Object.values(wires).map((wire) => ({ wire, name: wire.name, tally: createTally() }));

afterAll(() => {
  if (!FAULTS) return;
  mkdirSync(dirname(FAULTS), { recursive: true });
  writeFileSync(FAULTS, runs.map(({ name, tally }) => `## ${name} API\n\n${tableOf(tally)}`).join('\n'));
});

describe.each(runs)('over the $name API', ({ name, wire, tally }) => {
  describe('whatever befalls the network, nothing is lost without a reason, nothing is out of order, and the report is the same', () => {
    test.each(seeds)('seed %i', async (seed) => {
      const played = await play(seed, wire);
      tally.add(played);
      const { breaches, faulty, viewing } = played;
      if (FAULT_SEED) console.info(print(viewing, faulty));
      if (breaches.length)
        expect.fail(`FAULT_SEED=${seed} plays this again:\n${breaches.join('\n')}\n\n${print(viewing, faulty)}`);
    });
  });

  test.runIf(!FAULT_SEED)('enough befell it to prove something', () => {
    const { faults, figures, losses } = tally;
    const unseen = [...allFaults, ...spells, 'offline spell', 'clock jump', 'page freeze', 'page closed'].filter(
      (fault) => !faults.get(fault),
    );
    expect(unseen).toEqual([]);
    expect(figures.get('events that arrived again, with the same body')).toBeGreaterThan(count);
    // A 500 is final with the Media Edge API, so fewer sessions are whole.
    const least = name === 'Media Edge' ? 0.2 : 0.3;
    expect(figures.get('sessions whose report could be compared, and was equal')! / figures.get('sessions')!).toBeGreaterThan(
      least,
    );
    expect(losses.size).toBeGreaterThan(4);
  });

  test('a seed happens again exactly', async () => {
    const [one, other] = [await play(seeds[0]!, wire), await play(seeds[0]!, wire)];
    expect(print(other.viewing, other.faulty)).toBe(print(one.viewing, one.faulty));
  });
});
