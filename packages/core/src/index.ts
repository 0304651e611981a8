export { listen, type Adapter, type Emit, type Intents, type Source } from './adapter';
export type { Clock } from './clock';
export type { Consent } from './consent';
export type { BaseParams, Told, TrackerOptions } from './options';
export type { Chapter, Guess, Intent, TrackArguments, Word } from './session/input';
export { createTracker, type Tracker } from './tracker';
export type { LostReason } from './transport/lane';
export type { Fetch } from './transport/post';
export type { CustomMetadata, ErrorData, EventType, MediaEvent, Params, PartialParams, PlayerTime, QoeData } from './wire/events';
