import Hls from 'hls.js';
import { overhearElement } from '/page/words.js';

/** It fetches no further ahead than it is told. */
export const paces = false;

// Half a minute lies in its buffer otherwise, and a stall would be long in coming.
Object.assign(Hls.DefaultConfig, { maxBufferLength: 4, maxMaxBufferLength: 4 });

/** What is done before the integration runs. */
export const prepare = overhearElement;

/** Answers what plays another address; `failed` is told why one cannot be played. */
export function control(video, { hls }, failed) {
  hls.on(Hls.Events.ERROR, (_, { fatal, details }) => fatal && failed(details));
  return (src) => {
    hls.once(Hls.Events.MANIFEST_PARSED, () => video.play().catch(() => undefined));
    hls.loadSource(src);
  };
}
