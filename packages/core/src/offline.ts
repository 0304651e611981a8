export { offline, type OfflineOptions } from './transport/offline';
export type { Offline } from './transport/road';
