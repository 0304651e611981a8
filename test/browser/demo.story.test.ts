import { expect, test } from 'vitest';
import { errors, open, page, press, row, rows, settled, showEverything } from './demo-stage';

interface Line {
  native: string;
  intent: string;
  api: string;
}

/** Waits for a row like this below so many rows; answers its place. */
const findRow = async ({ native, intent, api }: Line, below = 0) => {
  const found = await page.waitForFunction(
    ({ wanted, below }) => {
      const all = Array.from(document.querySelectorAll('#story tr'), (line) =>
        ['.native', '.intent', '.api'].map((part) => line.querySelector(part)!.textContent),
      );
      const at = all.findIndex(
        (cells, i) => i >= below && cells.every((cell, part) => new RegExp(`^${wanted[part]}$`).test(cell)),
      );
      return at < 0 ? undefined : { at };
    },
    { wanted: [native, intent, api], below },
  );
  return (await found.jsonValue())!.at;
};

const toggles = {
  html5: () => page.locator('video').press('Space'),
  videojs: () => page.locator('.vjs-big-play-button:visible, .vjs-play-control:visible').first().press('Enter'),
  hlsjs: () => page.locator('video').press('Space'),
};

test.each(['html5', 'videojs', 'hlsjs'] as const)(
  '%s: native event, intent and API event stand side by side, and later what was held',
  async (name) => {
    await open(name);
    await toggles[name]();
    // With place and time of the first frame.
    const ran = await findRow({ native: 'playing', intent: 'playing at [\\d.]+ s.*', api: '.*' });
    await findRow({ native: '.*', intent: '.*', api: 'play' }, ran);
    const moved = await findRow({ native: 'timeupdate × ([3-9]|\\d\\d)', intent: 'progress × \\d+', api: '' }, ran);
    await toggles[name]();
    const paused = await findRow({ native: 'pause', intent: 'paused', api: 'pauseStart' }, moved);
    await toggles[name]();
    const resumed = await findRow({ native: 'playing', intent: 'playing', api: 'play' }, paused);
    await press('Jump to 70 %');
    const sought = await findRow({ native: 'seeking to [\\d.]+ s', intent: 'seeking', api: '.*' }, resumed);
    const arrived = await findRow({ native: 'seeked at [\\d.]+ s', intent: 'seeked', api: '' }, sought);
    // On a busy machine the next `timeupdate` may come before the timer, and release what was held.
    await findRow({ native: '.*', intent: '.*', api: 'play' }, arrived);
    await page.evaluate(() => (document.querySelector('video')!.muted = true));
    await findRow({ native: 'volumechange muted', intent: 'state mute on', api: 'stateStart mute' }, arrived);
    expect(errors).toEqual([]);
  },
);

test('what is sent to the API, the collector receives', async () => {
  await open();
  await toggles.html5();
  await row('play', { from: 0.5 });
  await toggles.html5();
  await row('pauseStart');
  const before = await rows();
  await toggles.html5();
  await row('play', { below: before });
  await press('Go near the end');
  await row('sessionComplete');
  // The page hears of it a moment later than the collector.
  await settled();
  // What was held is told together, in one row.
  const told = (await page.locator('#story .api').allInnerTexts()).flatMap((text) => text.match(/^\w+/gm) ?? []);
  expect(told).toEqual(await page.locator('.call .type').allTextContents());
});

test('hls.js says which rendition is shown', async () => {
  await open('hlsjs');
  await toggles.hlsjs();
  await findRow({ native: 'hlsLevelSwitched \\d', intent: 'bitrate [\\d.]+ kbit/s', api: '.*' });
});

test('what is said is text, whatever it holds', async () => {
  await open();
  await toggles.html5();
  await row('play');
  // As a string, for what runs the tests would make another import of it.
  await page.evaluate(
    `import('/html5.js').then(({ tracker }) => tracker.track('error', { 'media.qoe.errorID': '<b>broken</b>' }))`,
  );
  await findRow({ native: '', intent: '', api: 'error <b>broken</b>' });
  expect(await page.locator('#story b').count()).toBe(0);
});

test('the last 200 rows are kept, and the newest is in sight unless its reader looks elsewhere', async () => {
  await open();
  await showEverything();
  const last = page.locator('#story tr').last();
  const shout = (volume: number) =>
    page.evaluate(
      (volume) =>
        new Promise((resolve) => {
          const video = document.querySelector('video')!;
          video.addEventListener('volumechange', resolve, { once: true });
          video.volume = volume;
        }),
      volume,
    );
  for (let i = 0; i < 205; i++) await shout((i % 100) / 100);
  await page.getByText('volumechange 4 %').last().waitFor();
  expect(await page.locator('#story tr').count()).toBe(200);
  const inSight = () =>
    last.evaluate((line) => {
      const scroller = document.querySelector('#story-scroller')!.getBoundingClientRect();
      return line.getBoundingClientRect().bottom <= scroller.bottom;
    });
  expect(await inSight()).toBe(true);
  await page.getByRole('region', { name: 'List of events' }).focus();
  await page.keyboard.press('Home');
  await page.waitForFunction(() => document.querySelector('#story-scroller')!.scrollTop === 0);
  await shout(0.5);
  expect(await inSight()).toBe(false);
});
