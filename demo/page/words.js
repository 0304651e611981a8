import { native } from '/page/story.js';

/** Seconds as they are read. */
export const seconds = (value) => (Number.isFinite(value) ? `${value.toFixed(1)} s` : String(value));
const quiet = () => '';

/** The words of a media element that an adapter listens to, each with a word of its state. */
export const mediaWords = {
  play: quiet,
  playing: ({ paused }) => (paused ? 'paused' : ''),
  pause: ({ ended }) => (ended ? 'ended' : ''),
  waiting: ({ seeking }) => (seeking ? 'seeking' : ''),
  seeking: ({ currentTime }) => `to ${seconds(currentTime)}`,
  seeked: ({ currentTime }) => `at ${seconds(currentTime)}`,
  timeupdate: quiet,
  durationchange: ({ duration }) => seconds(duration),
  loadeddata: quiet,
  canplay: quiet,
  ratechange: ({ playbackRate }) => `× ${playbackRate}`,
  ended: quiet,
  emptied: quiet,
  error: ({ error }) => (error ? `code ${error.code}` : ''),
  volumechange: ({ muted, volume }) => (muted ? 'muted' : `${Math.round(volume * 100)} %`),
  enterpictureinpicture: quiet,
  leavepictureinpicture: quiet,
  webkitbeginfullscreen: quiet,
  webkitendfullscreen: quiet,
};

/** Shows what a player says by its own `on`, type and data; the words that it says before anybody else hears them. */
export function overhear(player, words) {
  for (const [type, state] of Object.entries(words)) player.on(type, (_, data) => native(type, state(data)));
}

/** Shows what a media element says, and what is said around it. */
export function overhearElement(video) {
  for (const [type, state] of Object.entries(mediaWords)) {
    // Captured: a row begins with what the player said, before an adapter hears it.
    video.addEventListener(type, () => native(type, state(video)), { capture: true });
  }
  overhearPage(video.textTracks);
}

/** Shows what is said of full screen, and of captions by the tracks. */
export function overhearPage(tracks) {
  const capture = { capture: true };
  document.addEventListener(
    'fullscreenchange',
    () => native('fullscreenchange', document.fullscreenElement ? 'on' : 'off'),
    capture,
  );
  for (const type of ['change', 'addtrack', 'removetrack'])
    tracks.addEventListener(type, () => native(`textTracks ${type}`, ''), capture);
}
