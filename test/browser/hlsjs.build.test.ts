import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openStage } from './browser';

const cwd = fileURLToPath(new URL('../../packages/hlsjs', import.meta.url));

test.each([
  ['module', "import * as hlsjs from '@media-collection/hlsjs';"],
  ['commonjs', "const hlsjs = require('@media-collection/hlsjs');"],
])('on a server a %s does nothing when it is loaded', (kind, load) => {
  const script = `${load} console.log(typeof hlsjs.hlsjs, typeof window, typeof mediaCollection);`;
  const made = execFileSync(process.execPath, [`--input-type=${kind}`, '-e', script], { cwd, encoding: 'utf8' });
  expect(made).toBe('function undefined undefined\n');
});

test('the player is nowhere in what is built', () => {
  for (const file of ['index.js', 'index.cjs', 'hlsjs.min.js'])
    expect(readFileSync(`${cwd}/dist/${file}`, 'utf8')).not.toMatch(/(from|require\()\s*["']hls\.js/);
});

test("the README's example follows a player", async () => {
  const readme = readFileSync(`${cwd}/README.md`, 'utf8');
  const [, example = ''] = /```js\n([^]*?)```/.exec(readme) ?? [];
  const stage = await openStage({
    html: ({ media, endpoint }) => `<video></video>
      <script type="module">${example
        .replace("'hls.js'", "'/node_modules/hls.js/dist/hls.min.js'")
        .replace('import Hls from', 'import')
        .replace('https://acme.hb-api.omtrdc.net', endpoint)
        .replace('https://media.acme.example/ep-1/main.m3u8', `${media}/cut/20/main.m3u8`)}</script>`,
  });
  await stage.page.evaluate(() => document.querySelector('video')!.play());
  await stage.until('play', { count: 2 });
  await stage.page.close();
  await stage.until('sessionEnd');
  expect(stage.eventTypes()).toEqual(['sessionStart', 'play', 'play', 'sessionEnd']);
  // The playlist says 20 s, its media 20.01 s: which of them is known first depends on the network.
  expect(stage.events()[0]).toMatchObject({
    params: { 'media.id': 'ep-1', 'media.name': 'Pilot', 'media.length': expect.closeTo(20, 1), 'media.channel': 'acme.example' },
  });
  expect(stage.pageErrors).toEqual([]);
  await stage.close();
});
