import type { Adapter } from './adapter';
import type { TrackerOptions } from './options';
import type { Effect } from './session/effect';
import type { Cue, Guess } from './session/input';
import { VERSION } from './version';

/** Later ones win (design, section 5). */
const merge = (...guesses: (Partial<Pick<Cue, 'params' | 'customMetadata'>> | undefined)[]): Guess => ({
  params: Object.assign({}, ...guesses.map((guess) => guess?.params)) as object,
  customMetadata: Object.assign({}, ...guesses.map((guess) => guess?.customMetadata)) as Record<string, string>,
});

/** What the page says to the session's question, over what the player knows; null when it does not want this tracked. */
export function answer(
  { about, guess, given }: Extract<Effect, { do: 'ask' }>,
  { customMetadata, media, ad }: TrackerOptions,
  params: object | undefined,
  adapter: Adapter | undefined,
  warn: (sentence: string) => void,
): Guess | null {
  if (about === 'ad') {
    const told = ad?.((guess ?? {}) as Guess<'adStart'>);
    return told === null ? null : merge(guess, told);
  }
  const own: Guess<'sessionStart'> = adapter?.media?.() ?? {};
  const player = adapter && { 'media.playerName': adapter.name, ...(adapter.version && { 'media.sdkVersion': adapter.version }) };
  const known = { ...own, params: { ...player, ...own.params } };
  const told = typeof media === 'function' ? media(known) : media;
  if (told === null) return null;
  const library = { 'media.streamType': 'video', 'media.resume': false, 'media.libraryVersion': `media-collection-${VERSION}` };
  const merged = merge({ params: library }, known, { params }, { customMetadata }, told, given);
  const all = merged.params as Record<string, unknown>;
  for (const key of ['media.channel', 'media.playerName'])
    if (!all[key]) {
      all[key] = 'unknown';
      warn(`${key} is unknown: give it in params.`);
    }
  if (given === undefined && all['media.id'] === own.params?.['media.id'])
    warn('media.id is guessed from the source: give it in media.');
  return merged;
}
