import { expect, test } from 'vitest';
import { demo, errors, hosts, page, row } from './demo-stage';

test.each([
  ['element', 'html5'],
  ['mediasdk', 'HTML5'],
])('the page /%s tracks a session from play to the end', async (name, player) => {
  await page.goto(demo.url, { waitUntil: 'domcontentloaded' });
  await page.locator(`nav a[href="/${name}"]`).click();
  await page.waitForURL(demo.url + name);
  await page.locator('video').press('Space');
  await row('play', { from: 0.5 });
  await page.evaluate(() => document.querySelector('video')!.pause());
  await row('pauseStart');
  await page.evaluate(() => {
    const video = document.querySelector('video')!;
    video.currentTime = video.duration - 1;
    void video.play();
  });
  await row('sessionComplete');
  const [session] = await demo.store.list();
  expect(session!.events[0]!.params).toMatchObject({ 'media.id': 'demo', 'media.playerName': player });
  expect(errors).toEqual([]);
  expect([...hosts].filter((host) => host !== '127.0.0.1' && host !== '')).toEqual([]);
});
