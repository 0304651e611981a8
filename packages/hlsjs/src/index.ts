export { hlsjs, type HlsjsOptions } from './hlsjs';
export type { BitrateUnit } from './hls-intents';
export type { HlsPlayer } from './player';
