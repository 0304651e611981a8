import { describe, expect, test, vi } from 'vitest';
import type { Guess, TrackerOptions } from '../src/index';
import { VERSION } from '../src/version';
import { content, createFakeAdapter, params, track } from './tracking';

/** Starts what a player knows. */
const started = (options: Partial<TrackerOptions> = {}, fake = createFakeAdapter()) => {
  const bench = track(options);
  bench.tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  return { ...bench, fake, startParams: bench.made[0]?.params };
};

describe('what a sessionStart reports', () => {
  test('media may answer with nothing: then the player is believed', () => {
    expect(started({ media: () => undefined }).startParams).toMatchObject(content);
    expect(started({ media: () => ({}) }).startParams).toMatchObject(content);
  });

  test('media is asked at each start, with what the player knows, also its own object', () => {
    const native = { player: true };
    const media = vi.fn<(guess: Guess) => object>(() => ({}));
    const { fake } = started({ media }, createFakeAdapter({ params: content, native }));
    fake.emit({ type: 'ended' });
    fake.emit({ type: 'playRequested' });
    expect(media).toHaveBeenCalledTimes(2);
    expect(media.mock.calls[1]![0]).toMatchObject({
      params: { ...content, 'media.playerName': 'fake', 'media.sdkVersion': '1.2.3' },
      native,
    });
  });

  test('it names this library, a video, and no resume, unless the page says otherwise', () => {
    expect(started().startParams).toMatchObject({
      'media.libraryVersion': expect.stringContaining(VERSION),
      'media.streamType': 'video',
      'media.resume': false,
    });
    const page = { 'media.streamType': 'audio', 'media.resume': true };
    expect(started({ media: { params: page } }).startParams).toMatchObject(page);
  });

  test('an id that only the player knows is reported to the page; one that is given is not', () => {
    expect(started().warnings).toEqual([expect.stringContaining('media.id')]);
    expect(started({ media: { params: { 'media.id': 'ep-2' } } }).warnings).toEqual([]);
    expect(started({ params: { ...params, 'media.id': 'ep-3' } }).warnings).toEqual([]);
    const { tracker, warnings } = track();
    tracker.attach(createFakeAdapter());
    tracker.track('sessionStart', content);
    expect(warnings).toEqual([]);
  });

  test('a player that knows nothing of its content needs a page that does', () => {
    const silent = () => createFakeAdapter(null);
    const { clock, made, warnings } = started({}, silent());
    clock.advance(10_000);
    expect([made, warnings.join('\n')]).toEqual([[], expect.stringContaining('media.id')]);
    expect(started({ media: { params: content } }, silent()).startParams).toMatchObject(content);
  });
});

describe('what an automatic adStart reports', () => {
  test('the page is asked with what the player knows, also its own object', () => {
    const ad = vi.fn<(guess: Guess) => undefined>();
    const { fake } = started({ ad });
    fake.emit({ type: 'adBreakStarted' });
    fake.emit({ type: 'adAnnounced', guess: { params: { 'media.ad.id': 'a', 'media.ad.length': 5 }, native: 'ima' } });
    fake.emit({ type: 'playing' });
    expect(ad.mock.calls).toMatchObject([[{ params: { 'media.ad.id': 'a' }, native: 'ima' }]]);
  });

  test('metadata of the player and of the page are put together, the later ones win', () => {
    const { fake, made } = started({ ad: () => ({ customMetadata: { a: 'page' } }) });
    fake.emit({ type: 'adBreakStarted' });
    const known = { params: { 'media.ad.id': 'a', 'media.ad.length': 5 }, customMetadata: { a: 'player', b: 'player' } };
    fake.emit({ type: 'adAnnounced', guess: known });
    fake.emit({ type: 'playing' });
    expect(made.find(({ eventType }) => eventType === 'adStart')!.customMetadata).toEqual({ a: 'page', b: 'player' });
  });

  test('ads by hand are not asked about', () => {
    const ad = vi.fn(() => null);
    const { tracker, types } = track({ ad, prerollWait: 0 });
    tracker.track('sessionStart', content);
    tracker.track('adBreakStart', { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 });
    tracker.track('adStart', { 'media.ad.id': 'a', 'media.ad.length': 5, 'media.ad.podPosition': 1 });
    expect(types()).toBe('sessionStart adBreakStart adStart play');
    expect(ad).not.toHaveBeenCalled();
  });
});
