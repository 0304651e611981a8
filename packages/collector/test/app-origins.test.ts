import { expect, test } from 'vitest';
import { createBench, event, post, start } from './calls';

/** What pages that are opened from a file, and apps of televisions, send as their origin. */
const origins = ['null', 'file://', 'app://com.acme.tv', 'http://com.acme.tv.lgapps.test'];

test.each(origins)(
  'an app whose origin is %s may call the Media Collection API, and read where its session is',
  async (origin) => {
    const { handle } = createBench();
    const asks = { Origin: origin, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'content-type' };
    const preflight = await handle(new Request('http://collector.test/api/v1/sessions', { method: 'OPTIONS', headers: asks }));
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')?.toLowerCase()).toContain('content-type');
    const opened = await handle(post('/api/v1/sessions', start(), { Origin: origin }));
    expect([opened.status, opened.headers.get('access-control-allow-origin')]).toEqual([201, '*']);
    expect(opened.headers.get('access-control-expose-headers')).toContain('Location');
    const played = await handle(post(`${opened.headers.get('location')}/events`, event('play'), { Origin: origin }));
    expect([played.status, played.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    const refused = await handle(post('/api/v1/sessions', event('sessionStart'), { Origin: origin }));
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([400, '*']);
  },
);

test.each(origins)('an app whose origin is %s may call the Media Edge API, with cookies', async (origin) => {
  const { handle } = createBench();
  const response = await handle(
    new Request('http://collector.test/ee/va/v1/sessionStart?configId=d', {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain; charset=UTF-8', Origin: origin },
      body: JSON.stringify({
        events: [
          {
            xdm: {
              eventType: 'media.sessionStart',
              timestamp: '2026-11-28T20:00:00.000Z',
              mediaCollection: {
                playhead: 0,
                sessionDetails: { name: 'a', length: 60, contentType: 'vod', playerName: 'html5', channel: 'tv' },
              },
            },
          },
        ],
      }),
    }),
  );
  expect(response.status).toBe(200);
  expect([...response.headers].filter(([name]) => /^access-control-allow-(origin|cred)|^vary$/.test(name))).toEqual([
    ['access-control-allow-credentials', 'true'],
    ['access-control-allow-origin', origin],
    ['vary', 'Origin'],
  ]);
});
