import * as core from '@media-collection/core';
import * as identity from '@media-collection/core/identity';
import * as testing from '@media-collection/core/testing';
import * as report from '@media-collection/report';
import { matchers } from '@media-collection/report/matchers';
import { afterEach, expect, test, vi } from 'vitest';
import { snippetsOf } from './snippets';

const params = {
  'analytics.trackingServer': 'acme.sc.omtrdc.net',
  'analytics.reportSuite': 'acme',
  'visitor.marketingCloudOrgId': '0123456789@AdobeOrg',
  'media.channel': 'acme.example',
  'media.playerName': 'acme',
};

/** Runs the examples of a page one after the other, with what their page would have around them; gives what they print. */
async function run(codes: readonly string[], around: object): Promise<string[]> {
  const printed: string[] = [];
  const tests: Promise<void>[] = [];
  const given = {
    ...core,
    ...identity,
    ...testing,
    ...report,
    matchers,
    params,
    expect,
    test: (_title: string, body: () => Promise<void>) => void tests.push(body()),
    console: { log: (...words: unknown[]) => void printed.push(words.join(' ')) },
    ...around,
  };
  const body = codes.join('\n').replace(/^import [^;]*;$/gm, '');
  // An example is text until it runs.
  await (new Function(...Object.keys(given), `return (async () => { ${body} })()`)(...Object.values(given)) as Promise<void>);
  await Promise.all(tests);
  return printed;
}

const examples = (page: string): string[] =>
  snippetsOf(page)
    .filter(({ language, flags }) => language === 'js' && !flags)
    .map(({ code }) => code);

afterEach(() => vi.unstubAllGlobals());

test('the lines by hand tell a viewing with its visitor', async () => {
  const service = testing.createRecorder();
  const clock = testing.createManualClock(Date.UTC(2026, 0, 1));
  vi.stubGlobal('alloy', () => Promise.resolve({ identity: { ECID: '123' } }));
  await run(examples('docs/start/by-hand.md').slice(0, 1), {
    createTracker: (options: core.TrackerOptions) => core.createTracker({ ...options, clock, fetch: service.fetch }),
    player: { currentTime: 3 },
  });
  await vi.waitFor(() => expect(service.events.length).toBeGreaterThan(0));
  await service.settled();
  expect(service.events.map(({ eventType }) => eventType)).toEqual(['sessionStart', 'play', 'sessionComplete']);
  expect(service.events[0]).toMatchObject({
    params: { 'media.id': 'ep-1', 'visitor.marketingCloudUserId': '123' },
    customMetadata: { site: 'acme' },
    playerTime: { playhead: 3 },
  });
});

test('the examples of a test and of a report say what they say', async () => {
  expect(await run(examples('docs/guide/testing.md'), {})).toEqual([
    '12',
    expect.stringMatching(/^breach missing-metadata It lacks analytics.trackingServer, /),
  ]);
});
