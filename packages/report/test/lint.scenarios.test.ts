import { readdirSync } from 'node:fs';
import { lintSessions, type Breach } from '@media-collection/report';
import { expect, test } from 'vitest';
import { drive } from '../../../test/conformance/drive';
import { recorded, scenario, type Sent } from './story';

const names = readdirSync(new URL('../../../test/conformance/scenarios/', import.meta.url)).map((file) =>
  file.replace('.json', ''),
);

/** What recorded traffic breaks beside `equal-ts` (R-80: what one call makes shares one time): how often, by rule. */
const known: Readonly<Record<string, object>> = {
  // The test runs content of 30 s for a day. Of its pings only a few are listed, so that the service seems to hear nothing.
  'ios-testSessionIdle_RealTimeTracker': { 'event-after-end': 2, 'playhead-out-of-range': 5 },
  // The page never tracked play.
  'js-u3-playing-without-trackPlay': { 'play-missing': 3 },
  // Adobe's clients do not end player states with the session.
  'js-h11-idle-restart-spans': { 'state-left-on': 1 },
  'js-k-states': { 'state-left-on': 1 },
  'js-k3-states-before-play': { 'state-left-on': 1 },
};

function counted(breaches: readonly Breach[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { rule } of breaches) counts[rule] = (counts[rule] ?? 0) + 1;
  return counts;
}

const sharingTime = (sessions: readonly Sent[][]): number =>
  sessions.flatMap((events) => events.filter(({ playerTime }, index) => playerTime.ts === events[index - 1]?.playerTime.ts))
    .length;

test.each(names)('%s, as Adobe’s client sent it, breaks what is known and nothing else', (name) => {
  const sessions = recorded(name);
  const shared = sharingTime(sessions);
  expect(counted(lintSessions(sessions))).toEqual({ ...known[name], ...(shared > 0 && { 'equal-ts': shared }) });
});

test.each(names)('%s, as this project’s tracker sends it, breaks what the scenario itself does', (name) => {
  const { steps, until, options } = scenario(name);
  const { sent } = drive(steps, until, options);
  const sessions = sent
    .filter(({ event }) => event.eventType === 'sessionStart')
    .map((_, session) => sent.filter((one) => one.session === session).map(({ event }) => event));
  const { 'event-after-end': _unlisted, ...expected } = { 'event-after-end': 0, ...known[name] };
  const found = counted(lintSessions(sessions));
  // The tracker sends the pings that the scenario does not list, all of them beyond the content's length.
  if ('playhead-out-of-range' in expected) expect(found).toEqual({ 'playhead-out-of-range': 8_642 });
  else expect(found).toEqual(expected);
});
