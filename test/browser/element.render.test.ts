import { expect, test } from 'vitest';
import { attributes, open, stage, useTagPages, VIDEO } from './tag-page';

useTagPages();

const PLAYED = ['sessionStart', 'stateStart', 'play', 'play'];

/** Plays a tagged video of 20 s. */
async function playing(more = ''): Promise<void> {
  await open(
    ({ media, endpoint }) =>
      `<div><media-collection ${attributes(endpoint, more)}></media-collection>${VIDEO(media).replace('short', 'clip')}</div><section></section>`,
  );
  await stage.page.evaluate(() => window.video.play());
  await stage.until('play', { count: 2 });
}

/** Takes the tags out, and waits for the end of so many sessions. */
async function finish(sessions = 1): Promise<void> {
  await stage.page.evaluate(() => document.querySelectorAll('media-collection').forEach((tag) => tag.remove()));
  await stage.until('sessionEnd', { count: sessions });
  expect(stage.calls.filter(({ status }) => status === 201)).toHaveLength(sessions);
  expect(stage.pageErrors).toEqual([]);
}

test('options that are set at each render, by a framework, leave the session alone, and their functions are those of the last', async () => {
  await open(
    ({ media, endpoint }) =>
      `<div><media-collection ${attributes(endpoint)}></media-collection>${VIDEO(media).replace('short', 'clip')}</div>`,
  );
  const seen = await stage.page.evaluate(async () => {
    const seen: string[] = [];
    const render = (count: number): void => {
      window.tag.options = {
        media: { params: { 'media.id': 'ep-1', 'media.show': 'A Show' } },
        customMetadata: { plan: 'free' },
        states: ['mute'],
        onEvent: ({ eventType }: { eventType: string }) => void seen.push(`${count} ${eventType}`),
      } as object;
    };
    const pass = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));
    render(0);
    void window.video.play();
    const made = (count: number): Promise<void> =>
      new Promise((resolve) => {
        const look = (): unknown =>
          seen.filter((line) => line.endsWith(' play')).length >= count ? resolve() : setTimeout(look, 20);
        look();
      });
    await made(2);
    for (const count of [1, 2, 3]) {
      render(count);
      await pass();
      const { options } = window.tag;
      window.tag.options = options;
      await pass();
    }
    window.video.pause();
    await pass();
    return seen;
  });
  await stage.until('pauseStart');
  await finish();
  expect(seen.at(-1)).toBe('3 pauseStart');
});

test('another value in its options makes another tracker', async () => {
  await playing();
  for (const id of ['ep-2', 'ep-3']) {
    await stage.page.evaluate((id) => {
      window.tag.options = { media: { params: { 'media.id': id } } };
    }, id);
    await stage.until(({ eventType, params }) => eventType === 'sessionStart' && Object.values(params ?? {}).includes(id));
  }
  await finish(3);
});

test('attributes that are removed and set back in one task leave the session and its consent alone', async () => {
  await playing('consent="in"');
  await stage.page.evaluate(async () => {
    for (const { name, value } of [...window.tag.attributes]) {
      window.tag.removeAttribute(name);
      window.tag.setAttribute(name, value);
    }
    await Promise.resolve();
    window.video.pause();
  });
  await stage.until('pauseStart');
  await finish();
  expect(stage.eventTypes()).toEqual([...PLAYED, 'pauseStart', 'sessionEnd']);
});

test('consent that is refused is not given for a moment, where a framework sets all attributes anew', async () => {
  await open(
    ({ media, endpoint }) =>
      `<media-collection ${attributes(endpoint, 'consent="out"')}>${VIDEO(media, 'autoplay')}</media-collection>`,
  );
  await stage.page.evaluate(async () => {
    await new Promise((resolve) => window.video.addEventListener('timeupdate', resolve));
    window.tag.removeAttribute('consent');
    window.tag.setAttribute('consent', 'out');
    await new Promise((resolve) => window.video.addEventListener('ended', resolve));
    await new Promise((resolve) => setTimeout(resolve, 300));
  });
  expect(stage.calls).toEqual([]);
});

test('consent that is given in its options is that of the viewing that waits for it', async () => {
  await open(
    ({ media, endpoint }) => `<media-collection ${attributes(endpoint)}>${VIDEO(media)}</media-collection>
    <script>document.querySelector('media-collection').options = { consent: 'pending' };</script>`,
  );
  await stage.page.evaluate(async () => {
    void window.video.play();
    await new Promise((resolve) => window.video.addEventListener('ended', resolve));
    window.tag.options = { consent: 'in' };
  });
  await stage.until('sessionComplete');
  expect(stage.eventTypes()).toEqual([...PLAYED, 'sessionComplete']);
});

test.each([
  ['put in before the first one leaves', 'before'],
  ['that replaces the first one', 'replace'],
  ['put in long before the first one leaves', 'later'],
])('the session goes on with a second tag like it, %s', async (_, how) => {
  await playing();
  await stage.page.evaluate(async (how) => {
    const next = window.tag.cloneNode() as HTMLElement;
    if (how === 'replace') return window.tag.replaceWith(next);
    window.video.after(next);
    if (how === 'later') await new Promise((resolve) => setTimeout(resolve, 200));
    window.tag.remove();
  }, how);
  await stage.page.waitForFunction(() => window.readyCount === 2);
  await stage.page.evaluate(() => window.video.pause());
  await stage.until('pauseStart');
  await finish();
  expect(stage.eventTypes()).toEqual([...PLAYED, 'pauseStart', 'sessionEnd']);
  // The second one is refused where the first one stays.
  expect(await stage.page.evaluate(() => window.warnings.length)).toBe(how === 'later' ? 1 : 0);
});

test('a second tag with another report suite takes over with a session of its own', async () => {
  await playing();
  await stage.page.evaluate(() => {
    const next = window.tag.cloneNode() as HTMLElement;
    next.setAttribute('report-suite', 'other');
    next.setAttribute('media-id', 'ep-2');
    window.tag.replaceWith(next);
  });
  await stage.until('play', { count: 4 });
  await finish(2);
  expect(stage.events(1)[0]!.params).toMatchObject({ 'analytics.reportSuite': 'other' });
});

test('media that return without their tag, to another one, go on in their session', async () => {
  await playing();
  await stage.page.evaluate(async () => {
    const next = window.tag.cloneNode() as HTMLElement;
    window.tag.parentElement!.remove();
    await new Promise((resolve) => setTimeout(resolve, 100));
    document.querySelector('section')!.append(next, window.video);
    void window.video.play();
  });
  await stage.until('play', { count: 3 });
  await finish();
  expect(stage.eventTypes()).toEqual([...PLAYED, 'bufferStart', 'play', 'sessionEnd']);
});

test('a tag that comes back long after another one took its place resumes the session when that one leaves', async () => {
  await playing();
  await stage.page.evaluate(async () => {
    const next = window.tag.cloneNode() as HTMLElement;
    window.tag.replaceWith(next);
    await new Promise((resolve) => setTimeout(resolve, 100));
    next.remove();
    await new Promise((resolve) => setTimeout(resolve, 100));
    window.video.after(window.tag);
  });
  await stage.until('play', { count: 4 });
  await finish(2);
  expect(stage.events(1)[0]!.params).toMatchObject({ 'media.resume': true });
});
