import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startMediaServer, type MediaServer } from '../media/server.mjs';

const CREATED = Date.UTC(2026, 0, 1);
let media: MediaServer;
let now: number;
beforeEach(async () => {
  now = CREATED;
  media = await startMediaServer({ now: () => now });
});
afterEach(() => media.close());

const ask = (path: string) => fetch(media.url + path);
const read = async (path: string) => (await ask(path)).text();
const numberOf = (tag: string, playlist: string) => Number(new RegExp(`#EXT-X-${tag}:(\\d+)`).exec(playlist)?.[1]);
const all = (pattern: RegExp, playlist: string) => [...playlist.matchAll(pattern)].map(([, found]) => found!);
const segments = (playlist: string) => all(/^(c-.*)$/gm, playlist);
const seconds = (playlist: string) => all(/#EXTINF:([\d.]+)/g, playlist).reduce((sum, length) => sum + Number(length), 0);
const dates = (playlist: string) => all(/DATE-TIME:(.*)/g, playlist).map((at) => Date.parse(at));

describe('the live programme', () => {
  test('has a window of ten segments that ends now, and no end', async () => {
    const playlist = await read('/live/media_0.m3u8');
    expect(segments(playlist)).toHaveLength(10);
    expect(segments(playlist).at(-1)).toBe('c-0-00010.m4s?sn=129');
    expect(dates(playlist).at(-1)).toBe(CREATED - 2_000);
    expect(playlist).not.toContain('ENDLIST');
  });

  test.each([
    [1_999, 120],
    [2_000, 121],
    [600_000, 420],
  ])('is after %i ms at segment %i', async (ms, sequence) => {
    now += ms;
    const playlist = await read('/live/media_0.m3u8');
    expect(numberOf('MEDIA-SEQUENCE', playlist)).toBe(sequence);
    expect(segments(playlist)[0]).toContain(`sn=${sequence}`);
  });

  test('counts a discontinuity once it has left the window', async () => {
    const seen = [];
    for (const ms of [0, 2_000, 38_000, 40_000, 42_000, 60_000, 62_000]) {
      now = CREATED + ms;
      const playlist = await read('/live/media_0.m3u8');
      const [, after] = playlist.split('#EXT-X-DISCONTINUITY\n');
      seen.push([numberOf('DISCONTINUITY-SEQUENCE', playlist), after && segments(after)[0]]);
    }
    const [fifth, sixth] = ['c-0-00001.m4s?sn=120', 'c-0-00001.m4s?sn=150'];
    expect(seen).toEqual([
      [3, fifth],
      [4, undefined],
      [4, undefined],
      [4, undefined],
      [4, sixth],
      [4, sixth],
      [5, undefined],
    ]);
  });

  test('says the same date at the same moment in picture and sound, round after round', async () => {
    now += 50_000;
    const [picture, sound] = await Promise.all([0, 3].map((id) => read(`/live/media_${id}.m3u8?win=100`)));
    expect(numberOf('MEDIA-SEQUENCE', sound!)).toBe(numberOf('MEDIA-SEQUENCE', picture!));
    const apart = dates(picture!).map((at, index) => Math.abs(at - dates(sound!)[index]!));
    expect(apart).toHaveLength(100);
    expect(Math.max(...apart)).toBeLessThan(30);
    expect(new Set(dates(picture!).map((at, index, whole) => at - (whole[index - 1] ?? at - 2_000)))).toEqual(new Set([2_000]));
  });

  test('has the window and the dates that the query asks for, and no more than what was aired', async () => {
    expect(all(/(media_\d.*?)"?$/gm, await read('/live/main.m3u8?win=60&pdt=0'))).toEqual(
      [3, 0, 1, 2].map((id) => `media_${id}.m3u8?win=60&pdt=0`),
    );
    const playlist = await read('/live/media_0.m3u8?win=60&pdt=0');
    expect([segments(playlist).length, dates(playlist)]).toEqual([60, []]);
    const whole = await read('/live/media_0.m3u8?win=1000');
    expect([segments(whole).length, numberOf('MEDIA-SEQUENCE', whole)]).toEqual([130, 0]);
  });

  test('is in DASH a period each round, as long as its window shows some of it', async () => {
    const seen = [];
    for (const ms of [0, 2_000, 38_000, 40_000, 42_000]) {
      now = CREATED + ms;
      seen.push(all(/<Period id="\d+" start="PT(\d+)S"/g, await read('/live/main.mpd')).map(Number));
    }
    expect(seen).toEqual([[240], [240], [240], [240, 300], [240, 300]]);
    const manifest = await read('/live/main.mpd?win=30&only=1');
    expect(manifest).toContain(`availabilityStartTime="${new Date(CREATED - 260_000).toISOString()}"`);
    expect(manifest).toContain('timeShiftBufferDepth="PT60S"');
    expect(new Set(all(/<Representation id="(\d)"/g, manifest))).toEqual(new Set(['1', '3']));
  });
});

describe('a cut', () => {
  test.each([2, 4, 20, 60])('of %i s is as long in picture and sound, and ends', async (length) => {
    for (const id of [0, 1, 2, 3]) {
      const playlist = await read(`/cut/${length}/media_${id}.m3u8`);
      expect(Math.abs(seconds(playlist) - length)).toBeLessThan(0.03);
      expect(playlist).toMatch(/#EXT-X-ENDLIST\n$/);
    }
    expect(await read(`/cut/${length}/main.mpd`)).toContain(`mediaPresentationDuration="PT${length}S"`);
  });

  test('has one rendition if one is asked for, and carries its query to every address', async () => {
    const main = await read('/cut/4/main.m3u8?only=1&ad=2');
    expect(all(/(media_\d.*?)"?$/gm, main)).toEqual(['media_3.m3u8?only=1&ad=2', 'media_1.m3u8?only=1&ad=2']);
    const playlist = await read('/cut/4/media_1.m3u8?only=1&ad=2');
    expect(playlist).toContain('"init-1.m4s?only=1&ad=2"');
    expect(segments(playlist)).toEqual(['c-1-00001.m4s?only=1&ad=2', 'c-1-00002.m4s?only=1&ad=2']);
    expect(all(/<Representation id="(\d)"/g, await read('/cut/4/main.mpd?only=1'))).toEqual(['1', '3']);
  });

  test('has seams where the query asks for them', async () => {
    const [, second] = (await read('/cut/10/media_0.m3u8?parts=6')).split('#EXT-X-DISCONTINUITY\n');
    expect(segments(second!)).toEqual(['c-0-00001.m4s?parts=6', 'c-0-00002.m4s?parts=6']);
    const manifest = await read('/cut/14/main.mpd?parts=6');
    expect(all(/<Period id="\d" (start=.*?)>/g, manifest)).toEqual([
      'start="PT0S" duration="PT6S"',
      'start="PT6S" duration="PT6S"',
      'start="PT12S" duration="PT2S"',
    ]);
  });

  test('has its breaks in DASH, too', async () => {
    const manifest = await read('/cut/20/main.mpd?only=1&ads=mid');
    expect(manifest).toContain(
      `<Event presentationTime="8" duration="4" id="mid"><InsertPresentation url="${media.url}/cut/4/main.mpd?ad=mid&amp;only=1"/>`,
    );
    expect(await read('/cut/20/main.mpd?only=1')).not.toContain('EventStream');
  });

  test.each(['/cut/3/main.m3u8', '/cut/0/main.m3u8', '/cut/62/main.m3u8', '/cut/4/none.m3u8', '/live/none.mpd'])(
    'is not made up: %s',
    async (path) => expect((await ask(path)).status).toBe(404),
  );
});

describe('a fault', () => {
  const bytes = async (path: string) => Buffer.from(await (await ask(path)).arrayBuffer());

  test('strikes a derived playlist, and a segment in one round only', async () => {
    media.fault({ match: '/cut/4/media_0', status: 503, count: 1 });
    media.fault({ match: /^\/live\/c-.*sn=130$/, status: 404 });
    const status = async (path: string) => (await ask(path)).status;
    expect([await status('/cut/4/media_0.m3u8'), await status('/cut/4/media_0.m3u8')]).toEqual([503, 200]);
    expect([await status('/live/c-0-00011.m4s?sn=130'), await status('/live/c-0-00011.m4s?sn=160')]).toEqual([404, 200]);
  });

  test.each([
    [undefined, 100],
    [580, 580],
  ])('corrupts a segment, from %s, without changing its length', async (afterBytes, from) => {
    const whole = await bytes('/adaptive/c-0-00001.m4s');
    media.fault({ match: 'c-0-00001', corrupt: true, count: 1, ...(afterBytes && { afterBytes }) });
    const corrupt = await bytes('/cut/4/c-0-00001.m4s');
    expect(corrupt.length).toBe(whole.length);
    expect(corrupt.subarray(0, from)).toEqual(whole.subarray(0, from));
    expect(new Set(corrupt.subarray(from))).toEqual(new Set([0xff]));
    expect(await bytes('/cut/4/c-0-00001.m4s')).toEqual(whole);
  });
});
