export type { BitrateUnit } from '@media-collection/html5';
export { dashjs, type DashjsOptions } from './dashjs';
export type { DashjsGuess } from './native';
export type { DashPlayer, DashRepresentation } from './player';
