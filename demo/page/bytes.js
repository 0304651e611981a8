const STALL_MS = 4_000;
/** Seconds in the buffer from which on the server stops, and below which it goes on; a player stops when some 1.4 s are left. */
const MOST = 3.5;
const LEAST = 2.7;
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
 * Tells the media server when to send: nothing at all after `stall()`, until the player has been dry for 4 s. With `paces` also only so
 * much that the player is never far ahead of its viewer, because a browser would fetch the whole of a short video at once and nothing
 * could stall. `isOwn` tells whether the demo's own video is played; `remark` says what nobody pressed a button for.
 */
export function controlBytes(video, { view, isOwn, paces, say, remark }) {
  let stalling = false;
  let holding = false;
  let flowing = true;
  let timer;
  let orders = Promise.resolve();

  const pace = () => {
    if (!isOwn()) return;
    const wanted = !stalling && !holding && (!paces || ahead(video) < (flowing ? MOST : LEAST));
    if (wanted === flowing) return;
    flowing = wanted;
    const order = `/bytes/${flowing ? 'flow' : 'hold'}/${view}`;
    // One after the other: the last order must be the last that arrives.
    orders = orders
      .then(() => fetch(order, { method: 'POST' }))
      .catch(() => say('The media server does not answer: is npm start still running?'));
  };

  const release = () => {
    clearTimeout(timer);
    timer = undefined;
    stalling = false;
    pace();
  };
  const dry = () => {
    if (!stalling) return remark('The video waits for bytes.');
    say(`The player has run dry; bytes come again in ${STALL_MS / 1_000} s.`);
    timer ??= setTimeout(release, STALL_MS);
  };

  for (const type of ['progress', 'timeupdate', 'seeking', 'waiting']) video.addEventListener(type, pace);
  for (const type of ['ended', 'emptied']) video.addEventListener(type, release);
  video.addEventListener('waiting', dry);

  return {
    /** Sends nothing for as long as it is on. */
    hold(on) {
      holding = on;
      pace();
    },
    stall() {
      const left = ahead(video);
      if (video.currentTime + left > video.duration - REST)
        return say('The video is buffered to its end, so nothing can stall. “Demo video” loads it afresh.');
      stalling = true;
      pace();
      if (!video.paused && video.readyState < 3) return dry();
      say(`The media server sends nothing more. Playback stops when the ${left.toFixed(1)} s in the buffer are used up.`);
    },
  };
}
