import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dashIntents, type ContentView } from '../src/dash-intents';

/** What the player is given to play now. */
let given: unknown;
const view: ContentView = {
  slot: { element: undefined, playhead: () => 12, end: () => [{ type: 'ended' }] },
  source: undefined,
  next: () => given,
  follow: () => {},
};

test("the README's table names every event of the code's, and no other", () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) => Array.from(row.split('|')[1]!.matchAll(/`(\w+)`/g), ([, name]) => name));
  expect([...new Set(named)].sort()).toEqual(Object.keys(dashIntents(view)).sort());
});

test.each([
  ['a manifest that does not come', 25, { id: 'dashjs.25', isNetwork: true }],
  ['a segment that does not come', 27, { id: 'dashjs.27', isNetwork: true }],
  ['a manifest that cannot be read', 31, { id: 'dashjs.31', isNetwork: false }],
])('%s breaks playback', (_, code, what) => {
  expect(dashIntents(view).error!({ error: { code } })).toEqual({ type: 'failed', stillPlaying: false, ...what });
});

test.each([['captions', 33] as const, ['a clock', 16] as const])('%s that cannot be read do not', (_, code) => {
  expect(dashIntents(view).error!({ error: { code } })).toBeUndefined();
});

test('an error of older forms has its word for an id', () => {
  expect(dashIntents(view).error!({ error: 'capability' })).toMatchObject({ id: 'dashjs.capability' });
});

test('the picture alone has a bitrate', () => {
  const newRepresentation = { bandwidth: 400_000 };
  expect(dashIntents(view).qualityChangeRendered!({ mediaType: 'audio', newRepresentation })).toBeUndefined();
  expect(dashIntents(view).qualityChangeRendered!({ mediaType: 'video', newRepresentation })).toEqual({
    type: 'bitrate',
    kbps: 400,
  });
  expect(dashIntents(view, 'bps').qualityChangeRendered!({ mediaType: 'video', newRepresentation })).toEqual({
    type: 'bitrate',
    kbps: 400_000,
  });
});

test('a period that ends is not the end of the content, and what is torn down goes where it was', () => {
  const intents = dashIntents(view);
  expect(intents.streamDeactivated!({})).toBeUndefined();
  expect(intents.streamTeardownComplete!({})).toEqual([{ type: 'unloaded', playhead: 12 }]);
});

test('the last period is the end of the content, if its element is there', () => {
  const of = (element?: object) => dashIntents({ ...view, slot: { ...view.slot, element: element as HTMLMediaElement } });
  const place = { currentTime: 28, duration: 28.01 };
  expect(of(place).playbackEnded!({ isLast: true })).toEqual([{ type: 'ended' }]);
  expect(of(place).playbackEnded!({ isLast: false })).toBeUndefined();
  expect(of({ ...place, currentTime: 0.2 }).playbackEnded!({ isLast: true })).toBeUndefined();
  expect(of({ ...place, currentTime: 0, duration: NaN }).playbackEnded!({ isLast: true })).toBeUndefined();
  expect(of().playbackEnded!({ isLast: true })).toBeUndefined();
});

test.each([
  ['for another element, or once more', 'a.mpd', { mayReturn: true }],
  ['for other content', 'b.mpd', {}],
  ['for good', undefined, {}],
])('content that is torn down %s', (_, next, more) => {
  const intents = dashIntents(view);
  given = 'a.mpd';
  expect(intents.manifestLoadingStarted!({})).toEqual([]);
  given = next;
  intents.streamDeactivated!({});
  expect(intents.streamTeardownComplete!({})).toEqual([
    ...('mayReturn' in more ? [{ type: 'recovered' }] : []),
    { type: 'unloaded', playhead: 12, ...more },
  ]);
  // A load that another one interrupts was at no place.
  given = 'c.mpd';
  expect(intents.manifestLoadingStarted!({})).toEqual('mayReturn' in more ? [{ type: 'unloaded' }] : []);
  view.source = undefined;
});

test('an element that a player takes when it has loaded already is followed, and its request to play is reported', () => {
  const element = { paused: false, ended: false } as HTMLMediaElement;
  const slot = { ...view.slot, element: undefined as HTMLMediaElement | undefined };
  const intents = dashIntents({ ...view, slot, follow: () => (slot.element = element) });
  expect(intents.playbackInitialized!({})).toEqual([{ type: 'playRequested' }]);
});

test('a segment that comes mends what was broken, one that fails does not', () => {
  expect(dashIntents(view).fragmentLoadingCompleted!({})).toEqual({ type: 'recovered' });
  expect(dashIntents(view).fragmentLoadingCompleted!({ error: {} })).toBeUndefined();
});

test('sound that goes on without its picture mends nothing, the picture does', () => {
  const { error, fragmentLoadingCompleted: comes } = dashIntents(view);
  error!({ error: { code: 27, data: { request: { mediaType: 'video' } } } });
  expect(comes!({ request: { mediaType: 'audio' } })).toBeUndefined();
  expect(comes!({ request: { mediaType: 'video' } })).toEqual({ type: 'recovered' });
});
