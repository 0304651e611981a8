import { expect, test } from 'vitest';
import { demo, errors, open, page, row, rows, start, tell } from './demo-stage';

/** Markup that would run, if it were markup; without the signs that `customMetadata` may not hold in its keys. */
const evil = (what: string) => `</script><img src=x onerror="document.title='${what}'"><b>${what}</b>`;

/** Sends what the collector may refuse. */
const send = (path: string, body: unknown) =>
  fetch(demo.collectorUrl + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

test('whatever a client wrote stands there as text: ids, names, metadata, states, errors, refusals, breaches', async () => {
  await open();
  const title = await page.title();
  const params = { ...start.params, 'media.id': evil('id'), 'media.name': evil('name'), 'media.playerName': evil('player') };
  const ts = 1_000_000;
  const opened = await send('/api/v1/sessions', {
    eventType: 'sessionStart',
    playerTime: { playhead: 0, ts },
    params,
    customMetadata: { site: evil('metadata') },
  });
  const path = `${opened.headers.get('location')}/events`;
  await tell([{ eventType: 'stateStart', at: 1, params: { 'media.state.name': evil('state') } }], path);
  await tell([{ eventType: 'stateEnd', at: 2, params: { 'media.state.name': evil('state off') } }], path);
  await send(path, {
    eventType: 'error',
    playerTime: { playhead: 3, ts: ts + 3_000 },
    qoeData: { 'media.qoe.errorID': evil('error') },
  });
  // Refused: an unknown event, an unknown key, an unknown session.
  await send(path, { eventType: evil('type'), playerTime: { playhead: 0, ts } });
  await send(path, { eventType: 'play', playerTime: { playhead: 4, ts: ts + 4_000 }, [evil('key')]: evil('value') });
  await send(`/api/v1/sessions/${encodeURIComponent(evil('session'))}/events`, {
    eventType: 'play',
    playerTime: { playhead: 0, ts },
  });
  const view = page.locator('.inspector-view');
  await view.locator('.refused-calls > summary').click();
  await view.locator('.findings summary').waitFor();
  await view.getByRole('button', { name: /^error/ }).click();
  const seen = (await view.textContent())!;
  for (const what of ['id', 'name', 'player', 'metadata', 'state', 'error', 'type', 'key'])
    expect(seen, what).toContain(`<b>${what}</b>`);
  // And what the page itself says, of what a manifest may hold.
  const before = await rows();
  await page.evaluate(
    `import('/html5.js').then(({ tracker }) => {
      tracker.track('sessionStart', { 'media.id': ${JSON.stringify(evil('own'))}, 'media.length': 9, 'media.contentType': 'vod' }, { [${JSON.stringify(evil('note'))}]: 'x' });
      tracker.track('error', { 'media.qoe.errorID': ${JSON.stringify(evil('story'))} });
    })`,
  );
  await row('error', { below: before });
  // Its session comes back from the collector a moment later.
  const text = () => page.locator('body').textContent();
  for (const what of ['own', 'note', 'story'])
    await expect.poll(text, { message: what, timeout: 10_000 }).toContain(`<b>${what}</b>`);
  expect(await page.locator('img, b:not(.badge, .refused-calls b), body script:not([src])').count()).toBe(0);
  expect(await page.title()).toBe(title);
  expect(errors).toEqual([]);
});
