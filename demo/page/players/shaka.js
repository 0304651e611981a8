import { overhearElement } from '/page/words.js';

/** It fetches no further ahead than it is told. */
export const paces = false;

/** What is done before the integration runs. */
export const prepare = overhearElement;

/** Other content was wanted before this was loaded. */
const LOAD_INTERRUPTED = 7000;

/** Answers what plays another address; `failed` is told why one cannot be played. */
export function control(video, { player }, failed) {
  // Ten seconds lie in its buffer otherwise, and a stall would be long in coming.
  player.configure({ streaming: { bufferingGoal: 4, retryParameters: { maxAttempts: 10 } } });
  player.addEventListener('error', ({ detail: { code, severity } }) => severity > 1 && failed(`code ${code}`));
  return (src) => {
    player
      .load(src)
      .then(() => video.play())
      .catch(({ code }) => code && code !== LOAD_INTERRUPTED && failed(`code ${code}`));
  };
}
