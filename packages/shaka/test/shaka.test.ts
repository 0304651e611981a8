import type { Intent } from '@media-collection/core';
import { expect, test, vi } from 'vitest';
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
    getManifest: () => null,
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
  player.getManifest = () => ({});
  fail(1_010, 2);
  expect(emitted.slice(1)).toEqual([{ type: 'failed', id: 'shaka.1001', isNetwork: true }]);
});

test('the content is followed although the ad manager throws, and the tracker hears of it', () => {
  for (const name of ['MutationObserver', 'ResizeObserver'])
    vi.stubGlobal(
      name,
      class {
        observe() {}
        disconnect() {}
      },
    );
  const page = Object.assign(new EventTarget(), { fullscreenElement: null, hidden: false });
  const element = Object.assign(new EventTarget(), {
    ...{ localName: 'video', ownerDocument: page, textTracks: Object.assign(new EventTarget(), { length: 0 }) },
    ...{ currentTime: 9, duration: 20, played: { length: 1, start: () => 0 }, seekable: { length: 0 }, getRootNode: () => page },
    ...{ ended: false, isConnected: true, paused: false, playbackRate: 1, readyState: 4, seeking: false, volume: 1 },
  });
  const manager = Object.assign(new EventTarget(), {
    getCurrentAd: () => {
      throw new Error('of the ad manager');
    },
  });
  const player = Object.assign(idle(), {
    uri: 'https://a.example/main.mpd',
    getMediaElement: () => element,
    getAdManager: () => manager,
  });
  const emitted: Intent[] = [];
  const watching = new AbortController();
  const adapter = shaka(player as never);
  expect(() => adapter.subscribe((intent) => emitted.push(intent), watching.signal)).toThrow('of the ad manager');
  emitted.length = 0;
  element.paused = true;
  element.dispatchEvent(new Event('pause'));
  expect(emitted.map(({ type }) => type)).toEqual(['paused']);
  watching.abort();
  vi.unstubAllGlobals();
});
