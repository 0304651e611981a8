import { listen, type Emit, type Intent } from '@media-collection/core';
import type { Tracks } from './chapters';

/** The player states that are reported by default (P-12); `inFocus` comes only where it is named. */
export const STATES: readonly string[] = ['mute', 'fullScreen', 'pictureInPicture', 'closedCaptioning'];

/** A player state as an intent. */
export const playerState = (name: string, on: boolean): Intent => ({ type: 'state', name, on });

/** Whether captions or subtitles are shown; `others`: by something else than the tracks. */
export const captionState = (tracks: Tracks | undefined, others?: boolean): Intent =>
  playerState(
    'closedCaptioning',
    others || Array.from(tracks ?? []).some(({ kind, mode }) => mode === 'showing' && /^(captions|subtitles)$/.test(kind)),
  );

/** Passes on what is no state, and the states that are wanted. */
export const filterStates =
  (states: readonly string[], emit: Emit): Emit =>
  (intent) =>
    (intent.type === 'state' && !states.includes(intent.name)) || emit(intent);

/** Says whether the page has the viewer's attention, now and whenever that changes. */
export function followFocus(page: Document, emit: Emit, signal: AbortSignal): void {
  const focus = (): Intent => playerState('inFocus', !page.hidden && page.hasFocus());
  listen(page, { visibilitychange: focus }, emit, signal);
  listen(page.defaultView!, { focus, blur: focus }, emit, signal);
  emit(focus());
}
