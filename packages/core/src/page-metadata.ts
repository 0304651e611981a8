import type { Guess } from './session/intent';
import type { CustomMetadata, PartialParams } from './wire/events';

/** Values may be `undefined`: they never replace a known value. */
type Loose<T> = { [K in keyof T]?: T[K] | undefined };

/** Parameters of a `sessionStart`, as a function of the page returns them. */
export type StartParams = Loose<PartialParams<'sessionStart'>>;

/** Metadata of content or of an ad, as the page returns it. */
export interface PageMetadata<E extends 'sessionStart' | 'adStart'> {
  params?: Loose<PartialParams<E>> | undefined;
  customMetadata?: CustomMetadata | undefined;
}

/** What the option `media` returns, or its promise resolves to; `null`: the content is not tracked. */
export type MediaAnswer = PageMetadata<'sessionStart'> | null | undefined;
/** What the option `ad` returns, not as a promise, because an ad does not wait; `null`: the ad is not tracked. */
export type AdAnswer = PageMetadata<'adStart'> | null | undefined;

/**
 * Marks the keys that `Known` does not have as errors. TypeScript checks a literal for unknown keys where it is assigned, but not where
 * a function returns it, so `createTracker` infers what the functions of its options return and checks it by this.
 */
export type Exact<T, Known> = T extends object
  ? { [K in keyof T]: K extends keyof Known ? Exact<T[K], NonNullable<Known[K]>> : never }
  : T;

/** A function that takes the player's metadata; it may name the type of the player's own object, as `HlsjsGuess` does. */
export type Ask<G extends Guess, A> = { ask(guess: G): A }['ask'];
