import { describe, expect, test } from 'vitest';
import type { Guess } from '../src/session/input';
import type { TrackerOptions } from '../src/options';
import { VERSION } from '../src/version';
import { createBench, createPuppet, film, params } from './bench';

const told = (options: Partial<TrackerOptions>, by: 'hand' | 'player', adapter = createPuppet()) => {
  const bench = createBench(options);
  const detach = by === 'player' ? bench.tracker.attach(adapter) : undefined;
  if (by === 'player') adapter.emit({ type: 'start' });
  else bench.tracker.track('sessionStart', film, { from: 'track' });
  const event = bench.made[0]?.event;
  return {
    ...bench,
    adapter,
    detach,
    params: event?.params as Record<string, unknown> | undefined,
    customMetadata: event?.customMetadata,
  };
};

describe('what a sessionStart tells', () => {
  test('later ones win: the guess, params, media, what track was given', () => {
    const key = (value: string, n: number) =>
      Object.fromEntries(['media.show', 'media.genre', 'media.rating', 'media.feed'].slice(0, n).map((name) => [name, value]));
    const adapter = createPuppet({
      media: () => ({
        params: { ...film, ...key('guess', 4) },
        customMetadata: { a: 'guess', b: 'guess', c: 'guess', d: 'guess' },
      }),
    });
    const bench = createBench({
      params: { ...params, ...key('params', 3) },
      customMetadata: { a: 'params', b: 'params', c: 'params' },
      media: () => ({ params: key('media', 2), customMetadata: { a: 'media', b: 'media' } }),
    });
    bench.tracker.attach(adapter);
    bench.tracker.track('sessionStart', { ...film, ...key('track', 1) }, { a: 'track' });
    expect(bench.made[0]!.event).toMatchObject({
      params: { 'media.show': 'track', 'media.genre': 'media', 'media.rating': 'params', 'media.feed': 'guess' },
      customMetadata: { a: 'track', b: 'media', c: 'params', d: 'guess' },
    });
  });

  test('media may be an object, or nothing', () => {
    expect(told({ media: { params: { 'media.name': 'Film' }, customMetadata: { my: 'own' } } }, 'hand')).toMatchObject({
      params: { 'media.name': 'Film', 'media.id': 'film' },
      customMetadata: { my: 'own', from: 'track' },
    });
    expect(told({}, 'hand').params).toMatchObject({ 'media.id': 'film' });
    expect(told({ media: () => undefined }, 'player').params).toMatchObject({ 'media.id': 'film' });
  });

  test('media is asked at each start, with what the player knows', () => {
    const guesses: Guess[] = [];
    const native = { player: true };
    const adapter = createPuppet({ version: '1.2', media: () => ({ params: film, native }) });
    const { adapter: player } = told({ media: (guess) => (guesses.push(guess), {}) }, 'player', adapter);
    player.emit({ type: 'end' });
    player.emit({ type: 'start' });
    expect(guesses).toHaveLength(2);
    expect(guesses[0]).toMatchObject({ params: { ...film, 'media.playerName': 'puppet', 'media.sdkVersion': '1.2' }, native });
  });

  test('null means that this content is not tracked', async () => {
    const { made, pass, recorder, adapter } = told({ media: () => null }, 'player');
    adapter.emit({ type: 'run' });
    await pass(60_000);
    expect([made, recorder.events]).toEqual([[], []]);
  });

  test('the player names itself, unless the page does', () => {
    expect(told({}, 'player', createPuppet({ version: '1.2' })).params).toMatchObject({
      'media.playerName': 'puppet',
      'media.sdkVersion': '1.2',
    });
    expect(told({ params: { ...params, 'media.playerName': 'ours' } }, 'player').params).toMatchObject({
      'media.playerName': 'ours',
    });
    expect(told({}, 'player').params).not.toHaveProperty(['media.sdkVersion']);
  });

  test('channel and player name are "unknown" when nobody gives them, and the page hears it', () => {
    const { 'media.channel': _, ...identity } = params;
    const { params: sent, warnings } = told({ params: identity }, 'hand');
    expect(sent).toMatchObject({ 'media.channel': 'unknown', 'media.playerName': 'unknown' });
    expect(warnings).toEqual([expect.stringContaining('media.channel'), expect.stringContaining('media.playerName')]);
  });

  test('it names this library, a video, and no resume, unless the page says otherwise', () => {
    expect(told({}, 'hand').params).toMatchObject({
      'media.libraryVersion': expect.stringContaining(VERSION),
      'media.streamType': 'video',
      'media.resume': false,
    });
    const page = { 'media.streamType': 'audio', 'media.resume': true };
    expect(told({ media: { params: page } }, 'hand').params).toMatchObject(page);
  });

  test('an id that is only guessed is told to the page once for each start; one that is given is not', () => {
    expect(told({}, 'player').warnings).toEqual([expect.stringContaining('media.id')]);
    expect(told({ media: { params: { 'media.id': 'ep-1' } } }, 'player').warnings).toEqual([]);
    expect(told({}, 'hand').warnings.filter((one) => one.includes('media.id'))).toEqual([]);
  });
});

describe('what an automatic adStart tells', () => {
  const inBreak = (options: Partial<TrackerOptions>) => {
    const bench = told(options, 'player');
    bench.adapter.emit({ type: 'breakStart' });
    bench.adapter.emit({
      type: 'ad',
      guess: {
        params: { 'media.ad.id': 'a', 'media.ad.length': 5, 'media.ad.name': 'guess' },
        customMetadata: { a: 'guess', b: 'guess' },
        native: 'ima',
      },
    });
    return { ...bench, ad: bench.made.map(({ event }) => event).find(({ eventType }) => eventType === 'adStart') };
  };

  test('is what the player knows, and what the page adds', () => {
    const { ad } = inBreak({
      ad: () => ({ params: { 'media.ad.name': 'page', 'media.ad.campaignId': '7' }, customMetadata: { a: 'page' } }),
    });
    expect(ad).toMatchObject({
      params: {
        'media.ad.id': 'a',
        'media.ad.name': 'page',
        'media.ad.campaignId': '7',
        'media.ad.podPosition': 1,
        'media.ad.playerName': 'puppet',
      },
      customMetadata: { a: 'page', b: 'guess' },
    });
  });

  test('the page is asked with what the player knows, also its own object', () => {
    const guesses: unknown[] = [];
    inBreak({ ad: (guess) => (guesses.push(guess), undefined) });
    expect(guesses).toMatchObject([{ params: { 'media.ad.id': 'a' }, native: 'ima' }]);
  });

  test('null means that this ad is not tracked', () => {
    expect(inBreak({ ad: () => null }).ad).toBeUndefined();
  });

  test('ads by hand are not asked about', () => {
    let asked = 0;
    const { tracker, made } = createBench({ ad: () => (asked++, null), prerollWait: 0 });
    tracker.track('sessionStart', film);
    tracker.track('adBreakStart', { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 });
    tracker.track('adStart', { 'media.ad.id': 'a', 'media.ad.length': 5, 'media.ad.podPosition': 1 });
    expect([asked, made.filter(({ event }) => event.eventType === 'adStart').length]).toEqual([0, 1]);
  });
});
