import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Intent } from '@media-collection/core';
import { createStitchedAds, type AdOption, type Ads, type MediaLike } from '../src/index';

const pod: Ads = [
  { start: 8, end: 12, params: { 'media.ad.id': 'a' } },
  { start: 12, end: 15, params: { 'media.ad.id': 'b', 'media.ad.length': 2.9 }, customMetadata: { house: 'no' } },
  { start: 20, end: 24, params: { 'media.ad.id': 'c' } },
];

const ad = (start: number, end: number): AdOption => ({ start, end, params: { 'media.ad.id': `${start}` } });

/** Follows the ads of a stream of 24 s as its clock goes on. */
function follow(ads: Ads | undefined = pod) {
  const medium = { currentTime: 0, duration: 24 } as { -readonly [K in keyof MediaLike]: MediaLike[K] } & {
    playbackRate?: number;
  };
  const stitched = createStitchedAds(medium, ads);
  const words = (intents: Intent[]): string[] =>
    intents.map(({ type, playhead, agoMs, ...more }) =>
      [type, 'skipped' in more && more.skipped && 'skipped', playhead, agoMs && Math.round(agoMs)]
        .filter((word) => word !== undefined && word !== false)
        .join(' '),
    );
  return {
    medium,
    stitched,
    at: (second: number): string[] => {
      medium.currentTime = second;
      return words(stitched.update());
    },
    leave: (skipped: boolean): string[] => words(stitched.close(skipped)),
    finish: (): string[] => words(stitched.finish()),
  };
}

describe('ads that are part of a stream', () => {
  test('do not count as content', () => {
    const { content } = follow().stitched;
    expect([0, 8, 10, 12, 15, 16, 20, 22, 24].map(content)).toEqual([0, 8, 8, 8, 8, 9, 13, 13, 13]);
    expect(createStitchedAds({} as MediaLike).content(7)).toBe(7);
  });

  test.each([
    ['repeat', [ad(2, 4), ad(2, 4)], [1, 2, 3, 6], 18],
    ['overlap', [ad(2, 5), ad(4, 6)], [1, 2, 2, 4], 16],
    ['lie in each other, in no order', [ad(3, 4), ad(2, 6)], [1, 2, 2, 4], 16],
    ['begin before their media', [ad(-2, 2)], [0, 1, 3, 6], 18],
  ])('count once where they %s', (_, ads, seconds, length) => {
    const { content } = createStitchedAds({} as MediaLike, ads);
    expect([1, 3, 5, 8].map(content)).toEqual(seconds);
    expect(content(20)).toBe(length);
  });

  test('that overlap end when the next one begins', () => {
    const { at, stitched, medium } = follow([ad(2, 5), ad(4, 6)]);
    medium.currentTime = 2;
    expect(stitched.update()[1]).toMatchObject({ guess: { params: { 'media.ad.length': 2 } } });
    expect(at(3.9)).toEqual([]);
    expect(at(4.1)).toEqual(['adEnded 2 100', 'adAnnounced 2 100', 'playing 2 100']);
    expect(at(5.9)).toEqual([]);
    expect(at(6.1)).toEqual(['adEnded 2 100', 'adBreakEnded 2 100', 'playing 2 100']);
  });

  test('that lie in another one interrupt it', () => {
    const { at } = follow([ad(2, 6), ad(3, 4)]);
    expect(at(2).length).toBe(3);
    expect(at(2.9)).toEqual([]);
    expect(at(3)).toEqual(['adEnded 2 0', 'adAnnounced 2 0', 'playing 2 0']);
    expect(at(3.9)).toEqual([]);
    expect(at(4)).toEqual(['adEnded 2 0', 'adAnnounced 2 0', 'playing 2 0']);
    for (const second of [4.5, 5.9]) at(second);
    expect(at(6)).toEqual(['adEnded 2 0', 'adBreakEnded 2 0', 'playing 2 0']);
  });

  describe('as the media go', () => {
    afterEach(() => void vi.useRealTimers());

    test.each([
      ['are complete once their end was passed', 12.1, ['adEnded 8 100']],
      ['are complete if no more than 0.25 s of them is missing', 11.8, ['adEnded 8']],
      ['are left open if more is missing', 11.6, []],
    ])('%s', (_, second, ends) => {
      const { at, medium, finish, leave } = follow([ad(8, 12)]);
      for (const second of [7.9, 8.1, 11.5]) at(second);
      medium.currentTime = second;
      expect(finish().map((word) => word.replace(/ 0$/, ''))).toEqual(ends);
      expect(finish(), 'once').toEqual([]);
      expect(leave(false).filter((word) => word.startsWith('adEnded')).length, 'once').toBe(ends.length ? 0 : 1);
    });

    test.each([
      [200, ['adEnded 8 0']],
      [100, []],
    ])('are as long as the clock ran where the element has forgotten: %i ms', (ms, ends) => {
      vi.useFakeTimers({ toFake: ['performance'] });
      const { at, medium, finish } = follow([ad(8, 12)]);
      for (const second of [7.9, 8.1, 11.6]) at(second);
      vi.advanceTimersByTime(ms);
      medium.currentTime = 0;
      expect(finish()).toEqual(ends);
    });

    test('a pause before they go is none of their time', () => {
      vi.useFakeTimers({ toFake: ['performance'] });
      const { at, medium, stitched, finish } = follow([ad(8, 12)]);
      for (const second of [7.9, 8.1, 11.6]) at(second);
      vi.advanceTimersByTime(100);
      stitched.pause();
      vi.advanceTimersByTime(60_000);
      medium.currentTime = 0;
      expect(finish()).toEqual([]);
      medium.currentTime = 11.65;
      at(11.65);
      vi.advanceTimersByTime(200);
      medium.currentTime = 0;
      expect(finish(), 'as it goes on').toEqual(['adEnded 8 0']);
    });

    test('what passes before they are reported to go once more is none of their time', () => {
      vi.useFakeTimers({ toFake: ['performance'] });
      const { at, medium, finish } = follow([ad(8, 12)]);
      for (const second of [7.9, 8.1, 11.6]) at(second);
      vi.advanceTimersByTime(100);
      expect(finish()).toEqual([]);
      vi.advanceTimersByTime(60_000);
      medium.currentTime = 0;
      expect(finish()).toEqual([]);
    });

    test('at twice the speed twice as much of them was shown since the last timeupdate', () => {
      vi.useFakeTimers({ toFake: ['performance'] });
      const { at, medium, finish } = follow([ad(8, 12)]);
      medium.playbackRate = 2;
      for (const second of [7.9, 8.1, 11.3]) at(second);
      vi.advanceTimersByTime(250);
      medium.currentTime = 0;
      expect(finish()).toEqual(['adEnded 8 0']);
    });
  });

  test('that begin before their media make one break with those that follow', () => {
    const { at } = follow([ad(-2, 2), ad(2, 4)]);
    expect([at(0)[0], at(1.9), at(2.1)]).toEqual([
      'adBreakStarted 0 0',
      [],
      ['adEnded 0 100', 'adAnnounced 0 100', 'playing 0 100'],
    ]);
  });

  test('begin and end where they stand, however late the clock shows it', () => {
    const { at } = follow();
    expect(at(7.9)).toEqual([]);
    expect(at(8.2)).toEqual(['adBreakStarted 8 200', 'adAnnounced 8 200', 'playing 8 200']);
    expect(at(11.9)).toEqual([]);
    expect(at(12.1)).toEqual(['adEnded 8 100', 'adAnnounced 8 100', 'playing 8 100']);
    expect(at(15.25)).toEqual(['adEnded 8 250', 'adBreakEnded 8 250', 'playing 8 250']);
    expect(at(16)).toEqual([]);
  });

  test('are late by the speed at which they play', () => {
    const { at, medium } = follow();
    medium.playbackRate = 2;
    at(7.9);
    expect(at(8.2)[0]).toBe('adBreakStarted 8 100');
    medium.playbackRate = 0;
    expect(at(12.1)[0], 'whose viewer has just stopped them by the rate').toBe('adEnded 8 100');
  });

  test('end with the stream', () => {
    const { at, leave, medium } = follow();
    at(20);
    medium.currentTime = 24;
    expect(leave(false)).toEqual(['adEnded 13 0', 'adBreakEnded 13 0']);
    expect(leave(false)).toEqual([]);
  });

  test('end with the round of a loop, whose clock is at its start again', () => {
    const { at, leave, medium } = follow([ad(20, 24)]);
    for (const second of [19.9, 20.1, 23.7]) at(second);
    medium.currentTime = 0;
    expect(leave(false)).toEqual(['adEnded 20 0', 'adBreakEnded 20 0']);
  });

  test('that are jumped out of are skipped', () => {
    const { at, medium, leave } = follow();
    at(9);
    medium.currentTime = 18;
    expect(leave(true)).toEqual(['adEnded skipped 8', 'adBreakEnded 8']);
    expect(at(18)).toEqual([]);
  });

  test('are complete if no more than 0.25 s of them was missed by a jump', () => {
    const { at, medium, leave } = follow();
    for (const second of [7.9, 8.2, 11.8]) at(second);
    medium.currentTime = 18;
    expect(leave(true)).toEqual(['adEnded 8', 'adBreakEnded 8']);
  });

  test('go on after a jump inside them, and are skipped if too much of them was jumped over', () => {
    const { at, medium, leave } = follow();
    for (const second of [19.9, 20.1, 21]) at(second);
    medium.currentTime = 23.8;
    expect(leave(true)).toEqual([]);
    expect(at(23.8)).toEqual([]);
    medium.currentTime = 24;
    expect(leave(false)).toEqual(['adEnded skipped 13 0', 'adBreakEnded 13 0']);
  });

  test('that are seen twice after a jump back are complete', () => {
    const { at, medium, leave } = follow();
    for (const second of [19.9, 20.1, 22]) at(second);
    medium.currentTime = 20.5;
    expect(leave(true)).toEqual([]);
    for (const second of [20.5, 22, 23.9]) at(second);
    medium.currentTime = 24;
    expect(leave(false)[0]).toBe('adEnded 13 0');
  });

  test('that are shorter than their own length are complete at their end', () => {
    const { at } = follow([{ start: 8, end: 10, params: { 'media.ad.id': 'a', 'media.ad.length': 4 } }]);
    for (const second of [7.9, 8.2, 9.9]) at(second);
    expect(at(10.1)[0]).toBe('adEnded 8 100');
  });

  test.each([Symbol('4'), Object.create(null), '4', NaN])('are complete at their end, whatever their length is: %s', (length) => {
    const { at } = follow([{ start: 8, end: 10, params: { 'media.ad.id': 'a', 'media.ad.length': length as never } }]);
    for (const second of [7.9, 8.2, 9.9]) at(second);
    expect(at(10.1)[0]).toBe('adEnded 8 100');
  });

  test('stay one break when the viewer jumps from one to the next', () => {
    const { at, medium, leave } = follow();
    for (const second of [7.9, 8.2, 9]) at(second);
    medium.currentTime = 13;
    expect(leave(true)).toEqual(['adEnded skipped 8']);
    expect(at(13)).toEqual(['adAnnounced 8 0', 'playing 8 0']);
    for (const second of [13.2, 14.9]) at(second);
    expect(at(15.1)).toEqual(['adEnded 8 100', 'adBreakEnded 8 100', 'playing 8 100']);
  });

  test('after the content report that it is over, each of a pod as a post-roll', () => {
    const { at, medium, stitched } = follow([
      { start: 20, end: 22, params: { 'media.ad.id': 'a' } },
      { start: 22, end: 24, params: { 'media.ad.id': 'b' } },
    ]);
    at(19.9);
    medium.currentTime = 20.1;
    const intents = stitched.update();
    expect(intents.map(({ type }) => type)).toEqual(['contentEnded', 'adBreakStarted', 'adAnnounced', 'playing']);
    expect(intents[1]).toMatchObject({ guess: { params: { 'media.ad.podFriendlyName': 'postroll' } } });
    expect(at(22.1)).toEqual(['adEnded 20 100', 'adAnnounced 20 100', 'playing 20 100']);
  });

  test('stand at the second of the day in a live stream', () => {
    const medium = { currentTime: 7.9, duration: Infinity } as MediaLike & { currentTime: number };
    const stitched = createStitchedAds(medium, pod, (second) => 60_000 + second);
    stitched.update();
    medium.currentTime = 8.2;
    expect(stitched.update()[0]).toMatchObject({ type: 'adBreakStarted', playhead: 60_008 });
  });

  test('of a page whose function throws or returns no list are none, and it is named once', () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    for (const wrong of [() => 5, () => Promise.resolve([]), () => JSON.parse('{')]) {
      const { content } = createStitchedAds({} as MediaLike, wrong as never);
      expect([content(7), content(8)]).toEqual([7, 8]);
    }
    expect(warn).toHaveBeenCalledTimes(3);
    warn.mockRestore();
  });

  test('that are jumped into begin where the jump landed', () => {
    const { at, medium, leave } = follow();
    at(3);
    medium.currentTime = 10;
    expect(leave(true)).toEqual([]);
    expect(at(10)[0]).toBe('adBreakStarted 8 0');
  });

  test('that are jumped into at their end are skipped', () => {
    const { at, medium, leave } = follow();
    at(3);
    medium.currentTime = 23.8;
    leave(true);
    at(23.8);
    medium.currentTime = 24;
    expect(leave(false)[0]).toBe('adEnded skipped 13 0');
  });

  test('that media which were loaded again left behind end where these go on', () => {
    const { at } = follow();
    at(9);
    expect(at(2)).toEqual(['adEnded skipped', 'adBreakEnded', 'playing']);
  });

  test('are forgotten with their media', () => {
    const { at, stitched, leave } = follow();
    at(9);
    stitched.reset();
    expect(leave(true)).toEqual([]);
  });

  test('are found from where playback is, and not from where it was before they were forgotten', () => {
    const { at, stitched } = follow();
    for (const second of [3.9, 4.1]) at(second);
    stitched.reset();
    expect(at(9)).toEqual(['adBreakStarted 8 0', 'adAnnounced 8 0', 'playing 8 0']);
  });

  test('may become known late, and have what the page knows', () => {
    let late: Ads = [];
    const { at, stitched, medium } = follow(() => late as never);
    expect(at(1)).toEqual([]);
    late = [{ start: 0, end: 4, params: { 'media.ad.id': 'a' } }, ...(pod as [])];
    const guesses = (second: number) => {
      medium.currentTime = second;
      return stitched.update().flatMap((intent) => ('guess' in intent && intent.guess ? [intent.guess] : []));
    };
    expect(guesses(1)).toEqual([
      { params: { 'media.ad.podFriendlyName': 'preroll' } },
      { params: { 'media.ad.length': 4, 'media.ad.id': 'a' }, customMetadata: {} },
    ]);
    expect(guesses(8)[0]).toEqual({ params: { 'media.ad.podFriendlyName': 'midroll' } });
    expect(guesses(12)).toEqual([{ params: { 'media.ad.length': 2.9, 'media.ad.id': 'b' }, customMetadata: { house: 'no' } }]);
    expect(guesses(20)[0]).toEqual({ params: { 'media.ad.podFriendlyName': 'postroll' } });
  });
});
