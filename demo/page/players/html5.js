import { overhearElement } from '/page/words.js';

/** The whole of a short video would be fetched at once. */
export const paces = true;

/** What is done before the integration runs. */
export const prepare = overhearElement;

/** Answers what plays another address. */
export const control = (video) => (src) => {
  video.src = src;
  // A refusal to play is said by the video's own error event, or is the browser's autoplay policy: the viewer then presses play.
  video.play().catch(() => undefined);
};
