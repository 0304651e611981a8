import type { Intent } from '@media-collection/core';
import { expect, test } from 'vitest';
import { dashjs, type DashPlayer } from '../src/index';

type Listeners = Map<string, (event: unknown) => void>;

/** A player that nothing is attached to, and its listeners. */
function idle(): DashPlayer & { listeners: Listeners; uri: unknown } {
  const listeners: Listeners = new Map();
  const nothing = (): never => {
    throw new Error('You must first call attachView() to set the video element before calling this method');
  };
  return {
    listeners,
    uri: undefined,
    on: (type: string, listener: () => void) => listeners.set(type, listener),
    off: (type: string, listener: () => void) => listeners.get(type) === listener && listeners.delete(type),
    getVersion: () => '5.2.1',
    getVideoElement: nothing,
    getSource() {
      return this.uri ?? nothing();
    },
    getSettings: nothing,
    isDynamic: nothing,
    timeAsUTC: nothing,
    getCurrentRepresentationForType: nothing,
    isTextEnabled: nothing,
    getCurrentTextTrackIndex: nothing,
  };
}

test.each([[undefined], [null], ['dashjs'], [{}], [{ on: () => {}, off: () => {} }]])(
  'refuses %j at once, and puts no listener anywhere',
  (thing) => {
    expect(() => dashjs(thing as DashPlayer)).toThrow(TypeError);
    expect(() => dashjs(thing as DashPlayer)).toThrow(/^@media-collection\/dashjs: expected a dash.js player, got /);
  },
);

test.each([
  ['video', 'video'],
  [null, 'null'],
  [5, '5'],
  [[], '[object Array]'],
  [{ current: { localName: 'video', currentTime: 0 } }, '[object Object]'],
])('an element that is none is refused at once, by the name of the option: %j', (element, got) => {
  const message = `@media-collection/dashjs: expected element to be a <video> or <audio> element, got ${got}`;
  expect(() => dashjs(idle(), { element: element as never })).toThrow(new TypeError(message));
  expect(() => dashjs(idle(), { element: { localName: 'video', currentTime: 0 } as never })).not.toThrow();
});

test('a player without element and source is followed, though it throws when it is asked, and left as it was', () => {
  const player = idle();
  const emitted: Intent[] = [];
  const watching = new AbortController();
  const adapter = dashjs(player);
  adapter.subscribe((intent) => emitted.push(intent), watching.signal);
  expect(emitted).toEqual([]);
  expect([adapter.name, adapter.version, adapter.playhead(), adapter.qoe!(), adapter.media!()]).toEqual([
    'dash.js',
    '5.2.1',
    NaN,
    {},
    { params: {}, native: player },
  ]);
  player.uri = 'https://a.example/main.mpd?token=secret#t=1';
  expect(adapter.media!().params).toEqual({ 'media.id': 'https://a.example/main.mpd' });
  player.uri = { Period: [] };
  expect(adapter.media!().params).toEqual({});
  watching.abort();
  expect(player.listeners.size).toBe(0);
});

test('who begins to follow a player that shows something knows its bitrate', () => {
  const emitted: Intent[] = [];
  const player = { ...idle(), getCurrentRepresentationForType: () => ({ bandwidth: 2_500_400 }) };
  dashjs(player).subscribe((intent) => emitted.push(intent), new AbortController().signal);
  expect(emitted).toEqual([{ type: 'bitrate', kbps: 2_500.4 }]);
});
