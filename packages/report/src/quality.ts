import { measure, text, type Members } from './parsed-event';
import { elapsed, spentOn, type Step } from './session';
import type { AppendOnlyList } from './trail';

/** What is known of the quality of a session. */
export interface Quality {
  readonly bitrate: number | undefined;
  /** The time that was played while a bitrate was known, in ms, and the sum of bitrate times time. */
  readonly weight: number;
  readonly weighted: number;
  readonly bitrateChanges: number;
  readonly droppedFrames: number | undefined;
  readonly framesPerSecond: number | undefined;
  /** In ms. */
  readonly timeToStart: number | undefined;
  readonly errors: number;
  readonly playerErrors: AppendOnlyList<string>;
  readonly externalErrors: AppendOnlyList<string>;
}

/** Nothing is known yet. */
export const noQuality: Quality = {
  bitrate: undefined,
  weight: 0,
  weighted: 0,
  bitrateChanges: 0,
  droppedFrames: undefined,
  framesPerSecond: undefined,
  timeToStart: undefined,
  errors: 0,
  playerErrors: undefined,
  externalErrors: undefined,
};

/** An error in either of the two forms that Adobe documents. */
function addError(quality: Quality, qoe: Members, params: Members): Partial<Quality> {
  const id = text(qoe, 'media.qoe.errorID') ?? text(params, 'media.errorId');
  const source = text(qoe, 'media.qoe.errorSource') ?? text(params, 'media.errorSource');
  const kind = source === 'external' ? 'externalErrors' : 'playerErrors';
  return { errors: quality.errors + 1, ...(id !== undefined && { [kind]: { last: id, before: quality[kind] } }) };
}

/** Adds what an event says about quality; a bitrate weighs as long as something plays, content or ad (docs/guide/analysts.md). */
export function judge(quality: Quality, { before, event }: Step): Quality {
  const { type, qoe, params } = event;
  const on = spentOn(before);
  const ms = on === 'content' || on === 'ad' ? elapsed(before, event) : 0;
  return {
    ...quality,
    ...(quality.bitrate !== undefined && {
      weight: quality.weight + ms,
      weighted: quality.weighted + ms * quality.bitrate,
    }),
    bitrate: measure(qoe, 'media.qoe.bitrate') ?? quality.bitrate,
    droppedFrames: measure(qoe, 'media.qoe.droppedFrames') ?? quality.droppedFrames,
    framesPerSecond: measure(qoe, 'media.qoe.framesPerSecond') ?? quality.framesPerSecond,
    timeToStart: measure(qoe, 'media.qoe.timeToStart') ?? quality.timeToStart,
    bitrateChanges: quality.bitrateChanges + (type === 'bitrateChange' ? 1 : 0),
    ...(type === 'error' && addError(quality, qoe, params)),
  };
}
