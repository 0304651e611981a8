import { isFit, isNeeded, sift } from '../../wire/form';
import type { Guess, Intent } from '../intent';
import { PLAYING } from '../protocol/playback';
import { hasViewing, type Draft } from '../state';
import { AD_WAIT_MS, commitDeferred, defer, isDeferred, submit } from './deferred';

/** Content that does not go on within this time after a break is buffering (P-4). */
const RESUME_MS = 1_000;

type AdIntent = 'adBreakStarted' | 'adAnnounced' | 'adUpdated' | 'adEnded' | 'adBreakEnded';
type Handlers = { readonly [T in AdIntent]: (s: Draft, intent: Extract<Intent, { type: T }>) => void };

/** True when the break is over and the content does not play yet. */
const isLeavingBreak = (s: Draft): boolean => isDeferred(s, 'adBreakComplete');

/** True in a break while no ad is shown: what the player reports then is neither the viewer's doing nor the content's. */
export const isBetweenAds = (s: Draft): boolean => (!!s.viewing.pendingAdBreak && !s.viewing.hasAdFrame) || isLeavingBreak(s);

/** Defers the start of the break until there is a viewing that it belongs to, and an ad in it. */
export function deferBreak(s: Draft): void {
  const { pendingAdBreak } = s.viewing;
  if (pendingAdBreak && hasViewing(s)) defer(s, AD_WAIT_MS, { ...pendingAdBreak, at: s.at });
}

/** Asks the page about the ad that is shown. */
const requestAd = (s: Draft): void => {
  s.effects.push({ do: 'requestInfo', about: 'ad', guess: s.viewing.currentAd });
};

/** Handles frames in a break: the first of an ad begins it, the first of the content ends the break. */
export function handleBreakFrame(s: Draft): void {
  const { viewing, tracked } = s;
  if (isLeavingBreak(s)) {
    viewing.deferred = undefined;
    // Actions that are queued happened before this frame.
    if (tracked && !tracked.queueDeadline) tracked.playback = PLAYING;
    submit(s, { type: 'adBreakComplete' });
    // If the break was too short to be reported, this `play` is the only event that it causes.
    submit(s, { type: 'play' });
  } else if (viewing.currentAd) {
    viewing.hasAdFrame = true;
    if (!hasViewing(s)) return;
    // The frame of an ad proves its break.
    commitDeferred(s);
    s.viewing.adFirstFrameAt = s.at;
    requestAd(s);
  }
}

/** Handles the answer of the page about the ad; where its id or length is still missing, it waits for them. */
export function receiveAd(s: Draft, info: Guess | null): void {
  const { viewing } = s;
  const at = viewing.adFirstFrameAt;
  if (!at) return;
  viewing.deferred = viewing.adFirstFrameAt = undefined;
  if (!info) return;
  const { 'media.ad.length': length, ...params } = { ...info.params } as Record<string, unknown>;
  // Players report 0, -1, NaN or Infinity for a length that they do not know.
  const isKnown = (length as number) > 0 && length !== Infinity;
  viewing.deferred = {
    dueAt: at.time + AD_WAIT_MS,
    action: {
      type: 'adStart',
      at,
      params: { 'media.ad.podPosition': viewing.adCount + 1, ...params, 'media.ad.length': isKnown ? length : 0 },
      customMetadata: info.customMetadata,
    },
  };
  if (isKnown && params['media.ad.id']) commitDeferred(s);
  else viewing.adFirstFrameAt = at;
}

/** Ends the ad; one that showed no frame was none. */
const endAd = (s: Draft, isSkipped?: boolean): void => {
  if (s.viewing.hasAdFrame) submit(s, { type: isSkipped ? 'adSkip' : 'adComplete' });
  const { viewing } = s;
  viewing.hasAdFrame = viewing.currentAd = viewing.adFirstFrameAt = undefined;
};

/** Drops the break when its content ends; the end of the content closes what was reported of it. */
export function dropBreak(s: Draft): void {
  const { viewing } = s;
  if (!isDeferred(s, 'adStart')) viewing.deferred = undefined;
  viewing.pendingAdBreak = viewing.currentAd = viewing.hasAdFrame = undefined;
}

/**
 * Ends a viewing of which the player knows nothing, and keeps the break of the player: it goes on with the content, and is then reported
 * again from its next frame.
 */
export function keepBreak(s: Draft, end: (s: Draft) => void): void {
  const { pendingAdBreak, currentAd, adBreakCount, adCount } = s.viewing;
  const { adBreak, ad } = s.tracked?.reported ?? {};
  end(s);
  if (!pendingAdBreak) return;
  // What was reported will be counted again.
  const counts = { adBreakCount: adBreakCount - (adBreak ? 1 : 0), adCount: adCount - (ad ? 1 : 0) };
  Object.assign(s.viewing, { pendingAdBreak, currentAd, ...counts });
}

/** Other keys are checked, and named, when the event is sent. */
const isFitForBreak = (value: unknown, key: string): boolean =>
  !isNeeded('adBreakStart', key) || isFit('adBreakStart', key, value);

/** What the intents about ads mean (P-10). */
export const adIntents: Handlers = {
  adBreakStarted: (s, { guess }) => {
    endAd(s, true);
    if (isDeferred(s, 'play')) commitDeferred(s);
    const { viewing } = s;
    viewing.deferred = viewing.resumeRequestedAt = undefined;
    viewing.adCount = 0;
    viewing.pendingAdBreak = {
      type: 'adBreakStart',
      params: {
        'media.ad.podIndex': viewing.adBreakCount + 1,
        'media.ad.podSecond': Math.max(s.at.playhead, 0),
        // A value that is unfit, such as an index that counts from 0, does not cost the break (D42).
        ...sift(s.effects, 'adBreakStart', guess?.params, isFitForBreak, 'an index from 1, seconds from 0 or a name'),
      },
    };
    deferBreak(s);
  },
  adAnnounced: (s, { guess }) => {
    endAd(s, true);
    if (s.viewing.pendingAdBreak) s.viewing.currentAd = guess ?? {};
  },
  adUpdated: (s, { guess }) => {
    const { viewing } = s;
    const { currentAd } = viewing;
    if (!currentAd) return;
    viewing.currentAd = { ...currentAd, ...guess, params: { ...currentAd.params, ...guess?.params } };
    if (viewing.adFirstFrameAt) requestAd(s);
  },
  adEnded: (s, { skipped }) => endAd(s, skipped),
  adBreakEnded: (s) => {
    endAd(s, true);
    // It takes the place of the start of the break, if that is still deferred.
    if (s.viewing.pendingAdBreak && hasViewing(s)) defer(s, RESUME_MS, { type: 'adBreakComplete' });
    s.viewing.pendingAdBreak = undefined;
  },
};
