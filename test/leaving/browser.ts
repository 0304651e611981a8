import type { Told, Way } from './closing';

/** A tab with the page of a closing. */
export interface Tab {
  readonly told: Told;
  /** Leaves the page by a way of a tab; `odd` takes the other road where there are two. */
  leave(way: Exclude<Way, `browser ${string}`>, odd: boolean): Promise<void>;
  /** Lets go of it. */
  close(): Promise<void>;
}

/** A browser of its own, with an empty profile. */
export interface Browser {
  readonly version: string;
  open(url: string): Promise<Tab>;
  /** As its menu closes it. */
  close(): Promise<void>;
  /** As a crash ends it. */
  kill(): Promise<void>;
}

/** How a browser is started; `odd`: otherwise than the time before, where that matters. */
export type Launch = (elsewhere: string, odd: boolean) => Promise<Browser>;

/** What a page has told before it told anything. */
export const nothing = (): Told => ({ made: [], lost: [], opened: false });
