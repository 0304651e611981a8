import { told } from './playback';
import { send, write, type Draft, type Playback, type Standing } from './state';

/** Opens a session on the wire and starts its clocks. */
export function open(s: Draft): void {
  const { params, customMetadata } = s.content!;
  s.startedAt = s.pinged = s.at.time;
  s.ts = 0;
  s.echo = s.stuck = s.retryAt = undefined;
  s.dormant = false;
  s.effects.push({ do: 'open', event: write(s, 'sessionStart', params, customMetadata) });
}

/** A new session takes over: it is told where the viewing *is*, not how it got there. */
export function restart(s: Draft, { chapter, adBreak, ad, states }: Standing, playback: Playback): void {
  const now = { chapter: s.chapter, adBreak: s.adBreak, ad: s.ad, states: s.states, announced: s.announced };
  s.content = { ...s.content!, params: { ...s.content!.params, 'media.resume': true } };
  open(s);
  // The service may lose this one, too, in the middle of it: before each word stands what was told so far.
  Object.assign(s, { chapter: undefined, adBreak: undefined, ad: undefined, states: {}, announced: playback });
  if (chapter) send(s, 'chapterStart', chapter.params, chapter.customMetadata);
  s.chapter = chapter;
  if (adBreak) send(s, 'adBreakStart', adBreak.params);
  s.adBreak = adBreak;
  if (ad) send(s, 'adStart', ad.params, ad.customMetadata);
  s.ad = ad;
  for (const name of Object.keys(states)) {
    if (states[name]) send(s, 'stateStart', { 'media.state.name': name });
    s.states = { ...s.states, [name]: states[name]! };
  }
  send(s, told[playback]);
  Object.assign(s, now);
}

/**
 * A new session takes over from one that the service does not know any more: it is told how things stood before the
 * refused event, just before it in time; the refused event and those behind it follow unchanged (design, section 6).
 */
export function reopen(s: Draft, before: Standing, refused: { readonly playhead: number; readonly ts: number }): void {
  const { at, ts, echo, qoe, pinged, effects } = s;
  // sessionStart, the playback state, two spans in a break, a chapter, and the states, 1 ms each.
  s.at = { time: refused.ts - 5 - Object.keys(before.states).length, playhead: refused.playhead };
  s.qoe = before.qoe;
  restart(s, before, before.announced);
  effects.push({ do: 'adopt' });
  Object.assign(s, { at, ts, echo, qoe, pinged });
}
