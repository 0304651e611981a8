import { expect, test } from 'vitest';
import { demo, errors, hosts, open, page, press, row, rows, settled, shifted } from './demo-stage';

const native = () => page.locator('video').press('Space');
const players = [
  { name: 'html5', playerName: 'html5', length: 20, type: 'video/mp4', toggle: native },
  {
    name: 'videojs',
    playerName: 'videojs',
    length: 60,
    type: 'application/vnd.apple.mpegurl',
    toggle: () => page.locator('.vjs-big-play-button:visible, .vjs-play-control:visible').first().press('Enter'),
  },
  { name: 'hlsjs', playerName: 'hls.js', length: 60, type: 'application/vnd.apple.mpegurl', toggle: native },
  { name: 'shaka', playerName: 'shaka-player', length: 60, type: 'application/dash+xml', toggle: native },
  { name: 'dashjs', playerName: 'dash.js', length: 60, type: 'application/dash+xml', toggle: native },
];

/** Intents that the page shows beside no native event, but what stands already as an adapter begins to listen. */
const unprompted = async () => {
  const lines = await page
    .locator('#story tr')
    .evaluateAll((lines) => lines.map((line) => ['.native', '.intent'].map((part) => line.querySelector(part)!.textContent)));
  return lines.flatMap(([native, intent = '']) =>
    native || /^(state \w+ off|bitrate 0\.0 kbit\/s|)$/.test(intent) ? [] : [intent],
  );
};

/** Waits until the page shows what the collector holds. */

test.each(players)('$name plays its own stream, is stalled and ends', async ({ name, playerName, length, type, toggle }) => {
  const media = page.waitForResponse((response) => response.headers()['content-type'] === type);
  await open(name);
  await media;
  await toggle();
  await row('play', { from: 0.5 });
  // Frames of the real thing.
  expect(await page.evaluate(() => document.querySelector('video')!.getVideoPlaybackQuality().totalVideoFrames)).toBeGreaterThan(
    5,
  );
  await press('Jump to 70 %');
  await row('play', { from: length * 0.7 - 0.1 });
  const played = await rows();
  await press('Stall for 4 s');
  await row('bufferStart', { below: played });
  await page.getByText('The player has run dry; bytes come again in 4 s.').waitFor();
  const dry = await rows();
  await row('play', { below: dry });
  await toggle();
  await row('pauseStart', { below: dry });
  const paused = await rows();
  await toggle();
  await row('play', { below: paused });
  await press('Go near the end');
  await row('sessionComplete', { from: length - 1 });
  await settled();
  const [session, ...others] = await demo.store.list();
  expect(others).toEqual([]);
  expect(session!.events[0]!.params).toMatchObject({
    'media.id': 'demo',
    'media.name': 'Demo video',
    'media.playerName': playerName,
    'media.contentType': 'vod',
  });
  expect(session!.events[0]!.params!['media.length' as never]).toBeCloseTo(length, 0);
  expect(await page.locator('.note').allTextContents()).toEqual([]);
  expect(await shifted()).toBeLessThan(0.01);
  expect(errors).toEqual([]);
  expect(await unprompted()).toEqual([]);
  expect([...hosts].filter((host) => host !== '127.0.0.1' && host !== '')).toEqual([]);
});

test.each(players.filter(({ length }) => length === 60))(
  '$name plays the address of another stream as a session of its own',
  async ({ name, toggle }) => {
    await open(name);
    await toggle();
    await row('play');
    const before = await rows();
    const address = `${demo.url}media/cut/4/main.${name === 'dashjs' ? 'mpd' : 'm3u8'}`;
    await page.getByLabel('Address of another video').fill(address);
    await press('Load');
    expect(await page.getByRole('button', { name: 'Stall for 4 s' }).isDisabled()).toBe(true);
    await row('sessionComplete', { below: before });
    await press('Demo video');
    await row('play', { below: await rows() });
    await settled();
    const sessions = await demo.store.list();
    expect(sessions.map(({ events }) => events[0]!.params!['media.id' as never])).toEqual(['demo', address, 'demo']);
    expect(sessions[0]!.events.at(-1)!.eventType).toBe('sessionEnd');
    expect(errors).toEqual([]);
  },
);

test.each(['videojs', 'hlsjs', 'shaka', 'dashjs'])('%s plays ads before, in and after its content', async (name) => {
  await open(name);
  // Given other content in the first moments of some, hls.js 1.7.4 may load nothing of it behind a pre-roll.
  await page.waitForFunction(() => document.querySelector('video')!.readyState > 1);
  await press('With ads');
  // Back in the content, for what is jumped in an ad is the ad; interstitials that are jumped over are not shown.
  await row('adBreakComplete');
  if (name === 'videojs') await press('Jump to 70 %');
  await row('adBreakComplete', { from: 7.5 });
  // After a jump into its last period dash.js 5.2.1 may pause half a second before the end, and stay there.
  if (name !== 'dashjs') await press('Go near the end');
  await row('sessionComplete');
  await settled();
  const [session] = (await demo.store.list()).slice(-1);
  const ads = session!.events.filter(({ eventType }) => /^(ad|sessionC)/.test(eventType)).map(({ eventType }) => eventType);
  const POD = ['adBreakStart', 'adStart', 'adComplete'];
  expect(ads).toEqual([
    ...[...POD, 'adBreakComplete'],
    ...[...POD, 'adStart', 'adComplete', 'adBreakComplete'],
    ...[...POD, 'adBreakComplete'],
    'sessionComplete',
  ]);
  // A border that was passed unseen is told with the time when it was.
  if (name === 'dashjs') expect(await page.getByText(/^at 8\.0 s 0\.\d s ago$/).count()).toBeGreaterThan(0);
  const length = name === 'dashjs' ? 12 : 20;
  expect(session!.events[0]!.params).toMatchObject({ 'media.id': 'demo-ads', 'media.length': expect.closeTo(length, 1) });
  expect(await unprompted()).toEqual([]);
  expect(errors).toEqual([]);
});

test.each(players)('$name says in words that an address cannot be played', async ({ name }) => {
  await open(name);
  await page.getByLabel('Address of another video').fill(`${demo.url}media/none.${name === 'html5' ? 'mp4' : 'm3u8'}`);
  await press('Load');
  await page.getByText(/^none\.\w+ cannot be played: /).waitFor();
  // Its element goes on to wait for what will never come.
  await page.locator('video').dispatchEvent('waiting');
  expect(await page.getByText('cannot be played').count()).toBe(1);
});
