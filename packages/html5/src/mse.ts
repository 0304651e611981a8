import type { Intent } from '@media-collection/core';

/** What a report counts bitrates in: kilobits per second, unless its report suite has always been given bits. */
export type BitrateUnit = 'kbps' | 'bps';

/** Bits per second as an intent; 0 where the player does not know. */
export const bitrateIntent = (bandwidth: number, unit?: BitrateUnit): Intent => ({
  type: 'bitrate',
  kbps: bandwidth / (unit === 'bps' ? 1 : 1_000),
});

/** What is buffered plays on for a while after its player gave up. */
export const isStillPlaying = (element: HTMLMediaElement | undefined): boolean =>
  !!element && !element.paused && element.readyState > 2 && !element.error;

/** Playback may have been requested before there was a source. */
export const pendingPlayRequest = (element: HTMLMediaElement | undefined): Intent[] =>
  element && !element.paused && !element.ended ? [{ type: 'playRequested' }] : [];

/**
 * The content is unloaded, and stood at `playhead`; what may return also recovers from an error, for a page that does so loads it again
 * (D27).
 */
export const unloadIntents = (playhead: number | undefined, mayReturn: boolean): Intent[] =>
  mayReturn ? [{ type: 'recovered' }, { type: 'unloaded', playhead, mayReturn }] : [{ type: 'unloaded', playhead }];
