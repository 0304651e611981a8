import type { MediaEvent } from '@media-collection/core';

/** How a page is left. */
export const ways = ['tab closed', 'navigation', 'reload', 'browser closed', 'browser killed'] as const;
export type Way = (typeof ways)[number];

/** What carries the events: an API; the last one sends what is left by `sendBeacon`, as the page of the test has it. */
export const wires = ['Media Collection', 'Media Edge', 'Media Edge, sendBeacon'] as const;
export type Wire = (typeof wires)[number];

/** One leaving of one page. */
export interface Closing {
  readonly number: number;
  readonly way: Way;
  readonly wire: Wire;
  /** The browser knows the answer to the preflight of the session's events. */
  readonly cached: boolean;
  /** From when the page was there, or from when the answer was known, to the leaving; in ms. */
  readonly moment: number;
}

/** What a page told while it was there. */
export interface Told {
  readonly made: MediaEvent[];
  readonly lost: string[];
  /** It knows the id of its session. */
  opened: boolean;
}

/** The mark of what a page tells on its console, synchronously: it is there when the page is not any more. */
export const MARK = 'closing';

/** Takes what a page said on its console. */
export function hear(told: Told, line: string): void {
  const [mark, what, json] = line.split('\n');
  if (mark !== MARK) return;
  const data = JSON.parse(json || 'null') as never;
  if (what === 'made') told.made.push(data);
  else if (what === 'lost') told.lost.push(data);
  else told.opened = true;
}
