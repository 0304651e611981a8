// Its own style elements would break the page's policy; page/player.css says how large it is.
window.VIDEOJS_NO_DYNAMIC_STYLE = true;
// The module build imports some twenty packages by name; this one is whole.
await import('/players/video.min.js');

/** Video.js as a module. */
export default window.videojs;
