import videojs from 'video.js';

// It finds Video.js on the window.
window.videojs = videojs;
await import('/players/videojs.ads.min.js');

/** What is shown of `with=ads`: an ad before it, two at 8 s, one after it. */
const breaks = { pre: ['first'], mid: ['second', 'third'], post: ['last'] };
const MID_SECOND = 8;

/** Plays ads of 4 s in the player's own element: an ad plugin on videojs-contrib-ads, as small as it can be. */
export function playAds(player) {
  let queue = [];
  let isMidDue = false;
  const hasAds = () => player.currentSrc().includes('with=ads');
  const next = () => {
    const id = queue.shift();
    if (!id) return player.ads.endLinearAdMode();
    player.ads.ad = { id, duration: 4 };
    player.src({ src: `/media/short.mp4?ad=${id}`, type: 'video/mp4' });
  };
  const begin = (ads) => {
    queue = [...ads];
    player.ads.startLinearAdMode();
    next();
  };

  player.ads();
  /** It is known which ads a content has as soon as its source is; videojs-contrib-ads waits 5 s for a plugin that does not say so. */
  const ready = () => {
    isMidDue = true;
    player.trigger('adsready');
  };
  // The first content is there already, so no `contentupdate` comes for it.
  ready();
  player.on('contentupdate', ready);
  player.on('readyforpreroll', () => (hasAds() ? begin(breaks.pre) : player.trigger('nopreroll')));
  player.on('readyforpostroll', () => (hasAds() ? begin(breaks.post) : player.trigger('nopostroll')));
  player.on('timeupdate', () => {
    if (!isMidDue || !hasAds() || player.currentTime() < MID_SECOND) return;
    isMidDue = false;
    begin(breaks.mid);
  });
  player.on(['adended', 'aderror'], next);
}

/** What is said of ads: by videojs-contrib-ads, and by the player while it shows them. */
export const adWords = [
  ...['adstart', 'adend', 'adloadstart', 'adplaying', 'adpause', 'adwaiting', 'adended', 'aderror'],
  ...['addurationchange', 'contentended', 'contentplay', 'contentdurationchange', 'contentloadeddata', 'contentcanplay'],
];
