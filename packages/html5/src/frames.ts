import type { QoeData } from '@media-collection/core';

/** What is read of an element, or of what stands for it. */
export interface FrameSample {
  /** Seconds of the media. */
  readonly time: number;
  /** Frames run as they should: it neither seeks nor is it hidden, so that what is counted is what the viewer missed. */
  readonly shows: boolean;
  readonly quality: Pick<VideoPlaybackQuality, 'totalVideoFrames' | 'droppedVideoFrames'> | undefined;
  /** The address of what is shown: another one has counters and a frame rate of its own. */
  readonly source?: string;
}

/** Over so many seconds of visible playback the frames per second are measured (P-7). */
const MEASURED_SECONDS = 2;

/** Counts a session's frames, over sources whose own counters begin again at 0. */
export interface Frames {
  /** Another session counts from 0, and its frames per second are not known yet. */
  restart(): void;
  /** Counts what came since the last look. */
  sample(screen: FrameSample): QoeData;
}

/** Makes a counter of frames. */
export function createFrames(): Frames {
  let dropped = 0;
  let last: { total: number; dropped: number } | undefined;
  /** Where and at how many frames the measurement began. */
  let from: { time: number; shown: number } | undefined;
  let rate: number | undefined;
  let shownSource: string | undefined;

  return {
    restart: () => {
      dropped = 0;
      last = shownSource = from = rate = undefined;
    },
    sample: ({ time, shows, quality, source }) => {
      if (!quality?.totalVideoFrames) return {};
      const now = { total: quality.totalVideoFrames, dropped: quality.droppedVideoFrames };
      last ??= now;
      // Chromium's counters begin at 0 with each source.
      if (now.total < last.total || source !== shownSource) {
        if (shownSource !== undefined || now.total < last.total) last = { total: 0, dropped: 0 };
        shownSource = source;
        from = rate = undefined;
      }
      if (shows) dropped += now.dropped - last.dropped;
      if (!shows || (from && time < from.time)) from = undefined;
      last = now;
      const shown = now.total - now.dropped;
      if (shows) from ??= { time, shown };
      if (from && time - from.time >= MEASURED_SECONDS) {
        rate = Math.round((shown - from.shown) / (time - from.time));
        from = { time, shown };
      }
      return { 'media.qoe.droppedFrames': dropped, ...(rate !== undefined && { 'media.qoe.framesPerSecond': rate }) };
    },
  };
}
