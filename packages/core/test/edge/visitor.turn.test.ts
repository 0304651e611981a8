import { afterEach, expect, test, vi } from 'vitest';
import { edge } from '../../src/edge';
import { createFakeAdapter, track } from '../tracking';
import { EPOCH, settle } from '../waiting';

afterEach(() => void vi.unstubAllGlobals());

test('a page that is back from the back/forward cache opens sessions, whoever read the answer to the end of the one before', async () => {
  const listeners: [string, (event: object) => void][] = [];
  vi.stubGlobal('window', {
    addEventListener: (type: string, listener: () => void) => listeners.push([type, listener]),
    removeEventListener: () => {},
  });
  const fire = (type: string): void => {
    for (const [of, listener] of listeners) if (of === type) listener({ persisted: true });
  };
  const sent: string[] = [];
  let answerEnd = (): void => {};
  const { clock, tracker } = track({
    endpoint: undefined,
    prerollWait: 0,
    wire: edge({ datastreamId: 'd' }),
    fetch: (_: string, { body }: { body: string }) => {
      const [, type = ''] = /"eventType":"media\.(\w+)"/.exec(body)!;
      sent.push(type);
      // No reply names the visitor.
      const handle = [{ type: 'media-analytics:new-session', payload: [{ sessionId: 'a'.repeat(64) }] }];
      if (type === 'sessionStart') return Promise.resolve(new Response(JSON.stringify({ handle })));
      const answer = new Response(null, { status: 204 });
      return type === 'sessionEnd' ? new Promise((resolve) => (answerEnd = () => resolve(answer))) : Promise.resolve(answer);
    },
  } as never);
  const fake = createFakeAdapter(undefined, () => (clock.now() - EPOCH) / 1_000);
  tracker.attach(fake);
  const play = (): void => {
    fake.emit({ type: 'playRequested' });
    fake.emit({ type: 'playing' });
  };
  play();
  await settle();
  for (let turn = 0; turn < 20; turn++) {
    clock.advance(250);
    fake.emit({ type: 'progress' });
    await settle();
  }
  fire('pagehide');
  fire('pageshow');
  play();
  await settle();
  expect(sent.join(' ')).toBe('sessionStart play play sessionEnd');
  answerEnd();
  await settle();
  expect(sent.slice(4).join(' ')).toMatch(/^sessionStart play/);
});
