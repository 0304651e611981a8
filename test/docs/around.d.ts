/** Globals that the examples of the documentation expect on their page. */
declare const endpoint: string;
declare const params: import('@media-collection/core').BaseParams;
declare const video: HTMLVideoElement;
declare const audio: HTMLAudioElement;
declare const tracker: import('@media-collection/core').Tracker;
declare const hls: import('hls.js').default;
declare const player: import('@media-collection/shaka').ShakaPlayer & { currentTime: number; load(url: string): Promise<void> };
declare const appMeasurement: import('@media-collection/mediasdk').AppMeasurementLike;
declare const mediaConfig: import('@media-collection/mediasdk').MediaConfig;
/** The global of Adobe's script, or of its replacement. */
declare const ADB: import('@media-collection/mediasdk').MediaSdk;
declare const article: { videoId: string; title: string; section: string };
declare const programme: { id: string; title: string };
declare const cmp: { hasDecided(): boolean; allows(what: string): boolean; onChange(listener: () => void): void };
/** The page's own object, on the page about tag managers. */
interface Window {
  /** Adobe's Web SDK. */
  alloy: import('@media-collection/core/alloy').Alloy;
  acmeMedia?: {
    tracker: import('@media-collection/core').Tracker | null;
    content: { id: string; title: string } | null;
  };
}
/** The global of the script-tag builds. */
declare const mediaCollection: typeof import('@media-collection/core') &
  typeof import('@media-collection/core/identity') &
  typeof import('@media-collection/core/offline') &
  typeof import('@media-collection/core/edge') &
  typeof import('@media-collection/core/alloy') &
  typeof import('@media-collection/html5');
