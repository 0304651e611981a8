import type { Tracks } from '@media-collection/html5';

/** The cue that Video.js's HLS and DASH engine adds for each segment, in a text track that follows the playhead. */
export interface Segment {
  /** Seconds of the media. */
  readonly startTime: number;
  readonly endTime: number;
  readonly value: {
    /** Bits per second of the rendition. */
    readonly bandwidth?: number;
    /** The segment's program date and time, where the playlist has one. */
    readonly dateTimeObject?: Date;
  };
}

/** Tells that engine's track from captions and chapters. */
const isSegments = (track: object): boolean => (track as TextTrack).label === 'segment-metadata';

/**
 * The segment that is shown at a second of the media: not the one that was chosen last, which lies a buffer ahead. It is looked for among
 * all cues, because a read of `activeCues` takes the next `cuechange` from everybody who listens for it (Video.js 8, text-track.js).
 */
export const shownSegment = (tracks: Tracks, second: number): Segment | undefined => {
  const segments = (Array.from(tracks) as TextTrack[]).findLast(isSegments)?.cues ?? [];
  return (Array.from(segments) as unknown as Segment[]).findLast(
    ({ startTime, endTime }) => startTime <= second && second < endTime,
  );
};
