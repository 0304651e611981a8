import type { Adapter } from './adapter';
import type { TrackerOptions } from './options';
import type { Effect } from './session/effect';
import type { Cue, Guess } from './session/input';
import type { MediaAnswer } from './told';
import { VERSION } from './version';

type Told = Partial<Pick<Cue, 'params' | 'customMetadata'>> | undefined;

/** Later ones win (design, section 5). Not by `Object.assign`, for it would walk into a `__proto__`. */
const merge = (...guesses: Told[]): Guess => {
  const all = (part: keyof NonNullable<Told>): object =>
    Object.fromEntries(guesses.flatMap((guess) => Object.entries(guess?.[part] ?? {})));
  return { params: all('params'), customMetadata: all('customMetadata') as Record<string, string> };
};

/** What the page says to the session's question, over what the player knows; null when it does not want this tracked. */
export function answer(
  { about, guess, given }: Extract<Effect, { do: 'ask' }>,
  { customMetadata, media, ad, downloaded }: TrackerOptions,
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
  const told = (typeof media === 'function' ? media(known) : media) as MediaAnswer;
  if (told === null) return null;
  const library = {
    'media.streamType': 'video',
    'media.resume': false,
    'media.libraryVersion': `media-collection-${VERSION}`,
    ...(downloaded && { 'media.downloaded': true }),
  };
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
