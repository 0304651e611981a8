import { expect, test } from 'vitest';
import { createBench, event, post, start } from './calls';

const bodies: readonly (readonly [string, unknown])[] = [
  ['/api/v1/sessions', start()],
  ['/api/v1/sessions', '{'],
  ['/api/v1/sessions', new Uint8Array([0x22, 0xc3, 0x22])],
  ['/api/v1/sessions', `"${'x'.repeat(70_000)}"`],
  ['/api/v1/sessions', ''],
  ['/api/v1/sessions/none/events', event('play')],
  ['/nowhere', {}],
];

test.each(bodies)('%s is answered as data as it is to a Request', async (path, body) => {
  const [{ handle }, { handle: other }] = [createBench(), createBench()];
  const asked = post(path, body);
  const whole = new Uint8Array(await asked.clone().arrayBuffer());
  const response = await handle(asked);
  const answered = await other.answer({ method: 'POST', url: asked.url, headers: asked.headers, body: whole });
  expect(answered).not.toBeInstanceOf(Response);
  expect(answered.status).toBe(response.status);
  expect([...new Headers(answered.headers)]).toEqual([...response.headers]);
  expect(answered.body ?? '').toBe(await response.text());
});
