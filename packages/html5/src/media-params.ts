/** What a player knows of its content; `length` is undefined while it does not know. */
export interface MediaFacts {
  readonly source: string;
  /** Seconds. */
  readonly length: number | undefined;
  readonly live: boolean;
  readonly audio: boolean;
}

/** What a player knows, in the words of a `sessionStart` (P-14, P-15). */
export const guessOf = ({ source, length, live, audio }: MediaFacts) => ({
  // Query and fragment may hold tokens; a blob: URL does not identify the content.
  ...(/^(?!blob:|data:)./.test(source) && { 'media.id': source.replace(/[?#].*/, '') }),
  ...(length !== undefined && { 'media.length': length }),
  'media.contentType': live ? 'live' : audio ? 'aod' : 'vod',
  'media.streamType': audio ? 'audio' : 'video',
});
