import { readdirSync, readFileSync } from 'node:fs';
import { createTracker, type Adapter, type Emit, type Intent, type MediaEvent } from '@media-collection/core';
import { createManualClock, createRecorder } from '@media-collection/core/testing';
import { beforeAll, expect, test } from 'vitest';
import { drive, type Step } from '../conformance/drive';

/** Scripts rename the members of the session's state (test/setup/internal-names.mjs): what they emit must not change. */
let script: { createTracker: typeof createTracker };

beforeAll(() => {
  const code = readFileSync(new URL('../../packages/core/dist/core.min.js', import.meta.url), 'utf8');
  script = new Function(`${code}; return mediaCollection;`)() as typeof script;
});

const folder = new URL('../conformance/scenarios/', import.meta.url);

test.each(readdirSync(folder))('the script of core emits what its sources emit: %s', (file) => {
  const { steps, until, options } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as {
    steps: Step[];
    until: number;
    options: object;
  };
  const { sent } = drive(steps, until, options, script.createTracker);
  expect(sent.length).toBeGreaterThan(0);
  expect(sent).toEqual(drive(steps, until, options).sent);
});

test('the same of a player with ads, stalls, jumps, a return, a lost session and promised params', async () => {
  const play = async (make: typeof createTracker): Promise<MediaEvent[]> => {
    const clock = createManualClock(1_760_000_000_000);
    const recorder = createRecorder();
    let emit!: Emit;
    const adapter: Adapter = {
      name: 'player',
      playhead: () => (clock.now() / 1_000) % 100,
      media: () => ({ params: { 'media.id': 'a', 'media.length': 100, 'media.contentType': 'vod' } }),
      subscribe: (next) => void (emit = next),
    };
    const identity = {
      'analytics.trackingServer': 'acme.sc.omtrdc.net',
      'analytics.reportSuite': 'acme',
      'visitor.marketingCloudOrgId': 'ACME@AdobeOrg',
    };
    const tracker = make({
      endpoint: 'https://c.example',
      params: () => Promise.resolve(identity),
      clock,
      fetch: recorder.fetch,
      onWarning: () => {},
    });
    tracker.attach(adapter);
    const story: (Intent | Intent['type'])[] = [
      { type: 'state', name: 'mute', on: true },
      'playRequested',
      { type: 'bitrate', kbps: 800 },
      'playing',
      'progress',
      { type: 'chapter', chapter: { index: 1, start: 0, end: 50, title: 'one' } },
      'waiting',
      'paused',
      'playRequested',
      'waiting',
      'playing',
      'seeking',
      'seeked',
      'playing',
      'adBreakStarted',
      { type: 'adAnnounced', guess: { params: { 'media.ad.id': 'x', 'media.ad.length': 9 } } },
      'playing',
      'adEnded',
      'adBreakEnded',
      'playing',
      { type: 'unloaded', mayReturn: true },
      'playRequested',
      'playing',
      { type: 'state', name: 'mute', on: false },
      { type: 'bitrate', kbps: 900 },
      'progress',
      { type: 'failed', id: 'x.1', stillPlaying: true },
      'recovered',
      'contentEnded',
      'adBreakStarted',
      'unloaded',
    ];
    for (const intent of story) {
      emit(typeof intent === 'string' ? ({ type: intent } as Intent) : intent);
      clock.advance(700);
      if (intent === 'adEnded') recorder.answer(404);
      await recorder.settled();
    }
    tracker.destroy();
    await recorder.settled();
    return [...recorder.events];
  };
  const events = await play(script.createTracker);
  expect(events.length).toBeGreaterThan(25);
  expect(events).toEqual(await play(createTracker));
});
