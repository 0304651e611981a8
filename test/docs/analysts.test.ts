import { lint, report } from '@media-collection/report';
import { meanings } from '@media-collection/report/meanings';
import { expect, test } from 'vitest';
import { read } from './snippets';

const [, session = ''] = read('docs/guide/analysts.md').split('\n## One session, worked through\n');
const rowsOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()));
const [events = '', metrics = ''] = session.split('\n## ')[0]!.split('What Adobe reports of it:');

const params: Readonly<Record<string, object>> = {
  sessionStart: {
    'analytics.trackingServer': 'acme.sc.omtrdc.net',
    'analytics.reportSuite': 'acme',
    'visitor.marketingCloudOrgId': '0123456789@AdobeOrg',
    'media.id': 'ep-1',
    'media.length': 60,
    'media.contentType': 'vod',
    'media.playerName': 'html5',
    'media.channel': 'acme.example',
  },
  adBreakStart: { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 },
  adStart: { 'media.ad.id': 'a-1', 'media.ad.length': 5, 'media.ad.podPosition': 1, 'media.ad.playerName': 'html5' },
};

/** The events of the page's table, a millisecond apart where they share a second. */
const sent = rowsOf(events)
  .slice(2)
  .map(([second, event, playhead], index) => {
    const eventType = event!.replaceAll('`', '');
    return {
      eventType,
      playerTime: { ts: 1_760_000_000_000 + Number(second) * 1_000 + index, playhead: Number(playhead) },
      ...(params[eventType] && { params: params[eventType] }),
    };
  }) as unknown as Parameters<typeof report>[0];

test('the session that is worked through is reported as the page shows', () => {
  expect(Array.from(sent)).toHaveLength(15);
  const reported = report(sent).metrics as unknown as Record<string, number>;
  const rows = rowsOf(metrics).slice(2);
  expect(rows.length).toBeGreaterThan(10);
  for (const [name, value] of rows) {
    const [metric] = Object.entries(meanings).find(([, { analytics }]) => analytics.toLowerCase() === name!.toLowerCase()) ?? [];
    expect(metric, name).toBeDefined();
    expect(reported[metric!], name).toBeCloseTo(Number.parseFloat(value!), 1);
  }
});

test('and breaks no rule', () => {
  expect(lint(sent)).toEqual([]);
});
