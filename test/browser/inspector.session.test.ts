import { expect, test } from 'vitest';
import { endCollector, errors, eventOf, hosts, number, open, page, post, send, url, viewing, wordsOf } from './inspector-stage';

test('a session is a picture: every band, chapter, state and call has its words', async () => {
  const id = await send(viewing);
  await open(`#/s/${id}`);
  await page.locator('.picture svg').waitFor();
  expect(await wordsOf('listitem')).toEqual([
    'not counted, 0:00 to 0:00.1, 0.1 s',
    'ad ad-7, 0:00.1 to 0:04.1, 4 s',
    'not counted, 0:04.1 to 0:04.3, 0.2 s',
    'content, 0:04.3 to 0:10.3, 6 s',
    'buffering, 0:10.3 to 0:12.3, 2 s',
    'content, 0:12.3 to 0:14.3, 2 s',
    'seek, 0:14.3 to 0:15.3, 1 s',
    'content, 0:15.3 to 0:22, 6.7 s',
    'Cold open, 0:04.4 to 0:22, 17.6 s, still open',
    'state mute, 0:16 to 0:22, 6 s',
  ]);
  expect(await wordsOf('button')).toContain('adStart at 0:20.3, breach');
  expect(await page.getByRole('img', { name: 'Playhead of the content, up to 45 % of its length' }).count()).toBe(1);
  expect(await page.locator('.picture figcaption').textContent()).toContain(
    'A session of 22 s: not counted 0.3 s, ad 4 s, content 14.7 s',
  );
  expect(await number('Content time')).toContain('0:14.7');
  expect(await number('Progress')).toContain('25 %');
  expect(await number('Time to start')).toContain('0.61 s');
  expect(errors).toEqual([]);
});

test('a dot opens the JSON of its call and names its breach, and the report explains each number', async () => {
  const id = await send(viewing);
  await open(`#/s/${id}`);
  await page.getByRole('button', { name: 'adStart at 0:20.3, breach' }).click();
  const json = page.getByLabel('JSON of adStart');
  expect(JSON.parse((await json.textContent())!)).toEqual(eventOf(viewing[12]!));
  expect(await page.locator('.json .finding').textContent()).toContain('ad-outside-break');
  expect(await page.locator('.calls [aria-selected=true]').textContent()).toContain('adStart');
  const metric = page.locator('.metric', { has: page.locator('.name', { hasText: /^Content time spent$/ }) });
  await metric.locator('summary').click();
  const words = await metric.locator('.meaning').textContent();
  expect(words).toContain('How long main content was playing');
  expect(words).toContain('a.media.timePlayed');
  expect(words).toContain('mediaReporting.sessionDetails.timePlayed');
  expect(words).toContain('Media Core');
  expect(words).toContain('Adobe’s pages disagree');
  expect(await metric.getByRole('link').getAttribute('href')).toBe(
    'https://experienceleague.adobe.com/en/docs/media-analytics/using/reporting/metrics/content-time-spent',
  );
});

test('what is sent now appears by itself, in the list and in the picture', async () => {
  await open();
  await page.getByText('No session yet.').waitFor();
  const id = await send(viewing.slice(0, 8));
  const row = page.getByRole('option', { name: /Pilot/ });
  await row.click();
  await page.getByText('8 calls', { exact: true }).waitFor();
  expect(await page.locator('.session-head .pill').textContent()).toBe('live');
  await send(viewing.slice(8), id);
  await page.getByText('14 calls', { exact: true }).waitFor();
  await page.getByRole('listitem', { name: /^seek/ }).waitFor();
  await send([[30, 'sessionEnd', 44]], id);
  await page.locator('.session-head .pill', { hasText: 'closed' }).waitFor();
});

test('the keyboard goes through the sessions, through the calls of the picture, and into it', async () => {
  await send(viewing);
  await send([
    [100, 'sessionStart', 0, { params: { 'media.name': 'Other' } }],
    [101, 'play', 0],
  ]);
  await open();
  const list = page.getByRole('listbox', { name: 'Sessions' });
  await list.focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('article', { name: 'Session Other' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('article', { name: 'Session Pilot' }).waitFor();
  expect(await list.getAttribute('aria-activedescendant')).toBe('Sessions-1');
  const dot = page.getByRole('article', { name: 'Session Pilot' }).locator('.dot[tabindex="0"]');
  await dot.focus();
  await page.keyboard.press('Home');
  await page.getByLabel('JSON of sessionStart').waitFor();
  await page.keyboard.press('End');
  await page.getByLabel('JSON of stateEnd').waitFor();
  await page.keyboard.press('ArrowLeft');
  await page.getByLabel('JSON of adStart').waitFor();
  const whole = await page.getByRole('listitem', { name: /^content/ }).count();
  const shown = (wanted: string) =>
    page.waitForFunction(
      ([count, comparison]) => {
        const now = document.querySelectorAll('.band.content').length;
        return comparison === 'fewer' ? now < Number(count) : now === Number(count);
      },
      [String(whole), wanted],
    );
  // Half of the session still has a part of each band, a quarter has not.
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await shown('fewer');
  await page.keyboard.press('0');
  await shown('all');
  expect(errors).toEqual([]);
});

test('two sessions stand side by side on one scale, and what differs is marked', async () => {
  const one = await send(viewing);
  await send([
    [0, 'sessionStart', 0, { params: { 'media.name': 'Other' } }],
    [0.5, 'play', 0],
    [10.5, 'ping', 10],
    [11, 'sessionEnd', 10.5],
  ]);
  await open(`#/s/${one}`);
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByText('Choose the session to compare with.').waitFor();
  await page.getByRole('option', { name: /Other/ }).click();
  await page.getByRole('article', { name: 'Two sessions side by side' }).waitFor();
  const axes = await page
    .locator('.picture')
    .evaluateAll((pictures) =>
      pictures.map((picture) => Array.from(picture.querySelectorAll('.axis text'), (text) => text.textContent).join()),
    );
  expect(axes[0]).toBe(axes[1]);
  const spent = page.locator('.metric', { has: page.locator('.name', { hasText: /^Content time spent$/ }) });
  expect(await spent.locator('.value').allTextContents()).toEqual(['14.7 s', '10.5 s']);
  expect(await spent.getAttribute('class')).toContain('differs');
  await page.getByRole('button', { name: 'One session' }).click();
  await page.getByRole('article', { name: 'Session Pilot' }).waitFor();
  await page.goBack();
  await page.getByRole('article', { name: 'Two sessions side by side' }).waitFor();
});

test('a session is copied as a test, and exported as NDJSON', async () => {
  const id = await send(viewing);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
  await open(`#/s/${id}`);
  await page.getByRole('button', { name: 'Copy as test' }).click();
  await page.getByText('Copied.').waitFor();
  const file = await page.evaluate(() => navigator.clipboard.readText());
  expect(file).toContain("import { matchers } from '@media-collection/report/matchers';");
  expect(file).toContain('"contentTimeSpent": 14.7');
  expect(file).toContain(JSON.stringify(eventOf(viewing[3]!)));
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export NDJSON' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.ndjson$/);
  const { readFileSync } = await import('node:fs');
  const lines = readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(viewing.map(eventOf));
});

test('sessions are filtered, and deleted at the second press', async () => {
  await send(viewing);
  await send([
    [0, 'sessionStart', 0, { params: { 'media.id': 'clean', 'media.name': 'Clean', 'visitor.marketingCloudUserId': 'x' } }],
    [1, 'sessionEnd', 0],
  ]);
  await open();
  const titles = () => page.locator('.session-row .title:first-of-type').allTextContents();
  const shows = (...names: string[]) =>
    page.waitForFunction(
      (wanted) =>
        Array.from(document.querySelectorAll('.session-row p:first-child .title'), (row) => row.textContent).join() === wanted,
      names.join(),
    );
  await shows('Clean', 'Pilot');
  await page.getByRole('button', { name: 'Breaches' }).click();
  await shows('Pilot');
  await page.getByRole('button', { name: 'Breaches' }).click();
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await shows('Pilot');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByRole('searchbox').fill('clea');
  await shows('Clean');
  await page.getByRole('searchbox').fill('nothing like it');
  await page.getByText('No session matches what is asked for.').waitFor();
  await page.getByRole('searchbox').fill('');
  await shows('Clean', 'Pilot');
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('button', { name: 'Keep' }).click();
  expect(await titles()).not.toEqual([]);
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('button', { name: 'Delete all sessions' }).click();
  await page.getByText('No session yet.').waitFor();
});

test('a page that was open when the collector ended is live again when it is back', async () => {
  await send(viewing);
  await open();
  await page.getByRole('option', { name: /Pilot/ }).waitFor();
  const start = await endCollector();
  await page.getByText('The collector does not answer; trying again…').waitFor();
  // As a proxy does while nobody is behind it.
  await page.route('**/inspect/stream', (route) => route.fulfill({ status: 502 }));
  await page.getByText('The collector refuses this page; trying again…').waitFor();
  await start();
  await page.unroute('**/inspect/stream');
  await page.getByText('live', { exact: true }).first().waitFor();
  await page.getByText('No session yet.').waitFor();
  await send([[200, 'sessionStart', 0, { params: { 'media.name': 'After' } }]]);
  await page.getByRole('option', { name: /After/ }).waitFor();
});

test('what is refused is shown: beside its session, and outside of any', async () => {
  const id = await send(viewing.slice(0, 6));
  await post(`/api/v1/sessions/${id}/events`, { eventType: 'pla', playerTime: { ts: 1, playhead: 0 } });
  await post('/api/v1/sessions', { eventType: '<b>play</b>', playerTime: { playhead: 0, ts: 1 } });
  await open(`#/s/${id}`);
  const refused = page.locator('.findings li', { hasText: 'refused' });
  expect(await refused.textContent()).toMatch(/^400pla refused: /);
  expect(await number('Refused')).toContain('1');
  await page.getByText('1 refused call outside of any session').click();
  const call = page.locator('.refused-calls li');
  expect(await call.locator('summary').textContent()).toMatch(/^400 <b>play<\/b>/);
  expect(await call.locator('summary b').count()).toBe(1);
});

test('text from a client is never markup, nothing is loaded from elsewhere, and the policy is never broken', async () => {
  const bad = '"><img src=x onerror=alert(1)><script>alert(2)</script>';
  const id = await send([
    [
      0,
      'sessionStart',
      0,
      { params: { 'media.id': bad, 'media.name': bad, 'media.playerName': bad }, customMetadata: { site: bad } },
    ],
    [1, 'play', 0],
    [2, 'stateStart', 1, { params: { 'media.state.name': 'mute' } }],
    [3, 'error', 2, { qoeData: { 'media.qoe.errorID': bad, 'media.qoe.errorSource': 'player' } }],
  ]);
  await open(`#/s/${id}`);
  await page.getByRole('heading', { name: bad }).waitFor();
  await page.getByRole('button', { name: /^sessionStart/ }).click();
  expect(await page.locator('img, .session script').count()).toBe(0);
  expect([...hosts]).toEqual(['127.0.0.1']);
  expect(errors).toEqual([]);
});

test('on a phone the list and the session take turns, and nothing is wider than the screen', async () => {
  await page.setViewportSize({ width: 360, height: 740 });
  await open();
  await page.getByText('No session yet.').waitFor();
  await send(viewing);
  const width = () =>
    page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.querySelector('main')!.scrollWidth));
  expect(await width()).toBeLessThanOrEqual(360);
  await page.getByRole('option', { name: /Pilot/ }).click();
  await page.locator('.picture svg').waitFor();
  expect(await width()).toBeLessThanOrEqual(360);
  expect(await page.locator('.side').isVisible()).toBe(false);
  await page.getByRole('button', { name: '‹ Sessions' }).click();
  await page.getByRole('option', { name: /Pilot/ }).waitFor();
});
