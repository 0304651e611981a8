import { report, summarize } from '@media-collection/report';
import { expect, test } from 'vitest';
import { pod, start, play, end } from './rows';
import { story } from './story';

test('calculated metrics are sums over sessions, divided', () => {
  const seen = report(story(start, play, ...pod, [7_002, 'play', 5], [17_002, 'sessionComplete', 15]));
  const left = report(story(start, end(3_000, 0)));
  const { sessions, calculated } = summarize([seen, left]);
  expect(sessions).toBe(2);
  expect(calculated['Avg. ads per media stream']).toBe(0.5);
  expect(calculated['Media completion rate']).toBe(0.5);
  expect(calculated['Content completion rate']).toBe(1);
  expect(calculated['Drop before start rate']).toBe(0.5);
  expect(calculated['Avg. content time spent']).toBeCloseTo(15, 1);
});

test('a calculated metric without a denominator is left out, and no sessions have none', () => {
  expect(summarize([report(story(start, play))]).calculated).not.toHaveProperty('Ad completion rate');
  expect(summarize([])).toEqual({ sessions: 0, calculated: {} });
});
