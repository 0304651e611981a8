import { expect, test } from 'vitest';
import { attributes, open, stage, useTagPages, VIDEO, WHOLE } from './tag-page';

useTagPages();

/** Plays a tagged video of 20 s. */
async function playing(more = ''): Promise<void> {
  await open(
    ({ media, endpoint }) =>
      `<div><media-collection ${attributes(endpoint, more)}></media-collection>${VIDEO(media).replace('short', 'clip')}</div><section></section>`,
  );
  await stage.page.evaluate(() => window.video.play());
  await stage.until('play', { count: 2 });
}

test('moved within its task it goes on; removed it ends its session; put back it resumes it', async () => {
  await playing();
  await stage.page.evaluate(() => {
    document.querySelector('section')!.append(window.tag);
    window.video.parentElement!.append(window.tag);
  });
  await stage.page.evaluate(() => window.video.pause());
  await stage.until('pauseStart');
  await stage.page.evaluate(() => window.video.play());
  await stage.until('play', { count: 3 });
  await stage.page.evaluate(() => window.tag.remove());
  await stage.until('sessionEnd');
  expect(await stage.page.evaluate(() => window.tag.tracker)).toBe(undefined);
  await stage.page.evaluate(() => window.video.before(window.tag));
  await stage.until('sessionStart', { count: 2 });
  await stage.until('play', { count: 4 });
  await stage.page.evaluate(() => window.tag.remove());
  await stage.until('sessionEnd', { count: 2 });
  expect(stage.eventTypes()).toEqual(['sessionStart', 'stateStart', 'play', 'play', 'pauseStart', 'play', 'sessionEnd']);
  expect([0, 1].map((session) => stage.events(session)[0]!.params)).toMatchObject([
    { 'media.resume': false },
    { 'media.resume': true },
  ]);
  expect(await stage.page.evaluate(() => [window.warnings, window.readyCount])).toEqual([[], 2]);
  expect(stage.breaches()).toEqual([]);
});

test('removed with its player and put back soon it goes on with its session; put back later it resumes it', async () => {
  await playing();
  const outFor = (ms: number): Promise<void> =>
    stage.page.evaluate(async (ms) => {
      const player = window.tag.parentElement!;
      player.remove();
      await new Promise((resolve) => setTimeout(resolve, ms));
      document.querySelector('section')!.append(player);
      await window.video.play();
    }, ms);
  await outFor(200);
  await stage.until('play', { count: 3 });
  await outFor(2_500);
  await stage.until('sessionStart', { count: 2 });
  await stage.page.evaluate(() => window.tag.remove());
  await stage.until('sessionEnd', { count: 2 });
  expect(stage.eventTypes()).toEqual(['sessionStart', 'stateStart', 'play', 'play', 'bufferStart', 'play', 'sessionEnd']);
  expect(stage.events(1)[0]!.params).toMatchObject({ 'media.resume': true });
  expect(stage.breaches()).toEqual([]);
});

test('other media put in their place are followed', async () => {
  await playing();
  await stage.page.evaluate((media) => {
    const next = Object.assign(document.createElement('video'), { src: `${media}/short.mp4`, muted: true });
    window.video.replaceWith(next);
    window.tag.setAttribute('media-id', 'ep-2');
    void next.play();
  }, stage.media.url);
  await stage.until('sessionComplete');
  expect(stage.eventTypes()).toEqual(['sessionStart', 'stateStart', 'play', 'play', 'sessionEnd']);
  expect(stage.events(1)[0]!.params).toMatchObject({ 'media.id': 'ep-2' });
});

test('a change of media-id counts from the next session on; one of the report suite makes another tracker', async () => {
  await playing();
  await stage.page.evaluate(() => window.tag.setAttribute('media-id', 'ep-2'));
  await stage.page.evaluate(() => window.tag.setAttribute('report-suite', 'other'));
  await stage.until('sessionStart', { count: 2 });
  await stage.until('play', { count: 3 });
  await stage.page.evaluate(() => window.tag.remove());
  await stage.until('sessionEnd', { count: 2 });
  expect(
    [0, 1].map((session) => [stage.events(session)[0]!.params].map((params) => (params as Record<string, unknown>)['media.id'])),
  ).toEqual([['ep-1'], ['ep-2']]);
  expect(stage.events(1)[0]!.params).toMatchObject({ 'analytics.reportSuite': 'other' });
});

test('consent that is pending holds what is played until the attribute says otherwise', async () => {
  await open(
    ({ media, endpoint }) =>
      `<media-collection ${attributes(endpoint, 'consent="pending"')}>${VIDEO(media, 'autoplay')}</media-collection>`,
  );
  await stage.page.evaluate(() => new Promise((resolve) => window.video.addEventListener('ended', resolve)));
  expect(stage.calls).toEqual([]);
  await stage.page.evaluate(() => window.tag.setAttribute('consent', 'in'));
  await stage.until('sessionComplete');
  expect(stage.eventTypes()).toEqual(WHOLE);
});

test('what `for` names is found wherever it is put in later, or given its id', async () => {
  await open(
    ({ endpoint }) => `<p><media-collection ${attributes(endpoint, 'for="film"')}></media-collection></p><section></section>`,
  );
  await stage.page.evaluate((src) => {
    const video = Object.assign(document.createElement('video'), { src, muted: true });
    document.querySelector('section')!.append(video);
    setTimeout(() => {
      video.id = 'film';
      void video.play();
    }, 100);
  }, `${stage.media.url}/short.mp4`);
  await stage.until('sessionComplete');
  expect(stage.eventTypes()).toEqual(WHOLE);
  expect(await stage.page.evaluate(() => window.readyCount)).toBe(1);
});

test('a tag whose media another tag tracks already is not ready', async () => {
  await playing();
  await stage.page.evaluate(async () => {
    window.tag.after(window.tag.cloneNode());
    await new Promise((resolve) => setTimeout(resolve, 100));
  });
  await stage.page.evaluate(() => document.querySelectorAll('media-collection').forEach((tag) => tag.remove()));
  await stage.until('sessionEnd');
  expect(await stage.page.evaluate(() => window.readyCount)).toBe(1);
  expect(stage.eventTypes()).toEqual(['sessionStart', 'stateStart', 'play', 'play', 'sessionEnd']);
});
