export type { BitrateUnit } from '@media-collection/html5';
export { hlsjs, type HlsjsOptions } from './hlsjs';
export type { HlsPlayer } from './player';
