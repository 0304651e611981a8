import { overhearElement } from '/page/words.js';

/** It fetches no further ahead than it is told. */
export const paces = false;

/** What is done before the integration runs. */
export const prepare = overhearElement;

/** Answers what plays another address; `failed` is told why one cannot be played. */
export function control(video, { player }, failed) {
  // Half a minute lies in its buffer otherwise, and a stall would be long in coming.
  const buffer = { bufferTimeDefault: 4, bufferTimeAtTopQuality: 4, bufferTimeAtTopQualityLongForm: 4 };
  player.updateSettings({ streaming: { buffer } });
  player.on('error', ({ error }) => failed(error.message ?? error));
  return (src) => {
    player.attachSource(src);
    video.play().catch(() => undefined);
  };
}
