import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LostReason, MediaEvent } from '@media-collection/core';
import { report } from '@media-collection/report';
import { judgeDelivery } from '../faults/delivery';
import { createRandom } from '../faults/random';
import { print } from '../faults/print';
import type { Run } from '../faults/run';
import type { Step, Viewing } from '../faults/step';
import { wires } from '../faults/wires';
import { startFaultyService, type FaultyService } from './faulty-service';
import { openStage, type Stage } from './browser';

/** What a page kept of one tracker. */
interface Kept {
  readonly made: readonly MediaEvent[];
  readonly lost: readonly (readonly [event: MediaEvent, reason: LostReason, at: number])[];
}

const seed = Number(process.env.FAULT_SEED ?? 20_260_117);
const TRACKERS = 20;
const PLAY_MS = 8_000;

let stage: Stage;
let service: FaultyService;
beforeAll(async () => {
  service = await startFaultyService(seed);
  stage = await openStage({ scripts: ['/core.min.js'] });
});
afterAll(async () => {
  await stage.close();
  await service.close();
});

/** What each page tracks by hand, and when: much of everything, for a few seconds. */
const stepsOf = (number: number): Step[] => {
  const random = createRandom(seed + number);
  const content = { 'media.id': `content-${number}`, 'media.length': 60, 'media.contentType': 'vod' };
  const steps: Step[] = [[0, 'track', 'sessionStart', content]];
  const words = ['play', 'pauseStart', 'seekStart', 'seekComplete', 'bufferStart', 'bufferComplete', 'bitrateChange'] as const;
  let at = random.between(0, 300);
  steps.push([at, 'track', 'play']);
  for (let index = 1; at < PLAY_MS; index++) {
    at += random.between(0, 500);
    const pick = random.between(0, 9);
    if (pick < 7) steps.push([at, 'track', words[pick]!]);
    else if (pick < 9)
      steps.push([
        at,
        'track',
        'chapterStart',
        { 'media.chapter.index': index, 'media.chapter.offset': index, 'media.chapter.length': 5 },
      ]);
    else steps.push([at, 'track', 'error', { 'media.qoe.errorID': `e-${index}`, 'media.qoe.errorSource': 'player' }]);
  }
  return [...steps, [at, 'track', 'sessionEnd']];
};

/** Runs in the page: a tracker for each list of steps; resolves when nothing of them waits any more. */
async function perform({ endpoint, lists }: { endpoint: string; lists: Step[][] }): Promise<Kept[]> {
  const begun = performance.now();
  const waits = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  let open = 0;
  let last = begun;
  const act = async (steps: Step[], number: number): Promise<Kept> => {
    const made: MediaEvent[] = [];
    const lost: [MediaEvent, LostReason, number][] = [];
    const tracker = window.mediaCollection.createTracker({
      endpoint: `${endpoint}/t${number}`,
      params: {
        'analytics.trackingServer': 'a',
        'analytics.reportSuite': 'b',
        'visitor.marketingCloudOrgId': 'c@AdobeOrg',
        'media.channel': 'd',
        'media.playerName': 'e',
      },
      prerollWait: 0,
      playhead: () => (performance.now() - begun) / 1_000,
      onEvent: (event) => made.push(event),
      onLost: (event, reason) => lost.push([event, reason, Date.now()]),
      onWarning: () => {},
      fetch: async (url, init) => {
        open++;
        try {
          return await fetch(url, init);
        } finally {
          open--;
          last = performance.now();
        }
      },
    });
    for (const [at, , ...words] of steps) {
      await waits(begun + at - performance.now());
      (tracker.track as (...words: unknown[]) => void)(...words);
    }
    return { made, lost };
  };
  const kept = await Promise.all(lists.map(act));
  // The longest wait between two attempts of so short a time.
  while (open || performance.now() - last < 20_000) await waits(500);
  return kept;
}

test(`${TRACKERS} sessions in a real browser, over a network that drops and delays, lose nothing without a reason`, async () => {
  const lists = Array.from({ length: TRACKERS }, (_, number) => stepsOf(number));
  const pages = await stage.page.evaluate(perform, { endpoint: service.url, lists });
  const seen = new Set<string>();
  let whole = 0;
  for (const [number, page] of pages.entries()) {
    const attempts = service.attempts(`t${number}`);
    for (const { fault } of attempts) if (fault) seen.add(fault);
    const ids = attempts.flatMap(({ given, session }) => [given, session]).filter((id) => id !== undefined);
    let session = -1;
    const run: Run = {
      wire: wires.mediaCollection,
      made: page.made.map((event) => {
        if (event.eventType === 'sessionStart') session++;
        return { event, body: JSON.stringify(event), session };
      }),
      lost: page.lost.map(([event, reason, at]) => ({ body: JSON.stringify(event), reason, at })),
      attempts,
      kept: await service.kept(ids),
      log: [],
      warnings: [],
      diedAt: undefined,
      withheld: [],
    };
    const viewing: Viewing = {
      byHand: true,
      prerollWait: 0,
      adPingInterval: 10_000,
      consent: 'in',
      params: undefined,
      steps: lists[number]!,
    };
    const breaches = [...judgeDelivery(run, viewing)];
    expect(breaches, `${breaches.join('\n')}\n${print(viewing, run)}`).toEqual([]);
    if (page.lost.length || attempts.some(({ session: id, answered }) => id && (answered === 404 || answered === 410))) continue;
    whole++;
    const own = run.kept.get(attempts.find((one) => one.session)!.session!)!;
    const once = [...new Set(own.map((event) => JSON.stringify(event)))].map((text) => JSON.parse(text) as object);
    expect(report(once)).toEqual(report(page.made));
  }
  expect(whole).toBeGreaterThan(TRACKERS / 4);
  expect(seen.size).toBeGreaterThan(5);
}, 180_000);
