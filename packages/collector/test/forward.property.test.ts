import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createCollector, createForwarder, createMemoryStore, type Fetch, type Forwarder, type Store } from '../src/index';
import { runs } from '../../core/test/seed';
import { createBench, event, post, start } from './calls';

/** What the network does with one request. */
const answers = ['taken', 'taken', 'taken', 'slow', 'refused for now', 'unreachable', 'answer lost', 'session gone'] as const;
type Fault = (typeof answers)[number];
/** What happens next: an event for one of the sessions, a kill of the process that forwards, or time. */
type Move = { readonly event: number } | 'killed' | 'time';

const story = fc.record({
  sessions: fc.integer({ min: 1, max: 4 }),
  faults: fc.array(fc.constantFrom<Fault>(...answers), { maxLength: 30 }),
  moves: fc.array(
    fc.oneof(
      { weight: 8, arbitrary: fc.nat(3).map((of): Move => ({ event: of })) },
      { weight: 1, arbitrary: fc.constant<Move>('killed') },
      { weight: 4, arbitrary: fc.constant<Move>('time') },
    ),
    { minLength: 5, maxLength: 60 },
  ),
});

const never = new Promise<never>(() => undefined);
const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A process that forwards, and that can be killed: what it does afterwards has no effect. */
function createProcess(store: Store, fetch: Fetch): { forward: Forwarder; kill(): void } {
  let isKilled = false;
  const forward = createForwarder({
    store: { ...store, mark: (sid, marks) => (isKilled ? never : store.mark(sid, marks)) },
    url: 'http://there.test',
    fetch: (url, init) => (isKilled ? never : fetch(url, init)),
    backoffMs: [0, 1],
    atOnce: 2,
  });
  return { forward, kill: () => void (isKilled = true) };
}

test(
  'every event arrives in its order, and a session is opened again only where its id was lost',
  { timeout: 60_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ sessions, faults, moves }) => {
        const there = createMemoryStore();
        let ids = 0;
        const target = createCollector({ store: there, now: () => 0, newId: () => `there${++ids}` });
        const left = [...faults];
        /** How often a session may be opened: once, and once more for each id that was lost. */
        let openings = sessions;
        const fetch: Fetch = async (url, init) => {
          const fault = left.shift() ?? 'taken';
          const isOpening = /sessions$/.test(url);
          if (fault === 'unreachable') throw new Error('There is no network.');
          if (fault === 'refused for now') return new Response('', { status: 503 });
          if (fault === 'session gone' && !isOpening) {
            openings++;
            return new Response('', { status: 404 });
          }
          if (fault === 'slow') for (let turn = 0; turn < 5; turn++) await tick();
          const response = await target(post(new URL(url).pathname, String(init.body)));
          if (fault !== 'answer lost') return response;
          if (isOpening) openings++;
          throw new Error('The connection broke.');
        };
        const here = createMemoryStore();
        let process = createProcess(here, fetch);
        // The collector stays; what forwards for it is exchanged.
        const forward = { ...process.forward, touch: (sid: string) => process.forward.touch(sid) };
        const bench = createBench({ store: here, forward, now: () => 0 });
        for (let n = 1; n <= sessions; n++) await bench.open(start({ 'media.id': `film ${n}` }));
        const counts = Array<number>(sessions).fill(0);
        for (const move of moves) {
          if (move === 'time') await tick();
          else if (move === 'killed') {
            process.kill();
            // What it was about to open, or had opened without having stored the id, is opened again.
            openings += sessions;
            process = createProcess(here, fetch);
            await process.forward.resume();
          } else {
            const of = move.event % sessions;
            const ts = 2_000 + 1_000 * counts[of]!++;
            await bench.send(`s${of + 1}`, event('play', { playerTime: { playhead: ts / 1_000, ts } }));
          }
        }
        await vi.waitFor(() => expect(process.forward.status()).toMatchObject({ waiting: 0, dead: [] }), {
          interval: 1,
          timeout: 5_000,
        });

        const arrived = await there.list();
        expect(arrived.length).toBeLessThanOrEqual(openings);
        for (const [of, count] of counts.entries()) {
          const parts = arrived.filter(({ about }) => about['media.id'] === `film ${of + 1}`);
          const times = new Set(parts.flatMap(({ events }) => events.map(({ playerTime }) => playerTime.ts)));
          for (let n = 0; n < count; n++) expect(times).toContain(2_000 + 1_000 * n);
        }
        expect((await here.list()).every(({ marks, eventCount }) => marks.forward?.done === eventCount)).toBe(true);
      }),
      runs(300),
    );
  },
);
