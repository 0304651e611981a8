import type { Playback, SessionSnapshot } from '../snapshot';
import type { TrackedDraft } from '../state';
import { createEvent, send, update } from './emit';
import { eventOfPlayback } from './playback';

/** Opens a session on the wire and starts its clocks. */
export function open(s: TrackedDraft): void {
  const { tracked } = s;
  const { params, customMetadata } = tracked.content;
  tracked.startedAt = s.at.time;
  tracked.heartbeat = { lastAt: s.at.time };
  tracked.lastTs = 0;
  tracked.resumeAfterPlayhead = tracked.retryAt = tracked.isSuspended = undefined;
  s.effects.push({ do: 'open', event: createEvent(s, 'sessionStart', params, customMetadata) });
}

/** Opens a session that replaces another: it reports where the viewing is, not how it got there. */
export function resume(s: TrackedDraft, { chapter, adBreak, ad, states, qoe }: SessionSnapshot, playback: Playback): void {
  const { tracked } = s;
  const { content, reported } = tracked;
  tracked.content = { ...content, params: { ...content.params, 'media.resume': true } };
  // The service may lose this session, too, in the middle of it: each event is queued with what was reported before it.
  tracked.reported = { states: {}, playback, qoe };
  open(s);
  if (chapter) send(s, 'chapterStart', chapter.params, chapter.customMetadata);
  update(s, { chapter });
  if (adBreak) send(s, 'adBreakStart', adBreak.params);
  update(s, { adBreak });
  if (ad) send(s, 'adStart', ad.params, ad.customMetadata);
  update(s, { ad });
  for (const name of Object.keys(states)) {
    if (states[name]) send(s, 'stateStart', { 'media.state.name': name });
    update(s, { states: { ...tracked.reported.states, [name]: states[name]! } });
  }
  // Between the ads of a break playback does not count.
  if (ad || !adBreak) send(s, eventOfPlayback[playback]);
  tracked.reported = reported;
}
