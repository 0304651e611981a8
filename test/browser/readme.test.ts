import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from './browser';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const [, example = ''] = /```html\n([^]*?)```/.exec(readme) ?? [];
const [, byHand = ''] = /```js\n([^]*?)```/.exec(readme) ?? [];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({
    html: ({ media, endpoint }) =>
      example
        .replace('https://acme.hb-api.omtrdc.net', endpoint)
        .replace('/media/clip.mp4', `${media}/clip.mp4`)
        .replace('<script>\n', '<script>\nwindow.say = () => {' + byHand + '};\n'),
  });
});
afterAll(() => stage.close());

test("the README's example follows a viewing", async () => {
  await stage.page.evaluate(() => document.querySelector('video')!.play());
  await stage.until('play', { count: 2 });
  await stage.page.evaluate(() => (window as unknown as { say(): void }).say());
  await stage.page.evaluate(() => document.querySelector('video')!.pause());
  await stage.until('pauseStart');
  expect(stage.eventTypes()).toEqual(['sessionStart', 'play', 'play', 'chapterStart', 'pauseStart']);
  expect(stage.events()[0]).toMatchObject({
    params: { 'media.id': 'ep-1', 'media.length': 20, 'media.channel': 'acme.example', 'media.playerName': 'html5' },
  });
  expect(stage.events()[4]).toMatchObject({ qoeData: { 'media.qoe.bitrate': 2_500 } });
  expect(stage.pageErrors).toEqual([]);
});
