import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { demo, errors, open, page, row } from './demo-stage';

const names = ['html5', 'videojs', 'hlsjs', 'shaka', 'dashjs'];
const readme = readFileSync(new URL('../../demo/README.md', import.meta.url), 'utf8');

test.each(names)('the integration of %s is shown as it runs, and as the README tells it', async (name) => {
  await open(name);
  const served = await fetch(`${demo.url}${name}.js`).then((reply) => reply.text());
  expect(served).toContain(`endpoint: '${demo.collectorUrl}'`);
  // In sight without a click.
  await page.getByRole('heading', { name: 'The integration' }).waitFor();
  expect(await page.getByLabel(`${name}.js`).isVisible()).toBe(true);
  expect(await page.getByLabel(`${name}.js`).textContent()).toBe(served);
  expect(readme).toContain(`\`\`\`js\n${served.replace(demo.collectorUrl, 'http://127.0.0.1:8484')}\`\`\``);
});

test('the pages are links to each other, and the address alone is that of the plain element', async () => {
  await open();
  const here = page.locator('nav [aria-current="page"]');
  expect(await here.textContent()).toBe('Plain element');
  for (const [title, name] of [
    ['Video.js', 'videojs'],
    ['hls.js', 'hlsjs'],
    ['Shaka Player', 'shaka'],
    ['dash.js', 'dashjs'],
    ['Plain element', 'html5'],
  ] as const) {
    await page.getByRole('link', { name: title, exact: true }).click();
    await page.getByText(`Connected to ${demo.collectorUrl}.`).waitFor();
    expect(page.url()).toBe(demo.url + name);
    expect(await here.allTextContents()).toEqual([title]);
    expect(await page.title()).toBe(`${title} · Media collection demo`);
  }
  expect(errors).toEqual([]);
});

test.each(names)('everything of the page of %s has a name, shows that it is focused, and fits a phone', async (name) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await open(name);
  const faults = await page.evaluate(() => {
    const found: string[] = [];
    const all = Array.from(document.querySelectorAll<HTMLElement>('*'));
    const ids = all.map(({ id }) => id).filter(Boolean);
    found.push(...ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `two of ${id}`));
    for (const element of all) {
      const named = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
      found.push(...named.filter((id) => !document.getElementById(id)?.textContent).map((id) => `nothing is ${id}`));
      if (!element.matches('a, button, input, summary, video, [role=region], [role=group]')) continue;
      const label = element.ariaLabel ?? (element as HTMLInputElement).labels?.[0]?.textContent ?? element.textContent;
      if (!named.length && !label?.trim() && !element.title) found.push(`no name: ${element.outerHTML}`);
    }
    if (document.querySelectorAll('h1').length !== 1) found.push('not one h1');
    if (document.documentElement.scrollWidth !== 360) found.push(`${document.documentElement.scrollWidth} px wide`);
    return found;
  });
  expect(faults).toEqual([]);

  const seen: string[] = [];
  await page.locator('nav a').first().focus();
  for (let i = 0; i < 50 && !seen.includes('code'); i++) {
    const { id, outline, isPlayers } = await page.evaluate(() => {
      const element = document.activeElement!;
      return {
        id: element.id || element.localName,
        outline: window.getComputedStyle(element).outlineStyle,
        isPlayers: !!element.closest('.video-js, video'),
      };
    });
    seen.push(id);
    // A player shows it in its own way.
    if (!isPlayers) expect(outline, id).toBe('solid');
    await page.keyboard.press('Tab');
  }
  const own = [
    ...['inspector', 'stall', 'offline', 'key', 'down', 'jump', 'end', 'bad', 'notes', 'address', 'own'],
    ...['everything', 'story-scroller', 'code'],
  ];
  expect(seen.filter((id) => own.includes(id))).toEqual(own);
});

test('the first press of the big play button of Video.js starts the video at once', async () => {
  await open('videojs');
  await page.waitForFunction(() => document.querySelector('video')!.readyState > 2);
  const waited = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let pressed = NaN;
        const classes = document.querySelector('.video-js')!;
        classes.querySelector('.vjs-big-play-button')!.addEventListener('click', () => (pressed = performance.now()), true);
        document.querySelector('video')!.addEventListener('playing', () => resolve(performance.now() - pressed), { once: true });
      }),
  );
  await page.locator('.vjs-big-play-button').click();
  // Videojs-contrib-ads gives an ad plugin that says nothing 5 s.
  expect(await waited).toBeLessThan(1_500);
  await row('play');
  expect(errors).toEqual([]);
});
