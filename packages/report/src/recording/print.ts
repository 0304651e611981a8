import { membersOf, text } from '../parsed-event';
import { meanings, metricGroups } from '../meanings';
import type { Metrics, StateMetrics } from '../metrics';
import { nameOfMetric } from './words';
import type { JudgedSession } from './judge';

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

/** `0:12.345`, the time since the session began. */
function clock(seconds: number | undefined): string {
  if (seconds === undefined) return '?';
  const sign = seconds < 0 ? '-' : '';
  const ms = Math.round(Math.abs(seconds) * 1_000);
  return `${sign}${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1_000) % 60).padStart(2, '0')}.${String(ms % 1_000).padStart(3, '0')}`;
}

const units: Readonly<Record<string, string>> = { seconds: ' s', kbps: ' kbit/s', fps: ' fps' };

function valueOf(name: keyof Metrics, value: unknown): string | undefined {
  if (Array.isArray(value)) return value.length ? value.join(', ') : undefined;
  if (typeof value === 'number')
    return value === 0 ? undefined : `${Math.round(value * 1_000) / 1_000}${units[meanings[name].unit] ?? ''}`;
  return typeof value === 'string' ? value : undefined;
}

/** The metrics that are not 0, each by the name of Adobe Analytics. */
export function reportLines({ states, ...metrics }: Metrics): [string, string][] {
  const values = new Map<string, unknown>(Object.entries(metrics));
  const lines = Object.values(metricGroups)
    .flat()
    .map((name) => [nameOfMetric(name), valueOf(name, values.get(name))] as const)
    .filter((line): line is readonly [string, string] => line[1] !== undefined)
    .map(([name, value]): [string, string] => [name, value]);
  const ofStates = Object.entries<StateMetrics>(states).map(([name, state]): [string, string] => [
    `State ${name}`,
    `${count(state.count, 'time', 'times')}, ${Math.round(state.time * 1_000) / 1_000} s`,
  ]);
  return [...lines, ...ofStates];
}

/** `Pilot (ep-1)`, or what is known. */
export function titleOf({ events, id }: JudgedSession): string {
  const params = membersOf(membersOf(events[0])['params']);
  const [name, media] = [text(params, 'media.name'), text(params, 'media.id')];
  return name !== undefined && media !== undefined
    ? `${name} (${media})`
    : (name ?? media ?? id ?? 'a session without sessionStart');
}

function printSession(session: JudgedSession, index: number): string[] {
  const { events, findings, report, endpoint, id } = session;
  const facts = [titleOf(session), count(events.length, 'event', 'events'), endpoint, id === undefined ? '' : `session ${id}`];
  const rows = reportLines(report.metrics);
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return [
    `${index + 1}. ${facts.filter(Boolean).join(' · ')}`,
    ...findings.map(
      ({ severity, rule, message, event, at }) =>
        `   ${severity.padEnd(6)}  ${clock(at)}  ${text(membersOf(event), 'eventType') ?? 'an event'}: ${rule}: ${message}`,
    ),
    ...(findings.length ? [''] : ['   No breach.', '']),
    ...rows.map(([name, value]) => `   ${name.padEnd(width)}  ${value}`),
    '',
  ];
}

/** How many findings of one severity there are. */
export const countOf = (sessions: readonly JudgedSession[], severity: 'breach' | 'advice'): number =>
  sessions.reduce((total, { findings }) => total + findings.filter((finding) => finding.severity === severity).length, 0);

/** Writes what was found for people. */
export function print(file: string, sessions: readonly JudgedSession[]): string {
  const counts = [
    count(sessions.length, 'session', 'sessions'),
    count(countOf(sessions, 'breach'), 'breach', 'breaches'),
    `${countOf(sessions, 'advice')} advice`,
  ];
  // What a page wrote must not steer the terminal.
  const lines = [`${file}: ${counts.join(', ')}`, '', ...sessions.flatMap(printSession)];
  return lines.map((line) => line.replace(/\p{Cc}/gu, ' ').trimEnd()).join('\n');
}
