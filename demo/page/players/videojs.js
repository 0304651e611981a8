import videojs from 'video.js';
import { mediaWords, overhear, overhearPage } from '/page/words.js';

/** It fetches no further ahead than it is told. */
export const paces = false;

// Half a minute lies in its buffer otherwise, and a stall would be long in coming.
Object.assign(videojs.Vhs, { GOAL_BUFFER_LENGTH: 4, MAX_GOAL_BUFFER_LENGTH: 4 });

/** What is done before the integration runs. */
export function prepare(video) {
  const words = Object.entries(mediaWords).map(([type, state]) => [type, () => state(video)]);
  videojs.hook('setup', (player) => overhear(player, Object.fromEntries(words)));
  overhearPage(video);
}

/** Answers what plays another address; `failed` is told why one cannot be played. */
export function control(video, { player }, failed) {
  player.on('error', () => failed(player.error()?.message ?? 'it says no more'));
  return (src) => {
    player.src({ src, type: /\.m3u8(\?|$)/.test(src) ? 'application/x-mpegURL' : 'video/mp4' });
    player.play()?.catch(() => undefined);
  };
}
