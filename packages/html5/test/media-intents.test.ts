import { readFileSync } from 'node:fs';
import type { Chapter, Intent } from '@media-collection/core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createStitchedAds, mediaIntents, type MediaElementEvents, type MediaLike, type PlaybackPosition } from '../src/index';

/** Nothing was played, and each second of the media is one of the content. */
const unplayed = { at: (second: number): number => second, first: (): number | undefined => undefined };

test("the README's table names every event of the code's, and no other", () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) => Array.from(row.split('|')[1]!.matchAll(/`(\w+)`/g), ([, name]) => name));
  expect([...new Set(named)].sort()).toEqual(
    Object.keys(mediaIntents({} as HTMLMediaElement, {} as PlaybackPosition, false)).sort(),
  );
});

describe('an engine of another make', () => {
  const of = (element: Partial<HTMLMediaElement>, last = 5) => {
    const place: PlaybackPosition = { ...unplayed, last, now: () => element.currentTime!, length: () => 20, chapter: () => null };
    return mediaIntents(element as HTMLMediaElement, place, false);
  };
  const types = (intents: unknown): string[] => [intents ?? []].flat().map((intent) => (intent as { type: string }).type);

  test('fires `playing` before it has arrived: frames run when it has', () => {
    const element = { readyState: 4, paused: false, seeking: true };
    const { playing, seeked } = of(element);
    expect(types(playing!({} as Event))).toEqual([]);
    element.seeking = false;
    expect(types(seeked!({} as Event))).toEqual(['seeked', 'playing']);
    expect(types(seeked!({} as Event))).toEqual(['seeked']);
    expect(types(playing!({} as Event))).toEqual(['playing']);
  });

  test.each([
    ['is paused', { paused: true }],
    ['has run dry', { readyState: 2 }],
  ])('fires `playing` before it has arrived, and then %s: not yet', (_, then) => {
    const element = { readyState: 4, paused: false, seeking: true };
    const { playing, seeked } = of(element);
    playing!({} as Event);
    Object.assign(element, { seeking: false }, then);
    expect(types(seeked!({} as Event))).toEqual(['seeked']);
  });

  test('fires `pause` at its end: the content was played to its end, whatever a listener of the page makes of `ended`', () => {
    const over = of({ paused: true, ended: true });
    expect([types(over.pause!({} as Event)), types(over.ended!({} as Event))]).toEqual([['contentEnded'], ['ended']]);
  });

  test('fires `pause` at its end, and was taken away already: its content is over all the same', () => {
    const gone = {
      networkState: 1,
      readyState: 4,
      paused: true,
      ended: true,
      seeking: false,
      isConnected: false,
      playbackRate: 1,
    };
    const place: PlaybackPosition = {
      ...unplayed,
      last: 20,
      now: () => 20,
      length: () => 20,
      chapter: () => null,
      isReady: true,
    };
    const table = mediaIntents(gone as unknown as MediaLike, place, true);
    expect(types(table.pause!({} as Event))).toEqual(['contentEnded']);
  });

  test('fires `pause` before a jump to its end in the same task: the end was not played to', () => {
    expect(types(of({ paused: true, ended: true, seeking: true }).pause!({} as Event))).toEqual(['paused']);
  });

  test('fires `pause` when it plays again, at a new position: that pause is the seek', () => {
    const fire = (element: Partial<HTMLMediaElement>): string[] => types(of(element).pause!({} as Event));
    expect(fire({ paused: false, seeking: true })).toEqual(['seeking']);
    expect(fire({ paused: true, seeking: true })).toEqual(['paused']);
    expect(fire({ paused: false, seeking: false })).toEqual(['paused']);
  });

  test('plays on, and calls itself out of data', () => {
    const dry = { readyState: 2, paused: false, seeking: false };
    expect(types(of({ ...dry, currentTime: 5.1 }).timeupdate!({} as Event))).toEqual(['progress']);
    expect(types(of({ ...dry, currentTime: 5.01 }).timeupdate!({} as Event))).toEqual([]);
    expect(types(of({ ...dry, currentTime: 5.01, readyState: 4 }).timeupdate!({} as Event))).toEqual(['progress']);
  });
});

/** Intents of an element that plays, unless a test changes it, in one line; and what may be changed of it. */
function tableOf(more: Partial<Record<keyof MediaLike, unknown>> = {}, chapter: Chapter | null = null) {
  const element = {
    readyState: 4,
    paused: false,
    seeking: false,
    currentTime: 5,
    playbackRate: 1,
    networkState: 1,
    isConnected: true,
    ...more,
  };
  const place: PlaybackPosition = { ...unplayed, last: 5, now: () => 5, length: () => 20, chapter: () => chapter };
  const table = mediaIntents(element as unknown as MediaLike, place, true);
  return {
    element,
    fire: (type: keyof MediaElementEvents): string =>
      ([table[type]!({} as never) ?? []].flat() as Intent[]).map(({ type }) => type).join(' '),
  };
}

test('a loop is one at every rate, and a jump back is none', () => {
  const round = (playbackRate: number, last: number, currentTime: number, paused = false): string => {
    const element = { readyState: 4, paused, seeking: true, loop: true, networkState: 1, isConnected: true };
    const place: PlaybackPosition = {
      ...unplayed,
      last,
      now: () => currentTime,
      length: () => 20,
      chapter: () => null,
      isReady: true,
    };
    const table = mediaIntents({ ...element, currentTime, playbackRate } as unknown as MediaLike, place, true);
    return ([table.seeking!({} as never)].flat() as Intent[]).map(({ type }) => type).join(' ');
  };
  expect(round(1, 19.8, 0)).toBe('ended playRequested');
  expect(round(4, 18.9, 0.8)).toBe('ended playRequested');
  expect(round(16, 15.9, 3)).toBe('ended playRequested');
  expect(round(1, 18.9, 0)).toBe('seeking');
  expect(round(16, 2, 5)).toBe('seeking');
  expect(round(2, 19.2, 0.1, true), 'in a pause').toBe('seeking');
});

test('a loop closes chapters and ads where the content ends', () => {
  const place: PlaybackPosition = { ...unplayed, last: 19.8, now: () => 0, length: () => 20, chapter: () => undefined };
  const element = { readyState: 4, paused: false, loop: true, networkState: 1, currentTime: 0, playbackRate: 1 };
  const table = mediaIntents(element as unknown as MediaLike, place, true);
  expect(table.seeking!({} as never)).toEqual([
    { type: 'chapter', playhead: 20 },
    { type: 'ended', playhead: 20 },
    { type: 'playRequested', playhead: 0 },
  ]);
});

test('an element that is inserted after somebody began to follow it is removed all the same', () => {
  const place: PlaybackPosition = { ...unplayed, last: 5, now: () => 5, length: () => 20, chapter: () => null };
  const element = { readyState: 4, paused: false, networkState: 1, currentTime: 5, playbackRate: 1, isConnected: false };
  const table = mediaIntents(element as unknown as MediaLike, place, false);
  const pause = (): string[] => ([table.pause!({} as never)].flat() as Intent[]).map(({ type }) => type);
  expect(pause()).toEqual(['paused']);
  element.isConnected = true;
  table.timeupdate!({} as never);
  element.isConnected = false;
  expect(pause()).toEqual(['unloaded']);
});

describe('a rate of 0 is a pause', () => {
  test('that begins and ends with it', () => {
    const { element, fire } = tableOf();
    element.playbackRate = 0;
    expect([fire('ratechange'), fire('waiting'), fire('timeupdate'), fire('playing')]).toEqual(['paused', '', '', '']);
    element.playbackRate = 2;
    expect([fire('ratechange'), fire('timeupdate'), fire('waiting')]).toEqual(['playRequested playing', 'progress', 'waiting']);
    element.playbackRate = 1;
    expect(fire('ratechange')).toBe('');
  });

  test('from which playback comes back without data', () => {
    const { element, fire } = tableOf({ playbackRate: 0 });
    Object.assign(element, { playbackRate: 1, readyState: 2 });
    expect(fire('ratechange')).toBe('playRequested waiting');
  });

  test('that may end during a jump: frames run when it has arrived, unless data are missing or the rate is 0 again', () => {
    for (const [then, seeked] of [
      [{}, 'seeked playing'],
      [{ readyState: 2 }, 'seeked'],
      [{ playbackRate: 0 }, 'seeked'],
    ] as const) {
      const { element, fire } = tableOf({ playbackRate: 0 });
      Object.assign(element, { playbackRate: 1, seeking: true });
      expect(fire('ratechange')).toBe('playRequested');
      Object.assign(element, { seeking: false }, then);
      expect([fire('seeked'), fire('seeked')]).toEqual([seeked, 'seeked']);
    }
  });

  test('also where the viewer wishes to play, or had paused before', () => {
    const { element, fire } = tableOf({ playbackRate: 0 });
    expect(fire('play')).toBe('playRequested paused');
    Object.assign(element, { playbackRate: 1, paused: true });
    expect(fire('ratechange')).toBe('');
  });
});

test('an element that stands for another one, and has no network state, is not broken', () => {
  expect(tableOf({ networkState: undefined }).fire('play')).toBe('playRequested');
  expect(tableOf({ networkState: 3 }).fire('play')).toBe('');
});

test('the length comes with the place of the first frame, once there are data', () => {
  const place: PlaybackPosition = {
    ...unplayed,
    last: NaN,
    now: () => 108.02,
    at: (second) => second + 100,
    first: () => 8,
    length: () => 20,
    chapter: () => null,
  };
  const { loadeddata, durationchange } = mediaIntents({} as MediaLike, place, false);
  expect(loadeddata!({} as Event)).toEqual({ type: 'durationKnown', seconds: 20, playhead: 108 });
  expect(durationchange!({} as Event)).toEqual({ type: 'durationKnown', seconds: 20 });
});

test('an element that leaves the document may come back', () => {
  const intents = mediaIntents({ isConnected: false } as MediaLike, {} as PlaybackPosition, true);
  expect(intents.pause!({} as Event)).toEqual([{ type: 'unloaded', mayReturn: true }]);
});

test('an end that is sought in a pause closes no chapter', () => {
  const { element, fire } = tableOf({}, { index: 1, start: 0, end: 20 });
  expect(fire('ended')).toBe('chapter ended');
  expect([fire('pause'), fire('ended')]).toEqual(['paused', 'ended']);
  expect([fire('playing'), fire('ended')]).toEqual(['playing chapter', 'chapter ended']);
  element.paused = true;
  fire('pause');
  element.paused = false;
  expect([fire('timeupdate'), fire('ended')]).toEqual(['progress chapter', 'chapter ended']);
});

test.each([
  ['taken away', 'pause'],
  ['out of data', 'waiting'],
] as const)('an element that is %s shows nothing more of an ad in the stream', (_, type) => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const element = { readyState: 4, paused: false, seeking: false, currentTime: 0, playbackRate: 1, isConnected: false };
  const ads = createStitchedAds(element as unknown as MediaLike, [{ start: 0, end: 4, params: { 'media.ad.id': 'a' } }]);
  const place: PlaybackPosition = { ...unplayed, last: 0, now: () => 0, length: () => 20, chapter: () => null, ads };
  const table = mediaIntents(element as unknown as MediaLike, place, true);
  table.playing!({} as never);
  element.currentTime = 3.6;
  table.timeupdate!({} as never);
  table[type]!({} as never);
  vi.advanceTimersByTime(200);
  element.currentTime = 0;
  expect((table.emptied!({} as never) as Intent[]).map(({ type }) => type)).toEqual(['unloaded']);
  vi.useRealTimers();
});

describe('a first frame of which a busy page learns late', () => {
  /** An element whose first frame was at 7, and that is at 9 now; its content begins 100 s later. */
  const busy = (more: Partial<MediaLike> = {}, isFresh = true) => {
    const element = {
      readyState: 4,
      paused: false,
      seeking: false,
      currentTime: 9,
      playbackRate: 2,
      networkState: 1,
      isConnected: true,
      ...more,
    };
    const place: PlaybackPosition = {
      last: NaN,
      now: () => 100 + element.currentTime,
      at: (second) => 100 + second,
      first: () => 7,
      isReady: true,
      isFresh,
      length: () => 20,
      chapter: () => null,
    };
    const table = mediaIntents(element as unknown as MediaLike, place, true);
    return {
      element,
      fire: (type: keyof MediaElementEvents): Intent[] => [table[type]!({} as never) ?? []].flat() as Intent[],
    };
  };
  beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => vi.useRealTimers());

  test('has its own time and place, and those that follow have theirs', () => {
    const { element, fire } = busy();
    vi.advanceTimersByTime(1_000);
    expect(fire('playing')).toEqual([{ type: 'playing', agoMs: 1_000, playhead: 107 }]);
    element.currentTime = 11;
    expect(fire('playing')).toEqual([{ type: 'playing' }]);
    fire('emptied');
    vi.advanceTimersByTime(2_000);
    expect(fire('playing')).toEqual([{ type: 'playing', agoMs: 2_000, playhead: 107 }]);
  });

  test.each([
    ['the media were loaded', 9, 999],
    ['ten seconds', 28, 60_000],
  ])('is no longer ago than %s', (_, currentTime, sinceMs) => {
    const { fire } = busy({ currentTime });
    vi.advanceTimersByTime(sinceMs);
    expect(fire('playing')).toEqual([{ type: 'playing' }]);
  });

  test.each(['pause', 'seeking'] as const)('is not the one after %s', (type) => {
    const { fire } = busy();
    fire(type);
    expect(fire('playing')).toEqual([{ type: 'playing' }]);
  });

  test('is of no account where frames were shown before somebody followed', () => {
    expect(busy({}, false).fire('playing')).toEqual([{ type: 'playing' }]);
  });

  test('was requested no later, as far as anything could be played since', () => {
    const { fire } = busy();
    expect(fire('play')).toEqual([{ type: 'playRequested', playhead: 109 }]);
    vi.advanceTimersByTime(1_000);
    expect(fire('play')).toEqual([{ type: 'playRequested', playhead: 107, agoMs: 1_000 }]);
    expect(busy({ readyState: 1 }).fire('play')).toEqual([{ type: 'playRequested', playhead: 109 }]);
  });

  test('may be that of an ad in the stream', () => {
    const element = { readyState: 4, paused: false, seeking: false, currentTime: 0.6, playbackRate: 1 } as unknown as MediaLike;
    const ads = createStitchedAds(element, [{ start: 0, end: 4, params: { 'media.ad.id': 'a' } }]);
    const place: PlaybackPosition = {
      ...unplayed,
      last: NaN,
      now: () => 0,
      first: () => 0,
      at: ads.content,
      isFresh: true,
      length: () => 20,
      chapter: () => null,
      ads,
    };
    const table = mediaIntents(element, place, true);
    vi.advanceTimersByTime(600);
    const intents = table.playing!({} as never) as Intent[];
    expect(intents.map(({ type, agoMs }) => [type, agoMs])).toEqual([
      ['adBreakStarted', 600],
      ['adAnnounced', 600],
      ['playing', 600],
      ['playing', 600],
    ]);
  });
});
