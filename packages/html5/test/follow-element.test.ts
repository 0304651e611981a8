import type { Intent } from '@media-collection/core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createElementSlot, followElement, type ElementOverrides } from '../src/index';

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
afterEach(() => void vi.unstubAllGlobals());

/** An element that plays at second 9 of its media, and does what its test says. */
function createElement() {
  const page = Object.assign(new EventTarget(), { fullscreenElement: null, hidden: false });
  const element = Object.assign(new EventTarget(), {
    ...{ localName: 'video', ownerDocument: page, textTracks: Object.assign(new EventTarget(), { length: 0 }) },
    ...{
      currentSrc: 'https://a.example/film.mp4',
      currentTime: 9,
      duration: 20,
      played: { length: 1, start: () => 0 },
      seekable: { length: 0 },
    },
    ...{ ended: false, error: null, isConnected: true, loop: false, muted: false, networkState: 1, paused: false },
    ...{ playbackRate: 1, readyState: 4, seeking: false, volume: 1, getRootNode: () => page },
  });
  return element as typeof element & HTMLMediaElement;
}

/** Two ads in one break. */
const ads = [
  { start: 8, end: 12, params: { 'media.ad.id': 'a' } },
  { start: 12, end: 16, params: { 'media.ad.id': 'b' } },
];

describe('ads that are part of the stream', () => {
  const types: string[] = [];
  const emit = ({ type }: Intent): void => void (/^(ad|playing)/.test(type) && types.push(type));
  const taken = (): string[] => types.splice(0);

  test('are reported to those who begin to listen in the middle of one, also once more', () => {
    const element = createElement();
    const adapter = followElement(element, { ads });
    for (const _ of ['first', 'second']) {
      const watching = new AbortController();
      adapter.subscribe(emit, watching.signal);
      expect(taken()).toEqual(['adBreakStarted', 'adAnnounced', 'playing', 'playing']);
      watching.abort();
    }
  });

  test('go on with content that its player takes up again, and end with content that is gone', () => {
    const element = createElement();
    const slot = createElementSlot((element) => followElement(element, { ads }, { reportsUnload: true }));
    const reload = (): void => {
      slot.leave();
      slot.follow(element);
      element.dispatchEvent(new Event('emptied'));
      element.dispatchEvent(new Event('playing'));
    };
    slot.open(emit, new AbortController().signal);
    slot.follow(element);
    expect(taken()).toContain('adAnnounced');
    reload();
    expect(taken()).not.toContain('adAnnounced');
    slot.forget();
    reload();
    expect(taken()).toContain('adAnnounced');
  });
});

describe('a duration that is Infinity and then another one, or the reverse,', () => {
  const NOON_S = 43_200;
  beforeEach(() => void vi.useFakeTimers({ now: NOON_S * 1_000 }));
  afterEach(() => void vi.useRealTimers());

  /** An element that loads content of this duration, in a viewing that was requested before; what its adapter says of it. */
  const load = (duration: number, owner?: ElementOverrides) => {
    const element = Object.assign(createElement(), { readyState: 0, duration: NaN, videoWidth: 100 });
    const adapter = followElement(element, {}, owner);
    const lengths: number[] = [];
    adapter.subscribe((intent) => intent.type === 'durationKnown' && lengths.push(intent.seconds), new AbortController().signal);
    const type = () => adapter.media().params!['media.contentType'];
    // The start, which waits for the length.
    type();
    Object.assign(element, { readyState: 4, duration });
    element.dispatchEvent(new Event('loadeddata'));
    const change = (duration: number, event = 'durationchange') => {
      element.duration = duration;
      element.dispatchEvent(new Event(event));
    };
    return { element, adapter, lengths, type, change };
  };

  test.each([
    [Infinity, 20, 'live', NOON_S],
    [20, Infinity, 'vod', 9],
  ])('%d and %d, leaves a session its measure: %s', (first, then, type, playhead) => {
    const content = load(first);
    expect(content.type()).toBe(type);
    content.change(then);
    expect(content.adapter.playhead()).toBe(playhead);
    content.change(then, 'playing');
    expect([content.type(), content.adapter.playhead()]).toEqual([type, playhead]);
  });

  test('is the right one for a start that still waits, and is asked about it again', () => {
    const { lengths, type, change, adapter } = load(Infinity);
    expect(type()).toBe('live');
    change(20);
    expect([lengths, type(), adapter.playhead()]).toEqual([[86_400, 20], 'vod', 9]);
  });

  test('changes nothing in what plays, also where the owner of an element says what is live', () => {
    let live = true;
    const { type, change, adapter } = load(20, { isLive: () => live });
    change(20, 'playing');
    live = false;
    expect([type(), adapter.playhead()]).toEqual(['live', NOON_S]);
  });
});
