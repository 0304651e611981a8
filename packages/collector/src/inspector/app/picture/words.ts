import type { Band, BandKind, Span } from '@media-collection/report/timeline';
import { clock, duration } from '../format';

/** What a band is called. */
export const kinds: Readonly<Record<BandKind, string>> = {
  content: 'content',
  ad: 'ad',
  pause: 'pause',
  seek: 'seek',
  buffer: 'buffering',
  stall: 'stall',
  none: 'not counted',
};

/** Shorter words where there is less room. */
export const shorts: Readonly<Partial<Record<BandKind, string>>> = { buffer: 'buffer' };

const between = (from: number, to: number, start: number): string =>
  `${clock((from - start) / 1_000)} to ${clock((to - start) / 1_000)}, ${duration((to - from) / 1_000)}`;

/** A band in words. */
export const bandWords = ({ kind, label, from, to }: Band, start: number): string =>
  `${kinds[kind]}${label ? ` ${label}` : ''}, ${between(from, to, start)}`;

const endings = { complete: ', seen to its end', skip: ', skipped', end: '' };

/** A span in words. */
export const spanWords = ({ kind, label, from, to, end }: Span, start: number): string =>
  `${kind === 'state' ? `state ${label}` : label}, ${between(from, to, start)}${end ? endings[end] : ', still open'}`;
