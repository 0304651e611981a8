import { expect, test } from 'vitest';
import { demo, errors, hosts, open, page, press, row, rows, settled, space } from './demo-stage';

/** The types of the newest session's events. */
const types = async () => (await demo.store.list()).at(-1)!.events.map(({ eventType }) => eventType);

test('a viewing over the Media Edge API arrives whole, and only there', async () => {
  const posts: string[] = [];
  page.on('request', (sent) => {
    if (sent.method() === 'POST' && sent.url().startsWith(demo.collectorUrl)) posts.push(new URL(sent.url()).pathname);
  });
  await open();
  await page.getByRole('link', { name: 'Media Edge', exact: true }).click();
  await page.waitForURL(`${demo.url}html5?wire=edge`);
  await page.getByText(`Connected to ${demo.collectorUrl}.`).waitFor();
  expect(await page.getByRole('group', { name: 'API:' }).locator('[aria-current]').allTextContents()).toEqual(['Media Edge']);
  expect(await page.getByLabel('html5.js').textContent()).toContain(
    `wire: edge({ datastreamId: 'demo', endpoint: '${demo.collectorUrl}' })`,
  );
  await space();
  // The second `play`; this wire has whole seconds, so its playhead may be 0.
  await row('play', { below: 2 });
  await space();
  await row('pauseStart');
  const paused = await rows();
  await space();
  await row('play', { below: paused });
  await press('Go near the end');
  await row('sessionComplete');
  await settled();
  expect(await types()).toEqual(['sessionStart', 'play', 'play', 'pauseStart', 'play', 'pauseStart', 'play', 'sessionComplete']);
  await page.locator('#queue', { hasText: / 8 delivered, 0 waiting, 0 lost/ }).waitFor();
  expect(await page.locator('#story .api strong').allTextContents()).toEqual(await types());
  expect(posts.length).toBe(8);
  expect(posts.filter((path) => !/^\/ee\/(\w+\/)?va\/v1\/\w+$/.test(path))).toEqual([]);
  expect(await page.locator('#notes li').allTextContents()).toEqual([]);
  expect(errors).toEqual([]);
  expect([...hosts].filter((host) => host !== '127.0.0.1' && host !== '')).toEqual([]);
});

test.each(['videojs', 'hlsjs', 'shaka', 'dashjs'])(
  'the page of %s keeps the API of the page before, and sends to it',
  async (name) => {
    await page.goto(`${demo.url}?wire=edge`, { waitUntil: 'domcontentloaded' });
    await page.locator(`nav a[href="/${name}?wire=edge"]`).click();
    await page.getByText(`Connected to ${demo.collectorUrl}.`).waitFor();
    const opened = page.waitForResponse((response) => response.url().includes('/va/v1/sessionStart'));
    await page.evaluate(() => document.querySelector('video')!.play());
    expect((await opened).status()).toBe(200);
    await row('play');
    expect(errors).toEqual([]);
  },
);
