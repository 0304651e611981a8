import type { Seen } from '../truth/witness';

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

/** Puts an element on the stage that nobody follows yet, and has it play files that the engine knows. Runs in the page. */
export function castVideo(): void {
  const { scene, plays = 'mp4' } = window;
  const element = document.createElement('video');
  Object.assign(element, { muted: true, playsInline: true });
  document.body.append(element);
  const { load } = scene;
  Object.assign(scene, { load: (file: string, from?: number) => load(file.replace(/mp4$/, plays), from) });
}

/** The same for sound. Runs in the page. */
export function castAudio(): void {
  document.body.append(document.createElement('audio'));
}

/** Ends the watch and the session, and resolves to what was seen. Runs in the page. */
export function leaveStage(): Seen {
  const seen = window.seen();
  window.scene.detach();
  return seen;
}
