export { offline, type OfflineOptions } from './offline/offline';
export type { Offline } from './offline/offline-transport';
