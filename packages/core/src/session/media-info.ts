import { withhold } from './consent';
import type { HostEvent } from './input';
import { cancelStart, openReady, removeStart, replaceStart } from './pending';
import type { Draft } from './state';

/** The answer of the page about the content of a start. */
type MediaInfo = Extract<HostEvent, { about: 'media' }>;

/** Handles the answer of the page about the content of a start. */
export function receiveMedia(s: Draft, { id, info, isFault, settings }: MediaInfo): void {
  const start = s.pending.starts.find((other) => other.id === id);
  if (!start) return;
  if (info) replaceStart(s, { ...start, info, settings, awaitsInfo: false });
  else if (start.hasEnded) removeStart(s, start);
  else if (info === null) cancelStart(s, !start.given && !isFault);
  else {
    // Without consent the page would be asked again and again.
    s.history.isWithdrawn = true;
    withhold(s, start);
  }
  openReady(s);
}
