import type { Tracks } from '@media-collection/html5';

/** The cue that Video.js's HLS and DASH engine adds for each segment, in a text track that follows the playhead. */
export interface Segment {
  /** Seconds of the media. */
  readonly startTime: number;
  readonly value: {
    /** Bits per second of the rendition. */
    readonly bandwidth?: number;
    /** The segment's program date and time, where the playlist has one. */
    readonly dateTimeObject?: Date;
  };
}

/** Tells that engine's track from captions and chapters. */
export const isSegments = (track: object): boolean => (track as TextTrack).label === 'segment-metadata';

/** The segment that is shown: not the one that was chosen last, which lies a buffer ahead. */
export const shownSegment = (tracks: Tracks): Segment | undefined => {
  const cues = (Array.from(tracks) as TextTrack[]).filter(isSegments).map(({ activeCues }) => activeCues?.[0]);
  return cues.findLast(Boolean) as Segment | undefined;
};
