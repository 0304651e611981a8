export type { BitrateUnit } from '@media-collection/html5';
export type { ShakaAdGuess, ShakaGuess } from './native';
export type { ShakaAd, ShakaAdEvent, ShakaPlayer, Variant } from './player';
export { shaka, type ShakaOptions } from './shaka';
