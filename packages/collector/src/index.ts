export type { Call } from './call';
export { createCollector, type CollectorOptions } from './collector';
export type { SessionExamination } from './inspect/examine';
export type { SessionSummary } from './inspect/summarize';
export type { EventType, MediaEvent } from './media-event';
export type { Session } from './sessions';
export { createMemoryStore } from './store/memory';
export type { Store } from './store/store';
