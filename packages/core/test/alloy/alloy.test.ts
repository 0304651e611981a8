import { describe, expect, test } from 'vitest';
import { alloy } from '../../src/alloy';
import { createTracker } from '../../src/index';
import { createManualClock } from '../../src/testing';

const film = { 'media.id': 'film-17', 'media.length': 600, 'media.contentType': 'vod' };
interface Given {
  readonly command: string;
  readonly xdm: { readonly eventType: string; readonly timestamp: string; readonly mediaCollection: Record<string, unknown> };
}

/** A Web SDK that answers what it is set to, and a tracker over it. */
function createBench(answer: (given: Given) => unknown) {
  const clock = createManualClock(1_760_000_000_000);
  const given: Given[] = [];
  const lost: string[] = [];
  const warnings: string[] = [];
  const tracker = createTracker({
    wire: alloy(async (command, options) => {
      const one = { command, ...(options as object) } as Given;
      given.push(one);
      return answer(one);
    }),
    params: { 'media.channel': 'c', 'media.playerName': 'p' },
    clock,
    prerollWait: 0,
    playhead: () => 3.7,
    onLost: ({ eventType }, reason, detail) => lost.push(`${eventType} ${reason} ${detail ?? ''}`),
    onWarning: (sentence) => warnings.push(sentence),
  });
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left >= 0; left -= 1_000) {
      for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
      clock.advance(Math.min(left, 1_000));
    }
  };
  return { tracker, given, lost, warnings, pass };
}
const opens = ({ command }: Given): object => (command === 'createMediaSession' ? { sessionId: 's1' } : {});

test('a session is opened and its events are handed over in order, with their own times', async () => {
  const { tracker, given, lost, pass } = createBench(opens);
  tracker.track('sessionStart', film);
  tracker.track('play');
  await pass(0);
  expect(tracker.sessionId).toBe('s1');
  await pass(11_000);
  expect(given.map(({ command, xdm }) => `${command} ${xdm.eventType}`)).toEqual([
    'createMediaSession media.sessionStart',
    'sendMediaEvent media.play',
    'sendMediaEvent media.play',
    'sendMediaEvent media.ping',
  ]);
  expect(given[1]!.xdm.mediaCollection).toEqual({ playhead: 3, sessionID: 's1' });
  expect([given[0]!.xdm.timestamp, lost]).toEqual(['2025-10-09T08:53:20.000Z', []]);
});

test('a Web SDK that waits for consent is given the opening once, however long it takes', async () => {
  let agree = (): void => {};
  const { tracker, given, pass } = createBench((one) =>
    one.command === 'createMediaSession' ? new Promise((resolve) => (agree = () => resolve({ sessionId: 's1' }))) : {},
  );
  tracker.track('sessionStart', film);
  await pass(200_000);
  expect(given.map(({ command }) => command)).toEqual(['createMediaSession']);
  agree();
  await pass(120_000);
  expect([given[1]!.command, given.filter(({ command }) => command === 'createMediaSession').length]).toEqual([
    'sendMediaEvent',
    1,
  ]);
});

describe('what the Web SDK rejects with', () => {
  test.each<[string, RegExp]>([
    ['Streaming media is not configured.', /streamingMedia/],
    ['The server responded with a status code 403 and response body "x".', /403/],
    [
      '[alloy] [StreamingMedia] An error occurred while executing the createMediaSession command.\nCaused by: The server responded with a status code 403 and no response body.',
      /body\.$/,
    ],
  ])('%s is a refusal with a sentence', async (message, wanted) => {
    const { tracker, given, lost, warnings, pass } = createBench(() => Promise.reject(new Error(message)));
    tracker.track('sessionStart', film);
    tracker.track('play');
    await pass(40_000);
    expect([given.length, warnings.length]).toEqual([1, 1]);
    expect(warnings[0]).toMatch(wanted);
    expect(lost[0]).toMatch(/^sessionStart refused/);
  });

  test('404 opens another session', async () => {
    let isGone = true;
    const { tracker, given, pass } = createBench((one) => {
      if (one.xdm.eventType !== 'media.chapterStart' || !isGone) return opens(one);
      isGone = false;
      return Promise.reject(new Error('The server responded with a status code 404 and no response body.'));
    });
    tracker.track('sessionStart', film);
    tracker.track('play');
    tracker.track('chapterStart', { 'media.chapter.index': 1, 'media.chapter.offset': 0, 'media.chapter.length': 9 });
    await pass(5_000);
    expect(given.filter(({ command }) => command === 'createMediaSession')).toHaveLength(2);
  });

  test('no session in the answer names the datastream', async () => {
    const { tracker, warnings, pass } = createBench(() => ({}));
    tracker.track('sessionStart', film);
    await pass(40_000);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/Media Analytics/);
  });
});

test('what is no Web SDK is a TypeError', () => {
  expect(() => alloy(undefined as never)).toThrow(/^media-collection: alloy: expected the Web SDK/);
});
