declare global {
  interface Window {
    /** What went wrong in the page so far. */
    errors: string[];
    /** How the names of files end that the engine plays; mp4 without it. */
    plays?: string;
  }
}

/** Keeps what goes wrong in a page: runs there, before its scripts. */
export function listenForErrors(): void {
  const errors: string[] = (window.errors = []);
  const { error } = console;
  console.error = (...said: unknown[]) => {
    errors.push(said.join(' '));
    error(...said);
  };
  window.addEventListener('error', ({ message }) => errors.push(message));
  // A test plays and does not look back: what comes in between is what it is about.
  window.addEventListener('unhandledrejection', ({ reason }) => errors.push(String(reason)));
}

/** Puts the player on the stage; an element plays files, for not every engine has HLS of its own. Runs in the page. */
export function castFiles(): void {
  const { cast, player, plays = 'mp4' } = window;
  // As Shaka Player's tutorial has it, which needs some of it in older engines.
  if (player === 'shaka') (window.shaka as unknown as { polyfill: { installAll(): void } }).polyfill.installAll();
  const actor = cast[player]();
  const { load } = actor;
  const fileOf = (url: string): string =>
    url.replace(/cut\/(\d+)\/main\.m3u8.*/, (_, length) => `${length === '4' ? 'short' : 'clip'}.${plays}`);
  if (player === 'html5') actor.load = (url) => load(fileOf(url));
  window.actor = actor;
  window.scene.element = actor.element;
}
