import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { snippetsOf } from '../docs/snippets';
import { openBrowser, openStage, type Browser, type Stage } from './browser';

/** Where a page of Getting started finds its player without a bundler: a module, or a script and its global. */
const engines: Readonly<Record<string, { readonly from: string; readonly script?: string; readonly global?: string }>> = {
  html5: { from: '' },
  videojs: { from: 'video.js', script: '/node_modules/video.js/dist/video.min.js', global: 'window.videojs' },
  hlsjs: { from: 'hls.js', script: '/node_modules/hls.js/dist/hls.min.js', global: 'window.Hls' },
  shaka: { from: 'shaka-player', script: '/node_modules/shaka-player/dist/shaka-player.compiled.js', global: 'window.shaka' },
  dashjs: { from: 'dashjs', script: '/node_modules/dashjs/dist/modern/umd/dash.all.min.js', global: 'window.dashjs' },
};
/** The Web SDK of the page, as far as it is asked. */
const alloy = `<script>window.alloy = () => Promise.resolve({ identity: { ECID: '123' }, edge: { regionId: 7 } });</script>`;

let browser: Browser;
let stage: Stage;
beforeAll(async () => {
  browser = await openBrowser();
});
afterEach(() => stage.close());
afterAll(() => browser?.close());

/** What every one of the examples must come to. */
async function expectViewing(states: readonly string[]): Promise<void> {
  await stage.page.waitForFunction(() => document.querySelector('video') && (window as { ready?: boolean }).ready);
  await stage.page.evaluate(() => document.querySelector('video')!.play());
  await stage.until('play', { count: 2 });
  await stage.page.evaluate(() => document.querySelector('video')!.pause());
  await stage.until('pauseStart');
  expect(stage.pageErrors).toEqual([]);
  await stage.page.close();
  await stage.until('sessionEnd');
  expect(stage.eventTypes()).toEqual(['sessionStart', ...states, 'play', 'play', 'pauseStart', 'sessionEnd']);
  expect(stage.events()[0]).toMatchObject({
    params: {
      'media.id': 'ep-1',
      'media.name': 'Pilot',
      'media.length': 20,
      'media.channel': 'acme.example',
      'visitor.marketingCloudUserId': '123',
      'visitor.aamLocationHint': 7,
    },
  });
}

const opened = (code: string, endpoint: string, media: string): string =>
  code
    .replace('https://acme.hb-api.omtrdc.net', endpoint)
    .replace(/https:\/\/media\.acme\.example\/ep-1\/main\.(m3u8|mpd)/, `${media}/cut/20/main.$1?only=1`);

test.each(Object.entries(engines))(
  'the lines of Getting started with %s tell a viewing with its visitor',
  async (name, engine) => {
    const { code } = snippetsOf(`docs/start/${name}.md`).find(({ language }) => language === 'js')!;
    stage = await openStage({
      browser,
      html: ({ media, endpoint }) => {
        const page = opened(code, endpoint, media)
          .replace("'@media-collection/core/identity'", "'/core/identity.js'")
          .replace(new RegExp(`^import (.*) from '${engine.from}';`, 'm'), (_line, names: string) =>
            engine.global ? `const ${names} = ${engine.global};` : _line,
          )
          .replace("import '@media-collection/videojs';", '');
        const isPlugin = name === 'videojs';
        return `${alloy}
        <video id="player" muted playsinline ${name === 'html5' ? `src="${media}/clip.mp4"` : ''}></video>
        ${engine.script ? `<script src="${engine.script}"></script>` : ''}
        ${isPlugin ? '<script src="/videojs.min.js"></script>' : ''}
        <script type="module">${page}; window.ready = true;</script>`;
      },
    });
    await expectViewing(['stateStart']);
  },
);

test('the lines by script tag do, too', async () => {
  const { code } = snippetsOf('docs/start/html5.md').find(({ language }) => language === 'html')!;
  stage = await openStage({
    browser,
    html: ({ media, endpoint }) =>
      alloy +
      opened(code, endpoint, media)
        .replace('/media/clip.mp4', `${media}/clip.mp4`)
        .replace('/identity.min.js', '/core/identity.min.js') +
      '<script>window.ready = true;</script>',
  });
  await expectViewing([]);
});
