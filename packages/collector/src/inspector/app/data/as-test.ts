import type { Metrics } from '@media-collection/report';
import { titleOf, type SessionData } from './model';

const isTold = (value: unknown): boolean => value !== 0 && value !== '' && !(Array.isArray(value) && !value.length);

/** What is worth asking for: metrics that are not 0; which depend on the clock of the service are left out. */
function expected({ states, secondsSinceLastCall: _, ...metrics }: Metrics): Record<string, unknown> {
  const known = Object.entries(metrics).filter(([, value]) => isTold(value));
  const rounded = known.map(([name, value]) => [name, typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value]);
  return { ...Object.fromEntries(rounded), ...(Object.keys(states).length && { states }) };
}

const indent = (value: unknown): string => JSON.stringify(value, null, 2).replaceAll('\n', '\n  ');

// The file's imports are made of parts: who looks for the imports of this package must not find them.
const [IMPORT, FROM] = 'import|from'.split('|');
const importOf = (names: string, path: string): string => `${IMPORT} ${names} ${FROM} '${path}';`;

/** Writes a Vitest file that holds a session, and expects what is reported of it. */
export function asTest({ head, events, report, findings }: SessionData): string {
  const words = events.map(({ eventType }) => eventType).filter((type) => type !== 'ping');
  const breaches = [...new Set(findings.filter(({ severity }) => severity === 'breach').map(({ rule }) => rule))];
  const follows = breaches.length
    ? [`  // It broke rules when it was recorded: ${breaches.join(', ')}.`, '  // expect(events).toFollowTheRules();']
    : ['  expect(events).toFollowTheRules();'];
  return [
    importOf('{ matchers }', '@media-collection/report/matchers'),
    importOf('{ expect, test }', 'vitest'),
    '',
    'expect.extend(matchers);',
    '',
    `// Session ${head.id}, recorded ${new Date(head.openedAt).toISOString()}.`,
    `const events = [\n${events.map((event) => `  ${JSON.stringify(event)},`).join('\n')}\n];`,
    '',
    `test(${JSON.stringify(`${titleOf(head)} is reported as it was recorded`)}, () => {`,
    ...follows,
    `  expect(events).toHaveEvents(${indent(words)});`,
    `  expect(events).toReport(${indent(expected(report.metrics))}, { within: 0.15 });`,
    '});',
    '',
  ].join('\n');
}
