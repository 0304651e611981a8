import { told } from './playback';
import { restart } from './reopen';
import { playbackOf, type Session } from './state';
import { send, type Turn } from './turn';

/** Main content, and every state of it. */
const PING_MS = 10_000;
const IDLE_MS = 1_800_000;
const DAY_MS = 86_400_000;
/** Second `play` after the content's start. */
const ECHO_MS = 1_000;
/** A playhead that stands this long while the player says it plays is buffering (players.md 7.4). */
const FROZEN_MS = 1_000;

const nextPing = ({ pinged, ad, adPingInterval }: Session): number => pinged + (ad ? adPingInterval : PING_MS);

/** Says where the session is after each accepted input: idle, 24 hours, content start, state event or ping, in this order. */
export function settle(turn: Turn): void {
  const { session } = turn;
  const { time, playhead } = turn.at;
  const playback = playbackOf(session);
  const isIdle = playback !== 'play';

  if (!isIdle) session.idleSince = undefined;
  else session.idleSince ??= time;
  if (session.phase === 'dormant') {
    if (isIdle) session.stuck = undefined;
    if (isIdle || session.stuck === playhead) return void (session.pinged = time);
    restart(turn, playback);
  } else if (isIdle && time - session.idleSince! >= IDLE_MS) {
    send(turn, 'sessionEnd');
    session.phase = 'dormant';
    return;
  }
  if (time - session.startedAt >= DAY_MS) {
    send(turn, 'sessionEnd');
    restart(turn, playback);
  }
  if (!isIdle && session.echo !== 0) {
    session.echo = session.adBreak ? undefined : (session.echo ?? time + ECHO_MS);
    if (session.echo && time >= session.echo) {
      turn.flush = true;
      session.echo = 0;
    }
  }
  const isDue = time >= nextPing(session);
  if (turn.flush || playback !== session.announced || isDue) {
    send(turn, turn.flush || playback !== session.announced ? told[playback] : 'ping');
    session.announced = playback;
    session.pinged = time;
  }
  turn.flush = false;
}

/** When the playhead of a player that tells its movements counts as frozen. */
export const frozenAt = ({ moved, adBreak, ...session }: Session): number =>
  moved && !adBreak && playbackOf(session as Session) === 'play' ? moved.time + FROZEN_MS : Infinity;

/** The earliest moment that falls due by itself (R-25a); Infinity when there is none. Nothing falls due while an input is held. */
export function nextMoment(session: Session): number {
  const { pending, held, queueUntil, phase, idleSince, startedAt, echo, adBreak } = session;
  if (pending) return pending.about === 'ad' && pending.asked ? Infinity : pending.until;
  if (held) return held.until;
  if (queueUntil) return queueUntil;
  if (phase === 'dormant') return session.stuck === undefined ? Infinity : nextPing(session);
  if (phase !== 'open') return Infinity;
  return Math.min(
    nextPing(session),
    idleSince === undefined ? startedAt + DAY_MS : Math.min(idleSince + IDLE_MS, startedAt + DAY_MS),
    echo && !adBreak && playbackOf(session) === 'play' ? echo : Infinity,
    frozenAt(session),
  );
}
