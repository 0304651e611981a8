import type { Chapter } from '@media-collection/core';
import { listOf } from './check';

/** A chapter as a page gives it: seconds of the content; without `end` it lasts until the next one, or until the content ends. */
export interface ChapterOption {
  readonly start: number;
  readonly end?: number;
  readonly title: string;
}

/** A list of chapters, or a function that returns it, for lists that arrive late. */
export type Chapters = readonly ChapterOption[] | (() => readonly ChapterOption[]);

/** What is read of a list of text tracks, an element's or a player's. */
export interface Tracks {
  readonly length: number;
  readonly [index: number]: Pick<TextTrack, 'kind' | 'mode' | 'cues'>;
}

const fromCues = (tracks: Tracks): readonly ChapterOption[] => {
  const track = Array.from(tracks).find(({ kind }) => kind === 'chapters');
  // A track that is disabled is never loaded.
  if (track?.mode === 'disabled') track.mode = 'hidden';
  return Array.from((track?.cues ?? []) as ArrayLike<VTTCue>, ({ startTime, endTime, text }) => ({
    start: startTime,
    end: endTime,
    title: text,
  }));
};

/**
 * The chapter at a second of the content, from the page's list or else from a chapters track (P-11).
 * Null where nothing is known of any chapter.
 */
export function chapterAt(
  playhead: number,
  duration: number,
  tracks: Tracks | undefined,
  option?: Chapters,
): Chapter | undefined | null {
  const list = option ? listOf('chapters', option) : tracks?.length ? fromCues(tracks) : [];
  if (!list.length) return null;
  const ends = list.map(({ end }, index) => (Number.isFinite(end) ? end! : (list[index + 1]?.start ?? duration)));
  // A chapter has a length: one whose end nobody knows is none yet.
  const index = list.findLastIndex(({ start }, index) => start <= playhead && playhead < ends[index]! && ends[index]! < Infinity);
  const { start, title } = list[index] ?? {};
  return start === undefined ? undefined : { index: index + 1, start, end: ends[index]!, title };
}
