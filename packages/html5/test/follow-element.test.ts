import type { Intent } from '@media-collection/core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createElementSlot, followElement } from '../src/index';

beforeEach(
  () =>
    void vi.stubGlobal(
      'ResizeObserver',
      class {
        observe() {}
        disconnect() {}
      },
    ),
);
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
