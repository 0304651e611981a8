import { isFlagged } from '../parsed-event';
import { isTaken, type Session, type Step } from '../session';
import { isOne, seconds, type Rules } from './rule';

const PING_MS = 10_000;
const PING_DOWNLOADED_MS = 50_000;
const PING_AD_MS = 1_000;
/** Clients look at their clocks once a second, or a little later. */
const SLACK_MS = 1_500;
/** Browsers wake the timers of a hidden page once a minute. */
const THROTTLED_MS = 60_000;

const intervalOf = ({ start }: Session): number => (isFlagged(start?.params['media.downloaded']) ? PING_DOWNLOADED_MS : PING_MS);

/** How long no playback event came, in ms, when it was too long and no event since has shown it; else 0. */
function silence(step: Step): number {
  const { before, event } = step;
  const limit = intervalOf(before) + SLACK_MS;
  if (!isTaken(step) || before.at === undefined || before.isComplete || before.at - before.playbackEventAt > limit) return 0;
  const gap = event.ts - before.playbackEventAt;
  return gap > limit ? gap : 0;
}

const isThrottled = (gap: number): boolean => gap <= THROTTLED_MS + SLACK_MS;

function tooOften(step: Step): string | false {
  const { before, event } = step;
  if (!isTaken(step) || !isOne(event, 'ping') || before.pingAt === undefined) return false;
  const gap = event.ts - before.pingAt;
  const least = before.ad ? PING_AD_MS / 2 : PING_MS - SLACK_MS;
  return gap < least && `The ping before it came ${seconds(gap)} ago.`;
}

/** The heartbeat (A-5; ). */
export const pings: Rules<'ping-late' | 'ping-missing' | 'ping-too-often'> = {
  'ping-late': {
    severity: 'advice',
    says: 'A ping, play, pauseStart or bufferStart comes every 10 s; up to a minute is what a hidden page does.',
    order: (step) => {
      const gap = silence(step);
      return gap > 0 && isThrottled(gap) && `No ping, play, pauseStart or bufferStart came for ${seconds(gap)}.`;
    },
  },
  'ping-missing': {
    severity: 'breach',
    says: 'No more than a minute goes by without a ping, play, pauseStart or bufferStart.',
    order: (step) => {
      const gap = silence(step);
      return gap > 0 && !isThrottled(gap) && `No ping, play, pauseStart or bufferStart came for ${seconds(gap)}.`;
    },
  },
  'ping-too-often': {
    severity: 'breach',
    says: 'Pings are 10 s apart, in ads at least 1 s.',
    order: tooOften,
  },
};
