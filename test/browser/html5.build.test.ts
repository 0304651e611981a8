import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openStage } from './browser';

const cwd = fileURLToPath(new URL('../../packages/html5', import.meta.url));

test.each([
  ['module', "import * as html5 from '@media-collection/html5';"],
  ['commonjs', "const html5 = require('@media-collection/html5');"],
])('on a server a %s does nothing when it is loaded', (kind, load) => {
  const script = `${load} console.log(typeof html5.html5, typeof window, typeof mediaCollection);`;
  const output = execFileSync(process.execPath, [`--input-type=${kind}`, '-e', script], { cwd, encoding: 'utf8' });
  expect(output).toBe('function undefined undefined\n');
});

test("the README's example follows an element", async () => {
  const readme = readFileSync(`${cwd}/README.md`, 'utf8');
  const [, example = ''] = /```js\n([^]*?)```/.exec(readme) ?? [];
  const stage = await openStage({
    html: ({ media, endpoint }) => `<video src="${media}/clip.mp4"></video>
      <script type="module">${example.replace('https://acme.hb-api.omtrdc.net', endpoint)}</script>`,
  });
  await stage.page.evaluate(() => document.querySelector('video')!.play());
  await stage.until('play', { count: 2 });
  await stage.page.close();
  await stage.until('sessionEnd');
  expect(stage.eventTypes()).toEqual(['sessionStart', 'play', 'play', 'sessionEnd']);
  expect(stage.events()[0]).toMatchObject({
    params: { 'media.id': 'ep-1', 'media.name': 'Pilot', 'media.length': 20, 'media.channel': 'acme.example' },
  });
  expect(stage.pageErrors).toEqual([]);
  await stage.close();
});
