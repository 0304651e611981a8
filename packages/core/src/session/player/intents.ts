import { inspect, isCount } from '../../wire/form';
import type { Action } from '../input';
import type { Intent } from '../intent';
import { createStart, receiveLength, updateQoe } from '../pending';
import { currentStart, hasViewing, type Draft } from '../state';
import { adIntents, deferBreak, handleBreakFrame, isBetweenAds } from './ad-breaks';
import { confirmPlaying, endIfFailed, endWith, fail, finishSeek, unload } from './content';
import { defer, isAdDeferred, isDeferred, submit } from './deferred';
import { PACE_MS, paceOf } from './movement';
import { settlingIntents } from './settling';
import { startStall } from './stalls';

/** A seek that begins so soon after the last one belongs to the same scrub (P-5). */
const SCRUB_MS = 300;
/** A stall that lasts so long after a seek is buffering. */
const STALL_MS = 500;
/** A jump of less, in seconds, while data are missing belongs to the stall (D34). */
const STALL_JUMP_S = 1;

type Handlers = { readonly [T in Intent['type']]: (s: Draft, intent: Extract<Intent, { type: T }>) => void };

/** The first frame of content or ad fixes the time to start, in ms. */
function setTimeToStart(s: Draft): void {
  const { playRequestedAt } = s.viewing;
  if (playRequestedAt !== undefined)
    updateQoe(s, { 'media.qoe.timeToStart': Math.max(Math.trunc(s.at.time - playRequestedAt), 0) });
  s.viewing.playRequestedAt = undefined;
}

const handlePlaying = (s: Draft): void => {
  // Players recover from errors without another request to play.
  if (s.viewing.hasFailed && !hasViewing(s)) start(s, true);
  const { viewing } = s;
  const isBetween = isBetweenAds(s);
  s.movement.lastProgress = s.at;
  viewing.resumeRequestedAt = viewing.stallJumpFrom = undefined;
  viewing.isStalled = viewing.isPaused = viewing.hasJumpedWhilePaused = viewing.isAsleep = undefined;
  if (!viewing.pendingAdBreak) viewing.hasContentEnded = viewing.wasCompleted = undefined;
  if (isBetween || viewing.activity !== 'seeking') {
    if (viewing.currentAd || !viewing.pendingAdBreak) setTimeToStart(s);
    if (isBetween) handleBreakFrame(s);
    else if (!viewing.adFirstFrameAt) submit(s, { type: 'play' });
    s.viewing.activity = 'playing';
    // A player that knows better when frames began reports it again.
  } else defer(s, SCRUB_MS, { type: 'play' });
};

/** Submits what a player knows, if its form is good. */
const submitValid = (s: Draft, { type, params }: Action): void => {
  const form = inspect(s.effects, type, params, undefined);
  if (form) submit(s, { type, ...form });
};

const start = (s: Draft, isLate?: boolean): void => {
  const { viewing } = s;
  viewing.activity = viewing.deferred = s.movement.lastProgress = undefined;
  viewing.playRequestedAt = isLate ? undefined : s.at.time;
  viewing.hasFailed = false;
  // An ad that was shown before begins with its next frame.
  viewing.hasAdFrame = undefined;
  createStart(s);
  deferBreak(s);
};

/** Where the open chapter begins, by the latest action in the queue, or else by what was reported. */
function chapterOffset(s: Draft): unknown {
  const queue = currentStart(s)?.queue ?? s.tracked?.queue ?? [];
  const last = queue.filter(({ type }) => type.startsWith('chapter')).pop() ?? s.tracked?.reported.chapter;
  return (last?.params as Record<string, unknown> | undefined)?.['media.chapter.offset'];
}

/** What the intents of a player mean (P-1 to P-15). */
export const intentHandlers: Handlers = {
  playRequested: (s, { isLate }) => {
    const { viewing } = s;
    if (hasViewing(s)) {
      if (viewing.activity === 'paused' && !isBetweenAds(s)) viewing.resumeRequestedAt ??= s.at;
    } else if (!viewing.isUntracked && !viewing.hasFailed) start(s, isLate);
  },
  durationKnown: (s, { seconds }) => {
    if (isCount(seconds)) receiveLength(s, seconds);
  },
  playing: handlePlaying,
  paused: (s) => {
    if (endIfFailed(s)) return;
    const { viewing } = s;
    const isBetween = isBetweenAds(s);
    viewing.activity = 'paused';
    viewing.resumeRequestedAt = viewing.stallJumpFrom = undefined;
    viewing.isStalled = viewing.isAsleep = undefined;
    if (isBetween) return;
    viewing.isPaused = true;
    finishSeek(s);
    // Frames of a seek that ran before the pause are reported only now.
    viewing.activity = 'paused';
    submit(s, { type: 'pauseStart' });
  },
  waiting: (s) => {
    if (endIfFailed(s) || isBetweenAds(s)) return;
    confirmPlaying(s);
    const { viewing } = s;
    s.movement.lastProgress = s.at;
    if (viewing.resumeRequestedAt && viewing.hasJumpedWhilePaused) {
      // Players fire `waiting` for every jump: it is part of the seek, unless it lasts.
      viewing.resumeRequestedAt = undefined;
      viewing.activity = 'seeking';
      defer(s, STALL_MS, { type: 'bufferStart' });
    } else if (viewing.activity === 'playing' || viewing.resumeRequestedAt) startStall(s);
  },
  seeking: (s) => {
    const { viewing } = s;
    viewing.hasSoughtSinceChapter = true;
    viewing.hasJumpedWhilePaused = viewing.isPaused;
    if (isBetweenAds(s)) return;
    if (!isAdDeferred(s)) viewing.deferred = undefined;
    viewing.isAsleep = undefined;
    if (viewing.activity !== 'playing') return;
    if (viewing.isStalled) {
      viewing.stallJumpFrom ??= s.at;
      return;
    }
    viewing.activity = 'seeking';
    submit(s, { type: 'seekStart' });
  },
  seeked: (s) => {
    if (isBetweenAds(s)) return;
    const { at, viewing } = s;
    const { stallJumpFrom } = viewing;
    s.movement.lastProgress = at;
    viewing.stallJumpFrom = undefined;
    if (stallJumpFrom && Math.abs(at.playhead - stallJumpFrom.playhead) >= STALL_JUMP_S) {
      viewing.activity = 'seeking';
      viewing.isStalled = undefined;
      submit(s, { type: 'seekStart', at: stallJumpFrom });
    }
    if (viewing.activity === 'seeking' && !viewing.deferred) defer(s, STALL_MS, { type: 'bufferStart' });
  },
  progress: (s) => {
    const { at, movement, viewing, tracked } = s;
    const { lastProgress } = movement;
    // The place of a jump is reported before the jump is over.
    if (!lastProgress || lastProgress.playhead === at.playhead || viewing.stallJumpFrom || isBetweenAds(s)) return;
    const movedMs = (at.playhead - lastProgress.playhead) * 1_000;
    const elapsed = at.time - lastProgress.time;
    if (movedMs > 0 && elapsed > 0 && elapsed < PACE_MS) movement.pace = paceOf(movedMs, elapsed);
    // Some engines go on after a stall without `playing`. The stall ended when the playhead began to move, unless it jumped.
    if (viewing.isStalled || tracked?.playback.isBuffering || isDeferred(s, 'bufferStart')) {
      if (movedMs > 0 && movedMs < STALL_MS) s.at = { ...lastProgress, time: Math.max(lastProgress.time, at.time - movedMs) };
      handlePlaying(s);
      s.at = at;
    }
    s.movement.lastProgress = at;
  },
  ended: (s) => {
    if (endIfFailed(s) || (s.viewing.hasJumpedWhilePaused && !s.viewing.hasContentEnded)) return;
    endWith(s, 'sessionComplete');
  },
  contentEnded: ({ at, movement, viewing }) => {
    if (viewing.hasJumpedWhilePaused) return;
    viewing.hasContentEnded = true;
    // From now on its playhead stands.
    if (movement.lastProgress) movement.lastProgress = at;
  },
  unloaded: (s, { mayReturn }) => {
    const { at, viewing } = s;
    // Content that was played to its end does not go on, but its post-roll may.
    if (!mayReturn || !hasViewing(s) || viewing.hasFailed || (viewing.hasContentEnded && !viewing.pendingAdBreak)) {
      // The viewing ends when the content was unloaded first.
      s.at = viewing.unloadedAt ?? at;
      unload(s);
      s.viewing.wasCompleted = undefined;
      s.at = at;
      return;
    }
    viewing.unloadedAt ??= at;
    s.movement.lastProgress = viewing.resumeRequestedAt = viewing.stallJumpFrom = undefined;
  },
  returned: () => {},
  failed: (s, { id, isNetwork, stillPlaying }) => {
    if (s.viewing.hasFailed) return;
    finishSeek(s);
    submitValid(s, {
      type: 'error',
      params: { 'media.qoe.errorID': id, ...(isNetwork && { 'media.qoe.errorSource': 'external' }) },
    });
    // Content that is unloaded and may return is recovered already.
    if (stillPlaying && s.viewing.unloadedAt) return;
    if (stillPlaying && s.viewing.activity === 'playing') s.viewing.hasFailed = true;
    else fail(s);
  },
  recovered: (s) => {
    if (s.tracked) s.viewing.hasFailed = false;
  },
  chapter: (s, { chapter }) => {
    const { viewing, tracked } = s;
    if (viewing.deferred || viewing.activity === 'seeking' || viewing.pendingAdBreak || tracked?.reported.adBreak) return;
    const isSkipped = viewing.hasSoughtSinceChapter;
    viewing.hasSoughtSinceChapter = false;
    // A list of chapters may change: the index in it may then be that of another chapter.
    const from = chapterOffset(s);
    if (from === chapter?.start) return;
    if (from !== undefined) submit(s, { type: isSkipped ? 'chapterSkip' : 'chapterComplete' });
    if (!chapter) return;
    const { start, end, title } = chapter;
    submitValid(s, {
      type: 'chapterStart',
      params: {
        'media.chapter.index': chapter.index,
        'media.chapter.offset': start,
        'media.chapter.length': end - start,
        ...(title && { 'media.chapter.friendlyName': title }),
      },
    });
  },
  ...settlingIntents,
  ...adIntents,
};
