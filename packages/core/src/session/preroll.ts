import { settle } from './idle';
import type { Cue } from './input';
import { playback, type Handler } from './playback';
import { spans } from './spans';
import type { Deed, Session } from './state';
import { warn, type Turn } from './turn';

const sessionStart: Handler = () => 'a session is already open';
/** One handler for every cue: a new cue does not compile until it is handled. */
export const handlers: Readonly<Record<Cue['type'], Handler>> = { ...playback, ...spans, sessionStart };

/** Acts on cues in one step: all of them, then what R-37 asks for. */
function act(turn: Turn, { cues, at, byHand }: Deed): void {
  const { session } = turn;
  turn.at = at;
  let accepted = false;
  for (const cue of cues) {
    const refusal = handlers[cue.type](turn, cue);
    if (!refusal) accepted = true;
    else if (byHand) warn(turn, `${cue.type} is ignored: ${refusal}.`);
  }
  if (accepted && session.content) settle(turn);
}

/** The pre-roll wait is over: a `play` before the first break was only the wish to play. */
export function flush(turn: Turn): void {
  const { at, session } = turn;
  const { queue } = session;
  session.queue = [];
  session.queueUntil = undefined;
  const isBreak = ({ type }: Cue) => type === 'adBreakStart';
  const first = queue.findIndex(({ cues }) => cues.some(isBreak));
  queue.forEach((deed, index) =>
    act(turn, index < first ? { ...deed, cues: deed.cues.filter(({ type }) => type !== 'play') } : deed),
  );
  turn.at = at;
}

/** Hands cues to the state machine, at once or after the pre-roll wait. */
export function submit(turn: Turn, cues: readonly Cue[], byHand = false): void {
  const { session, at } = turn;
  const deed = { cues, at, byHand };
  if (!session.content) return;
  if (session.queueUntil === undefined) return act(turn, deed);
  session.queue = [...session.queue, deed];
  if (at.time >= session.queueUntil || cues.some(({ type }) => /^(adBreakS|sessionC|sessionE)/.test(type))) flush(turn);
}

/** The playback state as it will be when the pre-roll wait is over: what a player's next word is held against. */
export function ahead(session: Session): Session {
  const turn: Turn = { session: { ...session }, effects: [], at: { time: 0, playhead: 0 }, flush: false };
  for (const { cues } of session.queue) for (const cue of cues) playback[cue.type as 'play']?.(turn, cue);
  return turn.session;
}
