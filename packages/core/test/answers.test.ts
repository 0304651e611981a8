import { describe, expect, test, vi } from 'vitest';
import type { Guess, TrackerOptions } from '../src/index';
import { VERSION } from '../src/version';
import { content, createPuppet, params, track } from './tracking';

/** Starts what a player knows. */
const started = (options: Partial<TrackerOptions> = {}, puppet = createPuppet()) => {
  const bench = track(options);
  bench.tracker.attach(puppet);
  puppet.say({ type: 'playRequested' });
  return { ...bench, puppet, told: bench.made[0]?.params };
};

describe('what a sessionStart tells', () => {
  test('media may answer with nothing: then the player is believed', () => {
    expect(started({ media: () => undefined }).told).toMatchObject(content);
    expect(started({ media: () => ({}) }).told).toMatchObject(content);
  });

  test('media is asked at each start, with what the player knows, also its own object', () => {
    const native = { player: true };
    const media = vi.fn<(guess: Guess) => object>(() => ({}));
    const { puppet } = started({ media }, createPuppet({ params: content, native }));
    puppet.say({ type: 'ended' });
    puppet.say({ type: 'playRequested' });
    expect(media).toHaveBeenCalledTimes(2);
    expect(media.mock.calls[1]![0]).toMatchObject({
      params: { ...content, 'media.playerName': 'puppet', 'media.sdkVersion': '1.2.3' },
      native,
    });
  });

  test('it names this library, a video, and no resume, unless the page says otherwise', () => {
    expect(started().told).toMatchObject({
      'media.libraryVersion': expect.stringContaining(VERSION),
      'media.streamType': 'video',
      'media.resume': false,
    });
    const page = { 'media.streamType': 'audio', 'media.resume': true };
    expect(started({ media: { params: page } }).told).toMatchObject(page);
  });

  test('an id that only the player knows is told to the page; one that is given is not', () => {
    expect(started().warnings).toEqual([expect.stringContaining('media.id')]);
    expect(started({ media: { params: { 'media.id': 'ep-2' } } }).warnings).toEqual([]);
    expect(started({ params: { ...params, 'media.id': 'ep-3' } }).warnings).toEqual([]);
    const { tracker, warnings } = track();
    tracker.attach(createPuppet());
    tracker.track('sessionStart', content);
    expect(warnings).toEqual([]);
  });

  test('a player that knows nothing of its content needs a page that does', () => {
    const silent = () => createPuppet(null);
    const { clock, made, warnings } = started({}, silent());
    clock.advance(10_000);
    expect([made, warnings.join('\n')]).toEqual([[], expect.stringContaining('media.id')]);
    expect(started({ media: { params: content } }, silent()).told).toMatchObject(content);
  });
});

describe('what an automatic adStart tells', () => {
  test('the page is asked with what the player knows, also its own object', () => {
    const ad = vi.fn<(guess: Guess) => undefined>();
    const { puppet } = started({ ad });
    puppet.say({ type: 'adBreakStarted' });
    puppet.say({ type: 'adAnnounced', guess: { params: { 'media.ad.id': 'a', 'media.ad.length': 5 }, native: 'ima' } });
    puppet.say({ type: 'playing' });
    expect(ad.mock.calls).toMatchObject([[{ params: { 'media.ad.id': 'a' }, native: 'ima' }]]);
  });

  test('metadata of the player and of the page are put together, the later ones win', () => {
    const { puppet, made } = started({ ad: () => ({ customMetadata: { a: 'page' } }) });
    puppet.say({ type: 'adBreakStarted' });
    const known = { params: { 'media.ad.id': 'a', 'media.ad.length': 5 }, customMetadata: { a: 'player', b: 'player' } };
    puppet.say({ type: 'adAnnounced', guess: known });
    puppet.say({ type: 'playing' });
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
