import type { Intent } from '@media-collection/core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { shaka, type ShakaPlayer } from '../src/index';

type Listeners = Map<string, (event: unknown) => void>;

/** A player that nothing is attached to, and its listeners. */
function idle(): ShakaPlayer & { listeners: Listeners; uri: string | null } {
  const listeners: Listeners = new Map();
  return {
    listeners,
    uri: null,
    addEventListener: (type: string, listener: () => void) => listeners.set(type, listener),
    removeEventListener: (type: string, listener: () => void) => listeners.get(type) === listener && listeners.delete(type),
    getNetworkingEngine: () => ({}),
    getMediaElement: () => null,
    getAssetUri() {
      return this.uri;
    },
    getManifestType: () => null,
    getLoadMode: () => 1,
    isBuffering: () => false,
    isLive: () => false,
    getPlayheadTimeAsDate: () => null,
    getConfiguration: () => ({ streaming: {} }),
    getVariantTracks: () => [{ active: true, bandwidth: 2_500_400, videoBandwidth: 2_400_000 }],
    getTextTracks: () => [],
    getChaptersTracks: () => [],
    getChaptersAsync: async () => [],
  };
}
/** Follows a player; what it emitted, and how to stop. */
function follow(player: ShakaPlayer) {
  const emitted: Intent[] = [];
  const watching = new AbortController();
  const adapter = shaka(player);
  adapter.subscribe((intent) => emitted.push(intent), watching.signal);
  return { adapter, emitted, stop: () => watching.abort() };
}

test.each([[undefined], [null], ['shaka'], [{}], [{ ...idle(), getNetworkingEngine: () => null }]])(
  'refuses %j at once, and puts no listener anywhere',
  (thing) => {
    expect(() => shaka(thing as ShakaPlayer)).toThrow(TypeError);
    expect(() => shaka(thing as ShakaPlayer)).toThrow(
      /^@media-collection\/shaka: expected a Shaka Player that is not destroyed, got /,
    );
    expect((thing as { listeners?: Listeners } | undefined)?.listeners?.size ?? 0).toBe(0);
  },
);

test('a player without element and source is followed, and left as it was', () => {
  const player = idle();
  const { adapter, emitted, stop } = follow(player);
  expect(emitted).toEqual([{ type: 'bitrate', kbps: 2_500.4 }]);
  expect([adapter.name, adapter.playhead(), adapter.qoe!(), adapter.media!()]).toEqual([
    'shaka-player',
    NaN,
    {},
    { params: {}, native: player },
  ]);
  player.uri = 'https://a.example/main.mpd?token=secret#t=1';
  expect(adapter.media!().params).toEqual({ 'media.id': 'https://a.example/main.mpd' });
  stop();
  expect(player.listeners.size).toBe(0);
});

test.each([
  ['a handled error', { severity: 2, handled: true }],
  ['an error that the player recovers from', { severity: 1, handled: false }],
])('%s is not told', (_, detail) => {
  const player = idle();
  const { emitted } = follow(player);
  player.listeners.get('error')!({ detail: { code: 1_001, category: 1, ...detail } });
  expect(emitted.map(({ type }) => type)).toEqual(['bitrate']);
});

test('an error that ends playback is told with its code, and whose fault it was', () => {
  const player = idle();
  const { emitted } = follow(player);
  player.listeners.get('error')!({ detail: { code: 1_001, category: 1, severity: 2, handled: false } });
  player.listeners.get('error')!({ detail: { code: 6_001, category: 6, severity: 2 } });
  expect(emitted.slice(1)).toEqual([
    { type: 'failed', id: 'shaka.1001', isNetwork: true, stillPlaying: false },
    { type: 'failed', id: 'shaka.6001', isNetwork: false, stillPlaying: false },
  ]);
});

test('a manifest that does not come is told with why it failed at first, and a refresh of one that came is not', () => {
  const player = idle();
  const { emitted } = follow(player);
  const fail = (code: number, severity: number, requestType = 0) =>
    player.listeners.get('downloadfailed')!({ requestType, error: { code, category: 1, severity } });
  fail(1_010, 2, 1);
  fail(1_001, 1);
  fail(1_010, 2);
  player.getManifestType = () => 'HLS';
  fail(1_010, 2);
  expect(emitted.slice(1)).toEqual([{ type: 'failed', id: 'shaka.1001', isNetwork: true }]);
});

describe('with an element', () => {
  beforeEach(() => {
    for (const name of ['MutationObserver', 'ResizeObserver'])
      vi.stubGlobal(
        name,
        class {
          observe() {}
          disconnect() {}
        },
      );
  });
  afterEach(() => vi.unstubAllGlobals());

  const createElement = () => {
    const page = Object.assign(new EventTarget(), { fullscreenElement: null, hidden: false });
    return Object.assign(new EventTarget(), {
      ...{ localName: 'video', ownerDocument: page, textTracks: Object.assign(new EventTarget(), { length: 0 }) },
      ...{
        currentTime: 9,
        duration: 20,
        played: { length: 1, start: () => 0 },
        seekable: { length: 0 },
        getRootNode: () => page,
      },
      ...{ ended: false, isConnected: true, paused: false, playbackRate: 1, readyState: 4, seeking: false, volume: 1 },
    });
  };
  const withElement = (element: object, more: object) =>
    Object.assign(idle(), { getMediaElement: () => element, ...more }) as never;

  test('the content is followed although the ad manager throws, and the tracker hears of it', () => {
    const element = createElement();
    const manager = Object.assign(new EventTarget(), {
      getCurrentAd: () => {
        throw new Error('of the ad manager');
      },
    });
    const player = withElement(element, { uri: 'https://a.example/main.mpd', getAdManager: () => manager });
    const emitted: Intent[] = [];
    const watching = new AbortController();
    const adapter = shaka(player);
    expect(() => adapter.subscribe((intent) => emitted.push(intent), watching.signal)).toThrow('of the ad manager');
    emitted.length = 0;
    element.paused = true;
    element.dispatchEvent(new Event('pause'));
    expect(emitted.map(({ type }) => type)).toEqual(['paused']);
    watching.abort();
  });

  /** Pages call play() as they load: with a file that the element plays by itself, that is in vain. */
  test.each([
    ['before, as its content comes', true, ['playRequested']],
    ['in the task of load(), as the element fires `play`', false, []],
  ])('playback that is requested %s', (_, isBefore, requests) => {
    const element = Object.assign(createElement(), { paused: true, readyState: 0 });
    const player = withElement(element, {}) as ReturnType<typeof idle>;
    const { emitted, stop } = follow(player);
    element.paused = false;
    if (isBefore) element.dispatchEvent(new Event('play'));
    emitted.length = 0;
    player.uri = 'https://a.example/film.mp4';
    player.listeners.get('loading')!({});
    expect(emitted.map(({ type }) => type)).toEqual(requests);
    element.dispatchEvent(new Event('play'));
    expect(emitted.at(-1)!.type).toBe('playRequested');
    stop();
  });

  test('content stands where it stopped for who stops following in an ad, to which its manager has moved it on', () => {
    const ad = { getDuration: () => 4, getPositionInSequence: () => 1, getSequenceLength: () => 1 };
    const manager = Object.assign(new EventTarget(), { getCuePoints: () => [] });
    const element = createElement();
    const player = withElement(element, { uri: 'https://a.example/main.mpd', getAdManager: () => manager });
    const { adapter, stop } = follow(player);
    manager.dispatchEvent(Object.assign(new Event('ad-break-started'), { timeOffset: 9, startedAt: 9 }));
    manager.dispatchEvent(Object.assign(new Event('ad-started'), { ad }));
    element.currentTime = 12;
    stop();
    expect(adapter.playhead()).toBe(9);
  });

  test('an ad that is paused when somebody begins to follow begins the session when it is resumed', () => {
    const ad = {
      ...{ getDuration: () => 4, getPositionInSequence: () => 1, getSequenceLength: () => 1, getTimeOffset: () => 9 },
      ...{ isPaused: () => true, needsSkipUI: () => false, isClientRendering: () => true },
    };
    const manager = Object.assign(new EventTarget(), { getCurrentAd: () => ad, getCuePoints: () => [] });
    const element = Object.assign(createElement(), { paused: true });
    const player = withElement(element, { uri: 'https://a.example/main.mpd', getAdManager: () => manager });
    const { emitted, stop } = follow(player);
    const types = () => emitted.map(({ type }) => type).filter((type) => !/^(state|bitrate)$/.test(type));
    expect(types()).toEqual(['adBreakStarted', 'adAnnounced']);
    for (const type of ['ad-resumed', 'ad-paused', 'ad-resumed'])
      manager.dispatchEvent(Object.assign(new Event(type), { originalEvent: {} }));
    expect(types().slice(2)).toEqual(['playRequested', 'playing', 'paused', 'playing']);
    stop();
  });

  /** Somebody begins to follow in an ad, which may be part of the stream. */
  const join = (isInStream: boolean, paused: boolean) => {
    const ad = {
      ...{ getDuration: () => 4, getPositionInSequence: () => 1, getSequenceLength: () => 2, getTimeOffset: () => 9 },
      ...{ isPaused: () => true, needsSkipUI: () => isInStream, isClientRendering: () => !isInStream },
    };
    const manager = Object.assign(new EventTarget(), { getCurrentAd: () => ad, getCuePoints: () => [] });
    const element = Object.assign(createElement(), { paused });
    const more = { uri: 'https://a.example/main.mpd', getAdManager: () => manager };
    const player = withElement(element, more) as ReturnType<typeof idle>;
    const { emitted, stop } = follow(player);
    const begin = () => manager.dispatchEvent(Object.assign(new Event('ad-started'), { ad, originalEvent: {} }));
    const requests = () => emitted.filter(({ type }) => type === 'playRequested').length;
    return { player, begin, requests, stop };
  };

  test('an ad that nobody saw begin requests nothing once its content is gone', () => {
    const { player, begin, requests, stop } = join(false, true);
    player.uri = 'https://a.example/other.mpd';
    player.listeners.get('unloading')!({});
    player.listeners.get('loading')!({});
    begin();
    expect(requests()).toBe(0);
    stop();
  });

  test('an ad in the stream that nobody saw begin requests nothing that its content has requested', () => {
    const { begin, requests, stop } = join(true, false);
    begin();
    expect(requests()).toBe(1);
    stop();
  });
});
