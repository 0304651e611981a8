export type { BitrateUnit } from '@media-collection/html5';
export { hlsjs, type HlsjsOptions } from './hlsjs';
export type { HlsjsAdGuess, HlsjsGuess } from './native';
export type { HlsPlayer } from './player';
