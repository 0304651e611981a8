export type { AppMeasurementLike } from './app-measurement';
export { createMediaSdk } from './media-sdk';
export type {
  AdBreakObject,
  AdObject,
  ChapterObject,
  ContextData,
  Media,
  MediaConfig,
  MediaObject,
  MediaSdk,
  MediaSdkOptions,
  MediaTracker,
  QoEObject,
  StateObject,
} from './surface';
