import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { edge } from '../src/edge';
import { createFakeAdapter, track } from './tracking';

/** A request is given up after 10 s; here each is answered before. */
const PATIENCE_MS = 9_000;

let window: EventTarget;
let document: EventTarget & { hidden: boolean };
beforeEach(() => {
  window = new EventTarget();
  document = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal('window', window);
  vi.stubGlobal('document', document);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** What a page may go through; `cut`: the browser rejects what is in flight as the page goes, and delivers it all the same. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 4_000 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('answer' as const), which: fc.nat(3) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('emit' as const),
      type: fc.constantFrom('paused' as const, 'playRequested' as const, 'playing' as const, 'waiting' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), persisted: fc.boolean(), cut: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('return' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('show' as const), hidden: fc.boolean() }) },
);

const wires = {
  'Media Collection': {},
  'Media Edge': { endpoint: undefined, wire: edge({ datastreamId: 'd' }) },
};

test.each(Object.entries(wires))(
  'over %s no event is sent twice, however late the answers come as a page is left',
  async (_, wire) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        window = new EventTarget();
        document = Object.assign(new EventTarget(), { hidden: false });
        vi.stubGlobal('window', window);
        vi.stubGlobal('document', document);
        const sent: string[] = [];
        const waiting: { since: number; answer(): void; fail(): void }[] = [];
        let sessions = 0;
        const { clock, tracker } = track({
          prerollWait: 0,
          fetch: (url, { body }) => {
            const [, type, ts] =
              /"eventType":"(?:media\.)?(\w+)".*"ts":(\d+)/.exec(body) ??
              /"eventType":"media\.(\w+)","timestamp":"([^"]+)"/.exec(body)!;
            const opens = type === 'sessionStart';
            sent.push(
              `${
                opens
                  ? ''
                  : /sessions\/(\w+)|"sessionID":"(\w+)"/
                      .exec(url + body)!
                      .slice(1)
                      .join('')
              } ${type} ${ts}`,
            );
            return new Promise((resolve, reject) => {
              const id = String(++sessions).padStart(64, '0');
              waiting.push({
                since: clock.now(),
                fail: () => reject(new TypeError('cut')),
                answer: () => {
                  if (!opens) return resolve(new Response(null, { status: 204 }));
                  const handle = [{ type: 'media-analytics:new-session', payload: [{ sessionId: id }] }];
                  const isEdge = 'wire' in wire;
                  resolve(
                    isEdge
                      ? new Response(JSON.stringify({ handle }))
                      : new Response(null, { status: 201, headers: { Location: `/api/v1/sessions/${id}` } }),
                  );
                },
              });
            });
          },
          ...(wire as object),
        });
        const settle = async (): Promise<void> => {
          for (let turn = 0; turn < 40; turn++) await Promise.resolve();
        };
        const beginning = clock.now();
        const fake = createFakeAdapter(undefined, () => (clock.now() - beginning) / 1_000);
        tracker.attach(fake);
        fake.emit({ type: 'playRequested' });
        fake.emit({ type: 'playing' });
        let isAway = false;
        for (const one of steps) {
          if (one.do === 'pass') {
            for (const late of waiting.filter(({ since }) => clock.now() + one.ms - since > PATIENCE_MS)) {
              waiting.splice(waiting.indexOf(late), 1);
              late.answer();
            }
            await settle();
            clock.advance(one.ms);
            if (!isAway) fake.emit({ type: 'progress' });
          } else if (one.do === 'answer') waiting.splice(one.which, 1)[0]?.answer();
          else if (one.do === 'emit') {
            if (!isAway) fake.emit({ type: one.type });
          } else if (one.do === 'leave') {
            isAway = true;
            window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: one.persisted }));
            if (one.cut) for (const { fail } of waiting.splice(0)) fail();
            document.hidden = true;
            document.dispatchEvent(new Event('visibilitychange'));
          } else if (one.do === 'return') {
            isAway = document.hidden = false;
            clock.advance(1);
            document.dispatchEvent(new Event('visibilitychange'));
            window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
          } else {
            document.hidden = one.hidden;
            document.dispatchEvent(new Event('visibilitychange'));
          }
          await settle();
        }
        expect(sent.filter((request, index) => sent.indexOf(request) < index)).toEqual([]);
        tracker.destroy();
      }),
      { numRuns: 500 },
    );
  },
  60_000,
);
