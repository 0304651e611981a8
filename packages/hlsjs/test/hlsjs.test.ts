import type { Intent } from '@media-collection/core';
import { expect, test } from 'vitest';
import { hlsjs, type HlsPlayer } from '../src/index';

/** A player that nothing is attached to, and its listeners. */
function idle() {
  const listeners = new Set<readonly [type: string, listener: (type: string, data: unknown) => void]>();
  const of = (type: string) => [...listeners].filter((each) => each[0] === type);
  const player: HlsPlayer & { url: string | null } = {
    on: (type: string, listener: () => void) => listeners.add([type, listener]),
    off: (type: string, listener: () => void) => of(type).forEach((each) => each[1] === listener && listeners.delete(each)),
    url: null,
    media: null,
    levels: [{ bitrate: 0 }, { bitrate: 2_500_400 }],
    currentLevel: -1,
    latestLevelDetails: null,
    playingDate: null,
    startPosition: -1,
    interstitialsManager: null,
    userConfig: {},
  };
  return Object.assign(player, {
    listeners,
    fires: (type: string, data: object) => of(type).forEach((each) => each[1](type, data)),
  });
}

test.each([[undefined], [null], ['hls'], [{}], [{ ...idle(), off: undefined }], [{ ...idle(), userConfig: null }]])(
  'refuses %j at once, and puts no listener anywhere',
  (thing) => {
    const sentence = /^@media-collection\/hlsjs: expected an hls\.js player that is not destroyed, got /;
    expect(() => hlsjs(thing as HlsPlayer)).toThrow(TypeError);
    expect(() => hlsjs(thing as HlsPlayer)).toThrow(sentence);
    expect((thing as Partial<ReturnType<typeof idle>> | undefined)?.listeners?.size ?? 0).toBe(0);
  },
);

test.each([
  ['video', 'video'],
  [null, 'null'],
  [5, '5'],
  [[], '[object Array]'],
  [{ current: { localName: 'video', currentTime: 0 } }, '[object Object]'],
])('an element that is none is refused at once, by the name of the option: %j', (element, got) => {
  const message = `@media-collection/hlsjs: expected element to be a <video> or <audio> element, got ${got}`;
  expect(() => hlsjs(idle(), { element: element as never })).toThrow(new TypeError(message));
  expect(() => hlsjs(idle(), { element: { localName: 'video', currentTime: 0 } as never })).not.toThrow();
});

test('a player without element and source is followed, and left as it was', () => {
  const hls = idle();
  const emitted: Intent[] = [];
  const watching = new AbortController();
  const adapter = hlsjs(hls);
  adapter.subscribe((intent) => emitted.push(intent), watching.signal);
  hls.fires('hlsLevelSwitched', { level: 1 });
  hls.fires('hlsError', { fatal: true, type: 'keySystemError', details: 'keySystemNoKeys' });
  expect(emitted).toEqual([
    { type: 'bitrate', kbps: 0 },
    { type: 'bitrate', kbps: 2_500.4 },
    { type: 'failed', id: 'hlsjs.keySystemNoKeys', isNetwork: false, stillPlaying: false },
  ]);
  expect([adapter.name, adapter.playhead(), adapter.qoe!(), adapter.media!()]).toEqual([
    'hls.js',
    NaN,
    {},
    { params: {}, native: hls },
  ]);
  hls.url = 'https://a.example/main.m3u8?token=secret#t=1';
  expect(adapter.media!().params).toEqual({ 'media.id': 'https://a.example/main.m3u8' });
  watching.abort();
  expect(hls.listeners.size).toBe(0);
});
