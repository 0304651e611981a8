export { createJetStreamEdge } from './store/jetstream/edge';
export { createJetStreamStore } from './store/jetstream/whole';
export { FinalTrouble } from './store/jetstream/trouble';
export type { JetStreamEdge, JetStreamStore, JetStreamStoreOptions } from './store/jetstream/options';
export type { LinkOptions } from './store/jetstream/link';
export type { ClusterOptions, SetUpOptions } from './store/jetstream/cluster';
