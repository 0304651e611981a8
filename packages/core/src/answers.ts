import type { Adapter } from './adapter';
import type { TrackerOptions } from './options';
import type { Effect } from './session/effect';
import type { Guess } from './session/input';
import { VERSION } from './version';

type Ask = Extract<Effect, { do: 'ask' }>;

/** Later ones win (design, section 5). */
const merge = (...guesses: (Guess | undefined)[]): Guess => ({
  params: Object.assign({}, ...guesses.map((guess) => guess?.params)) as object,
  customMetadata: Object.assign({}, ...guesses.map((guess) => guess?.customMetadata)) as Record<string, string>,
});

/** What the page says to the session's question; null when it does not want this tracked. */
export function answer(
  { about, guess }: Ask,
  { params, customMetadata, media, ad }: TrackerOptions,
  adapter: Adapter | undefined,
): Guess | null {
  if (about === 'ad') {
    const told = ad?.(guess as Guess<'adStart'>);
    return told === null ? null : (told ?? {});
  }
  const known: Guess<'sessionStart'> = adapter?.media?.() ?? {};
  const own = adapter && { 'media.playerName': adapter.name, ...(adapter.version && { 'media.sdkVersion': adapter.version }) };
  const told = typeof media === 'function' ? media({ ...known, params: { ...own, ...known.params } }) : media;
  return told === null
    ? null
    : merge(
        { params: { ...own, 'media.libraryVersion': `media-collection-${VERSION}` } },
        known,
        { params, ...(customMetadata && { customMetadata }) },
        told,
      );
}
