import { isPlayback, isTaken, type Session, type Step } from '../session';
import { isOne, type Rules } from './rule';

const HALF_HOUR_MS = 1_800_000;
const DAY_MS = 86_400_000;
/** Clients look at their clocks once a second, or a little later. */
const SLACK_MS = 1_500;

/** Clients give up a viewing that rests for 30 minutes, or lasts for 24 hours, without closing what is open. */
const isGivenUp = ({ restingSince, start }: Session, ts: number): boolean =>
  (restingSince !== undefined && ts - restingSince >= HALF_HOUR_MS - SLACK_MS) ||
  (start !== undefined && ts - start.ts >= DAY_MS - SLACK_MS);

/** True at the end of a viewing: the first of sessionComplete and sessionEnd, unless the client gave it up. */
export const isEnding = (step: Step): boolean =>
  isTaken(step) &&
  isOne(step.event, 'sessionComplete', 'sessionEnd') &&
  !step.before.isComplete &&
  !isGivenUp(step.before, step.event.ts);

const openNow = ({ ad, adBreak, chapter }: Session): string[] => [
  ...(ad ? ['an ad'] : []),
  ...(adBreak ? ['an ad break'] : []),
  ...(chapter ? ['a chapter'] : []),
];

function leftOpen(step: Step): string | false {
  const { before, event } = step;
  const open = isEnding(step) ? openNow(before) : isOne(event, 'adBreakComplete') && before.ad ? ['an ad'] : [];
  return open.length > 0 && `${event.type} comes while ${open.join(', ')} ${open.length > 1 ? 'are' : 'is'} open.`;
}

const what = {
  adComplete: 'ad',
  adSkip: 'ad',
  adBreakComplete: 'adBreak',
  chapterComplete: 'chapter',
  chapterSkip: 'chapter',
} as const;
const isClosing = (type: string): type is keyof typeof what => Object.hasOwn(what, type);

/** Ads, their breaks, and chapters. */
export const spans: Rules<
  | 'ad-outside-break'
  | 'nothing-to-close'
  | 'ad-overlap'
  | 'break-overlap'
  | 'chapter-overlap'
  | 'span-left-open'
  | 'playback-between-ads'
> = {
  'ad-outside-break': {
    severity: 'breach',
    says: 'An ad begins inside an ad break; outside, the back end ignores it and its time counts as content.',
    order: ({ before, event }) => isOne(event, 'adStart') && !before.adBreak && 'No ad break is open.',
  },
  'nothing-to-close': {
    severity: 'breach',
    says: 'What is completed or skipped has been started; the back end ignores the event otherwise.',
    order: ({ before, event: { type } }) => isClosing(type) && !before[what[type]] && `${type}: nothing of that kind is open.`,
  },
  'ad-overlap': {
    severity: 'breach',
    says: 'An ad is completed or skipped before the next one begins.',
    order: ({ before, event }) => isOne(event, 'adStart') && before.ad && 'The ad before it is still open.',
  },
  'break-overlap': {
    severity: 'breach',
    says: 'An ad break is completed before the next one begins.',
    order: ({ before, event }) => isOne(event, 'adBreakStart') && before.adBreak && 'The ad break before it is still open.',
  },
  'chapter-overlap': {
    severity: 'breach',
    says: 'A chapter is completed or skipped before the next one begins.',
    order: ({ before, event }) => isOne(event, 'chapterStart') && before.chapter && 'The chapter before it is still open.',
  },
  'span-left-open': {
    severity: 'breach',
    says: 'Ads, ad breaks and chapters are closed before what ends them: adBreakComplete, sessionComplete, sessionEnd.',
    order: leftOpen,
  },
  'playback-between-ads': {
    severity: 'breach',
    says: 'Inside an ad break, play, pauseStart and bufferStart come only while an ad is open.',
    order: ({ before, event: { type } }) =>
      isPlayback(type) && before.adBreak && !before.ad && `${type} comes in an ad break, outside of its ads.`,
  },
};
