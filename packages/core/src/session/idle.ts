import { isDownloaded } from '../wire/downloaded';
import { told } from './playback';
import { restart } from './reopen';
import { playbackOf, send, type Draft, type Session } from './state';

/** Main content, in every state of it. */
export const PING_MS = 10_000;
/** Downloaded content, also in its ads. */
const DOWNLOADED_PING_MS = 50_000;
export const IDLE_MS = 1_800_000;
/** The service gives up a session that was silent for so long (D16). */
export const SILENCE_MS = 600_000;
const DAY_MS = 86_400_000;
/** Second `play` after the content's start. */
const ECHO_MS = 1_000;
/** Content that was unloaded is waited for so long (D27). */
const RETURN_MS = 1_000;
/** A playhead that stands this long while the player says that it plays is buffering (P-4). */
const FROZEN_MS = 1_000;

const plays = (s: Session): boolean => playbackOf(s) === 'play';

const nextPing = (s: Session): number =>
  s.pinged + (isDownloaded(s.content?.params) ? DOWNLOADED_PING_MS : s.ad ? s.adPingInterval : PING_MS);

/** After each accepted input, in this order: idle, 24 hours, content start, state event or ping. */
export function settle(s: Draft): void {
  const { time, playhead } = s.at;
  const playback = playbackOf(s);
  const isIdle = !plays(s);

  s.idleSince = isIdle ? (s.idleSince ?? time) : undefined;
  if (s.withheld) return;
  if (s.dormant) {
    if (isIdle) s.stuck = undefined;
    // At most once in a ping's time, and ever later while the service takes no event of the sessions that it opens.
    const waits = time < s.retryAt! || (s.stuck !== undefined && (s.stuck === playhead || time < nextPing(s)));
    if (time >= nextPing(s)) s.pinged = time;
    if (isIdle || waits) return;
    restart(s, s, playback);
    s.announced = playback;
  } else if (isIdle && time - s.idleSince! >= IDLE_MS) {
    send(s, 'sessionEnd');
    s.dormant = true;
    return;
  } else if (s.slept !== undefined && !isDownloaded(s.content!.params)) {
    s.dormant = true;
    s.stuck = s.slept;
    return;
  } else if (time - s.startedAt >= DAY_MS) {
    send(s, 'sessionEnd');
    restart(s, s, playback);
  }
  // A playhead may have stood during a pause or a break: it counts from now on.
  if (s.moved && s.moved.time < time && (s.flush || playback !== s.announced)) s.moved = s.at;
  if (!isIdle && s.echo !== 0) {
    s.echo = s.adBreak ? undefined : (s.echo ?? time + ECHO_MS);
    if (time >= s.echo!) {
      s.flush = true;
      s.echo = 0;
    }
  }
  const isNews = s.flush || playback !== s.announced;
  if (isNews || time >= nextPing(s)) {
    send(s, isNews ? told[playback] : 'ping');
    s.announced = playback;
    s.pinged = time;
  }
  s.flush = false;
}

/** When a playhead that stands, of a player that says that it plays, or is told to, is out of data. */
export const frozenAt = (s: Session): number => {
  if (s.adBreak || s.pod) return Infinity;
  const plays = s.content ? playbackOf(s) === 'play' : s.doing === 'run' && !s.isDry && !s.isAsleep;
  const since = s.playAgain ?? (plays ? s.moved : undefined);
  return since ? since.time + FROZEN_MS : Infinity;
};

/** When the open session next emits something by itself; never while it is only remembered. */
export const nextEventAt = (s: Session): number => {
  if (!s.content || s.dormant) return Infinity;
  const echo = s.echo && !s.adBreak && plays(s) ? s.echo : Infinity;
  return Math.min(nextPing(s), (s.idleSince ?? Infinity) + IDLE_MS, s.startedAt + DAY_MS, echo);
};

/** The earliest moment at which something falls due by itself (R-25a). Nothing else does while an input is held. */
export function nextMoment(s: Session): number {
  const held = s.away ? s.away.time + RETURN_MS : s.held?.until;
  if (held) return held;
  if (s.dormant) {
    if (s.withheld || !s.content) return Infinity;
    return s.stuck !== undefined ? nextPing(s) : (plays(s) && s.retryAt) || Infinity;
  }
  const [start] = s.starts;
  if (!s.content && !start) return Infinity;
  // An answer is waited for as long as it takes.
  const opens = start ? (start.answer && !start.isLast ? start.until : Infinity) : (s.queueUntil ?? nextEventAt(s));
  return Math.min(s.rateDue ?? Infinity, s.focusDue ?? Infinity, frozenAt(s), opens);
}
