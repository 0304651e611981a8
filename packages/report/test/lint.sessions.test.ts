import { lintSessions } from '@media-collection/report';
import { expect, test } from 'vitest';
import { story, type Row, type Sent } from './story';

const first: readonly Row[] = [
  [0, 'sessionStart', 0],
  [1, 'play', 0],
  [5_000, 'pauseStart', 5],
];
const next = (playhead: number, params: object): Sent[] =>
  story([9_000, 'sessionStart', playhead, { params }], [9_001, 'play', playhead]);
const rulesOf = (...sessions: Sent[][]): string[] => lintSessions(sessions).map(({ rule }) => rule);

test('a session that goes on where the one before it broke off must say so', () => {
  const found = lintSessions([story(...first, [6_000, 'sessionEnd', 5]), next(5.2, {})]);
  expect(found).toMatchObject([
    { rule: 'resume-missing', severity: 'breach', event: { eventType: 'sessionStart', playerTime: { playhead: 5.2 } } },
  ]);
});

test('one that says so, begins elsewhere, follows a complete one or is of other content need not', () => {
  expect(rulesOf(story(...first), next(5.2, { 'media.resume': true }))).toEqual([]);
  expect(rulesOf(story(...first), next(0, {}))).toEqual([]);
  expect(rulesOf(story(...first), next(30, {}))).toEqual([]);
  expect(rulesOf(story(...first), next(5.2, { 'media.id': 'movie-2' }))).toEqual([]);
  expect(rulesOf(story(...first, [6_000, 'sessionComplete', 5]), next(5.2, {}))).toEqual([]);
});

test('content that was not shown yet does not resume, unless it went on already', () => {
  const unseen = (params: object): Sent[] => story([0, 'sessionStart', 5, { params }], [9_000, 'sessionEnd', 5]);
  expect(rulesOf(unseen({}), next(5.2, {}))).toEqual([]);
  expect(rulesOf(unseen({ 'media.resume': true }), next(5.2, {}))).toEqual(['resume-missing']);
});

test('what begins in its first second is a viewing from the start, wherever the one before it broke off there', () => {
  const short = story([0, 'sessionStart', 0], [1, 'play', 0], [300, 'sessionEnd', 0.3]);
  expect(rulesOf(short, next(0.02, {}))).toEqual([]);
  expect(rulesOf(short, next(1.1, {}))).toEqual(['resume-missing']);
});

test('each session is linted by itself', () => {
  expect(rulesOf(story([0, 'play', 0]), story(...first, [4_000, 'adSkip', 4]))).toEqual(['no-session-start', 'nothing-to-close']);
});
