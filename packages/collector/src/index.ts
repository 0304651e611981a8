export { createCollector, type Call, type CollectorOptions } from './collector';
export type { EventType, MediaEvent } from './media-event';
export type { Session } from './sessions';
export { createMemoryStore } from './store/memory';
export type { Store } from './store/store';
