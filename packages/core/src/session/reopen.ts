import type { Draft, Playback, Session } from './state';
import { told } from './playback';
import { send, write, type Turn } from './turn';

/** Opens a session on the wire and starts its clocks. */
export function open(turn: Turn): void {
  const { session, at } = turn;
  const { params, customMetadata } = session.content!;
  session.phase = 'open';
  session.startedAt = session.pinged = at.time;
  session.ts = 0;
  session.echo = session.stuck = undefined;
  turn.effects.push({ do: 'open', event: write(turn, 'sessionStart', params, customMetadata) });
}

/** What a session that goes on elsewhere is told: where it *is*, not how it got there. */
function retell(turn: Turn, { chapter, adBreak, ad, states }: Session, playback: Playback): void {
  if (chapter) send(turn, 'chapterStart', chapter.params, chapter.customMetadata);
  if (adBreak) send(turn, 'adBreakStart', adBreak.params);
  if (ad) send(turn, 'adStart', ad.params, ad.customMetadata);
  for (const [name, on] of Object.entries(states)) if (on) send(turn, 'stateStart', { 'media.state.name': name });
  send(turn, told[playback]);
}

const resume = (session: Draft): void => {
  const content = session.content!;
  session.content = { ...content, params: { ...content.params, 'media.resume': true } };
};

/** A new session takes over where the viewer is now (idle, 24 hours). */
export function restart(turn: Turn, playback: Playback): void {
  resume(turn.session);
  open(turn);
  retell(turn, turn.session, playback);
  turn.session.announced = playback;
  turn.session.pinged = turn.at.time;
}

/**
 * A new session takes over from one that the service does not know any more: it is told the state as it stood before the
 * refused event, just before it in time; the refused event and those behind it follow unchanged (design, section 6).
 */
export function reopen(turn: Turn, before: Session, refused: { readonly playhead: number; readonly ts: number }): void {
  const { session, at } = turn;
  const { ts, announced, echo, qoe, pinged } = session;
  const room = 2 + Object.keys(before.states).length + [before.chapter, before.adBreak, before.ad].filter(Boolean).length;
  turn.at = { time: refused.ts - room, playhead: refused.playhead };
  session.qoe = before.qoe;
  resume(session);
  open(turn);
  retell(turn, before, before.announced);
  turn.effects.push({ do: 'adopt' });
  Object.assign(session, { ts, announced, echo, qoe, pinged });
  turn.at = at;
}
