import { newTracker } from '@snowplow/browser-tracker';
import * as media from '@snowplow/browser-plugin-media';

let begun = false;
let count = 0;

/** Follows a media element by the media plugin's own calls, which its documentation leaves to the page. */
export function attach(video, endpoint) {
  if (!begun) newTracker('bench', endpoint, { appId: 'bench', plugins: [media.SnowplowMediaPlugin()] });
  begun = true;
  const id = `film-${++count}`;
  const player = () => ({
    currentTime: video.currentTime,
    duration: video.duration || null,
    ended: video.ended,
    muted: video.muted,
    paused: video.paused,
    playbackRate: video.playbackRate,
    volume: Math.round(video.volume * 100),
  });
  let waits = false;
  const tell = (track, more) => track({ id, player: player(), ...more });
  const table = {
    play: () => tell(media.trackMediaPlay),
    pause: () => tell(media.trackMediaPause),
    ended: () => tell(media.trackMediaEnd),
    seeking: () => tell(media.trackMediaSeekStart),
    seeked: () => tell(media.trackMediaSeekEnd),
    timeupdate: () => tell(media.updateMediaTracking),
    volumechange: () => tell(media.trackMediaVolumeChange, { newVolume: Math.round(video.volume * 100) }),
    waiting: () => {
      waits = true;
      tell(media.trackMediaBufferStart);
    },
    playing: () => {
      if (waits) tell(media.trackMediaBufferEnd);
      waits = false;
    },
  };
  media.startMediaTracking({ id, player: player() });
  tell(media.trackMediaReady);
  for (const [type, listener] of Object.entries(table)) video.addEventListener(type, listener);
  return () => {
    for (const [type, listener] of Object.entries(table)) video.removeEventListener(type, listener);
    media.endMediaTracking({ id });
  };
}
