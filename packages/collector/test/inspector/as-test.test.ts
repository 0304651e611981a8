import { lint, report } from '@media-collection/report';
import { matchers } from '@media-collection/report/matchers';
import { expect, test } from 'vitest';
import { asTest } from '../../src/inspector/app/data/as-test';
import type { MediaEvent, SessionData } from '../../src/inspector/app/data/model';
import { start } from '../calls';

const at = (second: number, eventType: string, playhead: number): MediaEvent => ({
  eventType,
  playerTime: { ts: 1_760_000_000_000 + second * 1_000, playhead },
});
const first = { ...start(), playerTime: { ts: 1_760_000_000_000, playhead: 0 } } as MediaEvent;
const fine = [first, at(1, 'play', 0), at(11, 'ping', 10), at(13, 'sessionEnd', 12)];
const broken = [first, at(1, 'play', 0), at(2, 'adStart', 1), at(3, 'sessionEnd', 2)];

const dataOf = (events: readonly MediaEvent[]): SessionData => ({
  head: { id: 's1', openedAt: 1_760_000_000_000, 'media.name': 'The "Pilot" `${x}`' } as unknown as SessionData['head'],
  events,
  report: report(events),
  findings: lint(events),
  refused: [],
});

/** Runs the file as Vitest would, and returns the titles of its tests. */
function run(file: string): string[] {
  const titles: string[] = [];
  const body = file.replace(/^import .*$/gm, '');
  const own = (title: string, check: () => void): void => {
    titles.push(title);
    check();
  };
  // The file is a text, and must be run as one.
  new Function('matchers', 'expect', 'test', body)(matchers, expect, own);
  return titles;
}

test('a session that is copied as a test passes it', () => {
  expect(run(asTest(dataOf(fine)))).toEqual(['The "Pilot" `${x}` is reported as it was recorded']);
});

test('the test fails when something else is reported', () => {
  const file = asTest(dataOf(fine)).replace('"contentTimeSpent": 12', '"contentTimeSpent": 13');
  expect(() => run(file)).toThrow('contentTimeSpent: expected 13, reported 12');
  expect(() => run(asTest(dataOf(fine)).replace('"eventType":"play"', '"eventType":"pauseStart"'))).toThrow();
});

test('a session that breaks rules says so, and its test passes all the same', () => {
  const file = asTest(dataOf(broken));
  expect(file).toContain('// It broke rules when it was recorded: missing-metadata, ad-outside-break.');
  expect(run(file)).toHaveLength(1);
});
