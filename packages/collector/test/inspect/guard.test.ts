import { expect, test } from 'vitest';
import { createBench, messageOf } from '../calls';

const ask = (bench: ReturnType<typeof createBench>, path: string, headers: Record<string, string> = {}, method = 'GET') =>
  bench.handle(new Request(`http://collector.test${path}`, { method, headers }));
const paths = ['/', '/inspect/sessions', '/inspect/sessions/s1', '/inspect/sessions/s1.ndjson', '/inspect/stream'];

test.each(paths)('%s is refused to a page of another origin', async (path) => {
  const bench = createBench({ inspect: true });
  await bench.open();
  for (const headers of [
    { Origin: 'http://evil.test' },
    { Origin: 'null' },
    { Origin: 'http://collector.test.evil.test' },
    { Origin: 'http://collector.test:81' },
    { 'Sec-Fetch-Site': 'cross-site' },
    // Another port of the same machine is another origin, too.
    { 'Sec-Fetch-Site': 'same-site' },
    { 'Sec-Fetch-Site': 'cross-site', Origin: 'http://collector.test' },
  ]) {
    const response = await ask(bench, path, headers);
    expect([response.status, response.headers.get('access-control-allow-origin')], JSON.stringify(headers)).toEqual([403, null]);
  }
  for (const headers of [
    {},
    { Origin: 'http://collector.test' },
    { 'Sec-Fetch-Site': 'same-origin' },
    { 'Sec-Fetch-Site': 'none' },
    { Host: 'mc.test:8484', Origin: 'https://mc.test:8484' },
  ]) {
    const response = await ask(bench, path, headers);
    expect(response.status, JSON.stringify(headers)).toBe(200);
    await response.body?.cancel();
  }
});

test('a page of another origin deletes nothing', async () => {
  const bench = createBench({ inspect: true });
  await bench.open();
  expect((await ask(bench, '/inspect/sessions', { Origin: 'http://evil.test' }, 'DELETE')).status).toBe(403);
  expect(await bench.store.list()).toHaveLength(1);
  expect((await ask(bench, '/inspect/sessions', {}, 'DELETE')).status).toBe(204);
  expect(await bench.store.list()).toEqual([]);
});

test.each(paths)('with a token, %s is shown only to who knows it', async (path) => {
  const token = '0123456789abcdef';
  const bench = createBench({ inspect: { token } });
  await bench.open();
  const wrong = ['', '0123456789abcde', '0123456789abcdeg', '0123456789abcdef0', 'null', '%00'];
  for (const word of wrong) {
    const cookie = `media-collector-012345=${word}`;
    for (const response of [
      await ask(bench, `${path}?token=${word}`),
      await ask(bench, path, { Authorization: `Bearer ${word}` }),
      await ask(bench, path, { Cookie: cookie }),
    ])
      expect([response.status, await messageOf(response)]).toEqual([401, expect.stringContaining('token')]);
  }
  for (const headers of [{ Authorization: `Bearer ${token}` }, { Cookie: `a=b; media-collector-012345=${token}` }]) {
    const response = await ask(bench, path, headers);
    expect(response.status).toBe(200);
    await response.body?.cancel();
  }
});

test('the token in the address becomes a cookie that no script and no other site can use', async () => {
  const bench = createBench({ inspect: { token: 'abcdef012345' } });
  const response = await ask(bench, '/?token=abcdef012345');
  expect([response.status, response.headers.get('location')]).toEqual([303, './']);
  const cookie = response.headers.get('set-cookie')!;
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
  expect((await ask(bench, '/', { Cookie: cookie.split(';')[0]! })).status).toBe(200);
});

test('the page forbids everything that it does not bring', async () => {
  const response = await ask(createBench({ inspect: true }), '/');
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});
