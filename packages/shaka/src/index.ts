export type { ShakaAd, ShakaAdEvent, ShakaPlayer, Variant } from './player';
export { shaka, type ShakaOptions } from './shaka';
export type { BitrateUnit } from './shaka-intents';
