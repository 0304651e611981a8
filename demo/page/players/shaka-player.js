await import('/players/shaka-player.min.js');

/** Shaka Player as a module. */
export default window.shaka;
