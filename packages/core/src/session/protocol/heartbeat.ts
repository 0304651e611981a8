import { isDownloaded } from '../../wire/downloaded';
import { isPlaying, playbackOf, type Session, type Tracked, type TrackedDraft } from '../state';
import { send, update } from './emit';
import { eventOfPlayback } from './playback';
import { resume } from './resume';

/** Between pings of the main content, in every playback state, unless the page wants them further apart (D40). */
export const PING_MS = 10_000;
/** Between pings of downloaded content, also in its ads. */
const DOWNLOADED_PING_MS = 50_000;
/** A session that does not play for so long ends. */
export const IDLE_MS = 1_800_000;
/** The service gives up a session that was silent for so long (D16). */
export const SILENCE_MS = 600_000;
const DAY_MS = 86_400_000;
/** From the first `play` of the content to the second. */
const SECOND_PLAY_MS = 1_000;

/** When the next ping is due. */
export const nextPingAt = ({ tracked, config }: { readonly tracked: Tracked } & Pick<Session, 'config'>): number =>
  tracked.heartbeat.lastAt +
  (isDownloaded(tracked.content.params)
    ? DOWNLOADED_PING_MS
    : tracked.reported.ad
      ? config.adPingInterval
      : (config.pingInterval ?? PING_MS));

/** Emits what is due after each accepted action, in this order: idle, 24 hours, the second `play`, playback state or ping. */
export function emitDue(s: TrackedDraft): void {
  const { tracked, movement } = s;
  const { time, playhead } = s.at;
  const playback = playbackOf(s);
  const isIdle = playback !== 'play';

  tracked.idleSince = isIdle ? (tracked.idleSince ?? time) : undefined;
  if (tracked.withheld) return;
  if (tracked.isSuspended) {
    if (isIdle) tracked.resumeAfterPlayhead = undefined;
    const { resumeAfterPlayhead } = tracked;
    const isPingDue = time >= nextPingAt(s);
    // Resume at most once per ping interval, and ever later while the service loses each session that is opened. An ad that begins, and
    // content that follows a break, show frames while the playhead stands.
    const isFrozen = resumeAfterPlayhead !== undefined && !s.mustReportPlayback;
    const mustWait = time < tracked.retryAt! || (isFrozen && (resumeAfterPlayhead === playhead || !isPingDue));
    if (isPingDue) tracked.heartbeat = { ...tracked.heartbeat, lastAt: time };
    if (isIdle || mustWait) return;
    resume(s, tracked.reported, playback);
    update(s, { playback });
    s.mustReportPlayback = false;
  } else if (isIdle && time - tracked.idleSince! >= IDLE_MS) {
    send(s, 'sessionEnd');
    tracked.isSuspended = true;
    return;
  } else if (s.sleptAtPlayhead !== undefined && !isDownloaded(tracked.content.params)) {
    tracked.isSuspended = true;
    tracked.resumeAfterPlayhead = s.sleptAtPlayhead;
    return;
  } else if (time - tracked.startedAt >= DAY_MS) {
    send(s, 'sessionEnd');
    resume(s, tracked.reported, playback);
  }
  const isChanged = playback !== tracked.reported.playback;
  // The playhead may stand still during a pause or a break; from now on it is expected to move.
  if (movement.lastProgress && movement.lastProgress.time < time && (s.mustReportPlayback || isChanged))
    movement.lastProgress = s.at;
  let { secondPlayDueAt } = tracked.heartbeat;
  if (!isIdle && secondPlayDueAt !== 0) {
    secondPlayDueAt = tracked.reported.adBreak ? undefined : (secondPlayDueAt ?? time + SECOND_PLAY_MS);
    if (time >= secondPlayDueAt!) {
      s.mustReportPlayback = true;
      secondPlayDueAt = 0;
    }
    tracked.heartbeat = { ...tracked.heartbeat, secondPlayDueAt };
  }
  const mustReport = s.mustReportPlayback || isChanged;
  if (mustReport || time >= nextPingAt(s)) {
    send(s, mustReport ? eventOfPlayback[playback] : 'ping');
    if (isChanged) update(s, { playback });
    tracked.heartbeat = { lastAt: time, secondPlayDueAt };
  }
  s.mustReportPlayback = false;
}

/** When the open session next emits something by itself; never while it is suspended. */
export const nextEventAt = (s: Session): number => {
  const { tracked, config } = s;
  if (!tracked || tracked.isSuspended) return Infinity;
  const { secondPlayDueAt } = tracked.heartbeat;
  return Math.min(
    nextPingAt({ tracked, config }),
    (tracked.idleSince ?? Infinity) + IDLE_MS,
    tracked.startedAt + DAY_MS,
    secondPlayDueAt && !tracked.reported.adBreak && isPlaying(s) ? secondPlayDueAt : Infinity,
  );
};
