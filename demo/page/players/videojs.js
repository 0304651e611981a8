import videojs from 'video.js';
import { adWords, playAds } from '/page/players/ads.js';
import { native } from '/page/story.js';
import { mediaWords, overhear, overhearPage } from '/page/words.js';

/** It fetches no further ahead than it is told. */
export const paces = false;

// Half a minute lies in its buffer otherwise, and a stall would be long in coming.
Object.assign(videojs.Vhs, { GOAL_BUFFER_LENGTH: 4, MAX_GOAL_BUFFER_LENGTH: 4 });

/** The words that Video.js has beside those of its element. */
const ownWords = ['loadstart', 'enterFullWindow', 'exitFullWindow', 'playerreset', 'dispose'];

/** What its HLS engine says of the segment that is shown, it says in a track. */
function overhearSegments({ track }) {
  if (track.label !== 'segment-metadata') return;
  track.addEventListener('cuechange', () => native('cuechange', track.activeCues?.[0] ? 'of the segments' : 'no segment'));
}

/** What is done before the integration runs. */
export function prepare(video) {
  const words = Object.entries(mediaWords).map(([type, state]) => [type, () => state(video)]);
  const quiet = [...ownWords, ...adWords].map((type) => [type, () => '']);
  videojs.hook('setup', (player) => {
    playAds(player);
    overhear(player, { ...Object.fromEntries([...words, ...quiet]), error: () => `code ${player.error()?.code ?? 'none'}` });
    overhearPage(player.textTracks());
    player.textTracks().addEventListener('addtrack', overhearSegments);
  });
}

/** Answers what plays another address; `failed` is told why one cannot be played. */
export function control(video, { player }, failed) {
  // Videojs-contrib-ads renames it while it looks whether an ad comes first.
  player.on(['error', 'contenterror'], () => failed(player.error()?.message ?? 'it says no more'));
  return (src) => {
    player.src({ src, type: /\.m3u8(\?|$)/.test(src) ? 'application/x-mpegURL' : 'video/mp4' });
    player.play()?.catch(() => undefined);
  };
}
