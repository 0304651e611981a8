const STALL_MS = 4_000;
/** No nearer to its end than this, in seconds, can a video still be stopped. */
const REST = 0.5;

/** How many seconds lie in the buffer after the playhead. */
function ahead({ buffered, currentTime }) {
  for (let i = 0; i < buffered.length; i++) {
    if (buffered.start(i) <= currentTime && currentTime <= buffered.end(i)) return buffered.end(i) - currentTime;
  }
  return 0;
}

/**
 * Tells the media server when to send: not while the viewer pauses, because a browser would fetch the whole video meanwhile and
 * nothing could stall any more, and not for `STALL_MS` after a stall has run the player dry. Answers `stall()`.
 */
export function controlBytes(video, view, say) {
  let stalling = false;
  let flowing = true;
  let timer;

  const pace = async () => {
    const wanted = !stalling && !(video.paused && !video.seeking && video.readyState > 2 && video.played.length > 0);
    if (wanted === flowing) return;
    flowing = wanted;
    await fetch(`/bytes/${flowing ? 'flow' : 'hold'}/${view}`, { method: 'POST' });
  };
  const paceOrSay = () => pace().catch(() => say('The media server does not answer: is npm start still running?'));

  const release = () => {
    clearTimeout(timer);
    timer = undefined;
    stalling = false;
    paceOrSay();
  };
  const dry = () => {
    if (!stalling) return say('The video waits for bytes.');
    say(`The player has run dry; bytes come again in ${STALL_MS / 1_000} s.`);
    timer ??= setTimeout(release, STALL_MS);
  };

  for (const type of ['play', 'pause', 'seeking', 'seeked', 'canplay']) video.addEventListener(type, paceOrSay);
  for (const type of ['ended', 'emptied']) video.addEventListener(type, release);
  video.addEventListener('waiting', dry);

  return {
    stall() {
      const left = ahead(video);
      if (video.currentTime + left > video.duration - REST)
        return say('The video is buffered to its end, so nothing can stall. “Demo video” loads it afresh.');
      stalling = true;
      paceOrSay();
      if (!video.paused && video.readyState < 3) return dry();
      say(`The media server sends nothing more. Playback stops when the ${left.toFixed(1)} s in the buffer are used up.`);
    },
  };
}
