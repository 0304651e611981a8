import { beforeEach, expect, test } from 'vitest';
import { paramsOf } from './ads-scene';
import { openShakaScene, openShakaBrowser } from './shaka-scene';
import { finishAds, linesOf, watchFrames } from './shown-ads';
import { scene, useScenes } from './scenes';

/** Seconds of the stream that are ads: two that follow each other, and one. */
const inStream = [
  [4, 6],
  [6, 8],
  [12, 14],
] as const;

/** What AWS answers of an ad, as far as the manager reads it: media_tailor_ad_manager.js and media_tailor_ad.js. */
const adOf = (index: number) => ({
  adId: `ad-${index}`,
  adTitle: `Ad ${index}`,
  creativeId: `creative-${index}`,
  startTimeInSeconds: inStream[index]![0],
  durationInSeconds: inStream[index]![1] - inStream[index]![0],
  trackingEvents: [],
});
const availOf = (...indices: number[]) => ({
  availId: String(indices),
  startTimeInSeconds: inStream[indices[0]!]![0],
  ads: indices.map(adOf),
  nonLinearAdsList: [],
  adBreakTrackingEvents: [],
});

useScenes(openShakaBrowser, openShakaScene);
beforeEach(() => watchFrames(scene));

/** Plays a stream of the server-side manager of AWS, which is real; its server is not. `from`: the second at which somebody begins to follow. */
async function tailor(from?: number): Promise<void> {
  const { page } = scene;
  await page.route('**/tailor/session', (route) =>
    route.fulfill({ json: { manifestUrl: '../cut/20/main.m3u8?only=1', trackingUrl: '/tailor/tracking' } }),
  );
  await page.route('**/tailor/tracking', (route) => route.fulfill({ json: { avails: [availOf(0, 1), availOf(2)] } }));
  await page.evaluate(async (from) => {
    const { open, passes } = window.shakaStage;
    await open('tailor/session', { tailor: true, ...(from && { late: () => passes(from) }) });
  }, from);
}
const past = (second: number) => scene.page.evaluate((second) => window.shakaStage.passes(second), second);

const AD = 'adStart play adComplete';
const REAL = 'manager of AWS MediaTailor real, its server a stand-in';

test('ads that AWS MediaTailor put into the stream do not count as content', async () => {
  await tailor();
  await past(15);
  await finishAds(scene, { player: 'Shaka Player', real: REAL, inStream });
  expect(linesOf(scene)).toEqual([
    `sessionStart stateStart:mute play play adBreakStart ${AD} ${AD} adBreakComplete play adBreakStart ${AD} adBreakComplete play sessionEnd`,
  ]);
  expect(paramsOf(scene, 'sessionStart', 0)).toMatchObject([{ 'media.length': expect.closeTo(14, 0) as number }]);
  expect(paramsOf(scene, 'adStart', 0)).toMatchObject(
    [0, 1, 2].map((index) => ({ 'media.ad.id': `ad-${index}`, 'media.ad.name': `Ad ${index}`, 'media.ad.length': 2 })),
  );
  expect(paramsOf(scene, 'adBreakStart', 0)).toMatchObject([
    { 'media.ad.podSecond': 4, 'media.ad.podFriendlyName': 'midroll' },
    { 'media.ad.podSecond': 8, 'media.ad.podFriendlyName': 'midroll' },
  ]);
  expect(scene.events(0).at(-1)!.playerTime.playhead).toBeCloseTo(9, 0);
});

test('who begins to follow in such an ad reports the rest of its break', async () => {
  await tailor(4.7);
  await past(9);
  await scene.finish();
  expect(linesOf(scene)).toEqual([`sessionStart stateStart:mute adBreakStart ${AD} ${AD} adBreakComplete play play sessionEnd`]);
  expect(paramsOf(scene, 'adStart', 0)).toMatchObject([{ 'media.ad.id': 'ad-0' }, { 'media.ad.id': 'ad-1' }]);
  expect(scene.events(0).find(({ eventType }) => eventType === 'adBreakStart')!.playerTime.playhead).toBeCloseTo(4, 1);
});
