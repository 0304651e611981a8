import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openStage } from './browser';

const cwd = fileURLToPath(new URL('../../packages/videojs', import.meta.url));

test.each([
  ['module', "import * as it from '@media-collection/videojs';"],
  ['commonjs', "const it = require('@media-collection/videojs');"],
  ['module', "import * as it from '@media-collection/videojs/register';"],
])('on a server a %s only registers the plugin: %s', (kind, load) => {
  const script = `${load} console.log(typeof it.register, typeof window, typeof mediaCollection);`;
  const made = execFileSync(process.execPath, [`--input-type=${kind}`, '-e', script], { cwd, encoding: 'utf8' });
  expect(made).toBe('function undefined undefined\n');
});

test('what registers with any Video.js imports none', () => {
  expect(readFileSync(`${cwd}/dist/register.js`, 'utf8')).not.toMatch(/from\s*["']video\.js/);
});

test('a script tag without Video.js reports it, and breaks nothing', async () => {
  const stage = await openStage({ scripts: ['/videojs.min.js'] });
  expect(await stage.page.evaluate(() => typeof window.mediaCollection.createTracker)).toBe('function');
  expect(stage.pageErrors).toEqual([]);
  await stage.close();
});

test("the README's example follows a player", async () => {
  const readme = readFileSync(`${cwd}/README.md`, 'utf8');
  const [, example = ''] = /```js\n([^]*?)```/.exec(readme) ?? [];
  const stage = await openStage({
    html: ({ media, endpoint }) => `<video id="player" class="video-js" muted></video>
      <script src="/node_modules/video.js/dist/video.min.js"></script><script src="/videojs.min.js"></script>
      <script type="module">${example
        .replace(/import .*\n/g, '')
        .replace('https://acme.hb-api.omtrdc.net', endpoint)
        .replace('https://media.acme.example/ep-1/main.m3u8', `${media}/cut/20/main.m3u8?only=1`)}
        window.player = player;</script>`,
  });
  await stage.page.evaluate(() => (window as unknown as { player: { play(): Promise<void> } }).player.play());
  await stage.until('play', { count: 2 });
  await stage.page.close();
  await stage.until('sessionEnd');
  expect(stage.eventTypes()).toEqual(['sessionStart', 'stateStart', 'play', 'play', 'sessionEnd']);
  // The playlist says 20 s, its media 20.01 s: which of them is known first depends on the network.
  expect(stage.events()[0]).toMatchObject({
    params: { 'media.id': 'ep-1', 'media.name': 'Pilot', 'media.length': expect.closeTo(20, 1), 'media.channel': 'acme.example' },
  });
  expect(stage.pageErrors).toEqual([]);
  await stage.close();
});
