export type { BitrateUnit } from './dash-intents';
export { dashjs, type DashjsOptions } from './dashjs';
export type { DashPlayer, DashRepresentation } from './player';
