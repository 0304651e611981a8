import type { Cue, Intent } from './input';
import { expire, firstFrame, learn, meetAd, wish } from './opening';
import { ahead, submit } from './preroll';
import type { Session } from './state';
import type { Turn } from './turn';

/** A new seek so soon after the last one is the same scrub (players.md 7.5). */
const SCRUB_MS = 300;
/** A stall that lasts so long after a seek is buffering (7.4). */
const STALL_MS = 500;
/** A break that dies so soon was none (7.10). */
const BREAK_MS = 250;

type Held = NonNullable<Session['held']>;

const hold = ({ session, at }: Turn, kind: Held['kind'], ms: number, cues: readonly Cue[]): void => {
  session.held = { kind, at, until: at.time + ms, cues };
};

/** What follows did not contradict: acts on what was held, at its own time. */
export function release(turn: Turn): void {
  const { session, at } = turn;
  const { held } = session;
  if (!held) return;
  session.held = undefined;
  if (held.kind === 'break') {
    session.breaks++;
    session.ads = 0;
  }
  turn.at = held.at;
  submit(turn, held.cues);
  turn.at = at;
}

/** Words that do not release what is held, because they belong to it or decide its fate. */
const belongs: Readonly<Record<Held['kind'], RegExp>> = {
  seek: /^(seek|sought|play|move|state)$/,
  stall: /^(seek|play|pause|wait|move|state|end|unload|fail)$/,
  break: /^(?!ad$)/,
};

const runs = (turn: Turn): void => {
  const { session } = turn;
  if (!ahead(session).seeking) submit(turn, [...firstFrame(turn), { type: 'play' }]);
  else if (session.held?.kind !== 'seek') hold(turn, 'seek', SCRUB_MS, [{ type: 'play' }]);
};

const over =
  (...types: Cue['type'][]) =>
  (turn: Turn): void => {
    const { session } = turn;
    session.held = undefined;
    submit(
      turn,
      types.map((type) => ({ type })),
    );
    if (session.phase === 'untracked') session.phase = 'none';
  };

type Spoken = Exclude<Intent['type'], 'length' | 'adData'>;
type Hears = { readonly [T in Spoken]: (turn: Turn, intent: Extract<Intent, { type: T }>) => void };

/** What a player's words come down to (players.md, section 7). */
const hears: Hears = {
  start: (turn, { late }) => {
    if (turn.session.phase !== 'none') return;
    turn.session.wished = late ? undefined : turn.at.time;
    wish(turn);
  },
  play: (turn) => {
    turn.session.moved = turn.at;
    runs(turn);
  },
  pause: (turn) => {
    const { seeking, buffering } = ahead(turn.session);
    turn.session.held = undefined;
    const under: Cue[] = seeking ? [{ type: 'seekComplete' }] : buffering ? [{ type: 'bufferComplete' }] : [];
    submit(turn, [...under, { type: 'pauseStart' }]);
  },
  wait: (turn) => {
    const { wish, seeking, buffering } = ahead(turn.session);
    turn.session.moved = turn.at;
    if (wish === 'play' && !seeking && !buffering) submit(turn, [{ type: 'bufferStart' }]);
  },
  seek: (turn) => {
    const { wish, seeking, buffering } = ahead(turn.session);
    turn.session.held = undefined;
    if (wish === 'play' && !seeking)
      submit(turn, [...(buffering ? [{ type: 'bufferComplete' } as const] : []), { type: 'seekStart' }]);
  },
  sought: (turn) => {
    const { session } = turn;
    session.moved = turn.at;
    if (ahead(session).seeking && !session.held)
      hold(turn, 'stall', STALL_MS, [{ type: 'seekComplete' }, { type: 'bufferStart' }]);
  },
  move: (turn) => {
    const { session, at } = turn;
    if (!session.moved || session.moved.playhead === at.playhead) return;
    session.moved = at;
    // Engines exist that resume without a word.
    if (ahead(session).buffering || session.held?.kind === 'stall') runs(turn);
  },
  end: over('sessionComplete'),
  unload: (turn) => {
    over('sessionEnd')(turn);
    turn.session.left = false;
  },
  fail: (turn, { id, external }) => {
    turn.session.held = undefined;
    const params = { 'media.qoe.errorID': id, ...(external && { 'media.qoe.errorSource': 'external' }) };
    submit(turn, [{ type: 'error', params }, { type: 'sessionEnd' }]);
  },
  state: (turn, { name, on }) => {
    turn.session.player = { ...turn.session.player, [name]: on };
    submit(turn, [{ type: on ? 'stateStart' : 'stateEnd', params: { 'media.state.name': name } }]);
  },
  breakStart: (turn, { guess }) => {
    const params = {
      'media.ad.podIndex': turn.session.breaks + 1,
      'media.ad.podSecond': Math.max(turn.at.playhead, 0),
      ...guess?.params,
    };
    hold(turn, 'break', BREAK_MS, [{ type: 'adBreakStart', params }]);
  },
  ad: (turn, { guess }) => meetAd(turn, guess ?? {}),
  adEnd: (turn, { skipped }) => submit(turn, [{ type: skipped ? 'adSkip' : 'adComplete' }]),
  breakEnd: (turn) => {
    if (turn.session.held) turn.session.held = undefined;
    else submit(turn, [{ type: 'adBreakComplete' }]);
  },
};

/** Playback inside a break that may still die belongs to the break. */
const swallowed = /^(play|pause|wait|seek|sought|move)$/;

/** Handles a player's word; true when it must wait for what is pending. */
export function hear(turn: Turn, intent: Intent): boolean {
  const { session } = turn;
  const { type, playhead } = intent;
  const { pending, held } = session;
  if (playhead !== undefined) turn.at = { ...turn.at, playhead };
  if (intent.type === 'length' || intent.type === 'adData') {
    const guess = intent.type === 'length' ? { params: { 'media.length': intent.seconds } } : intent.guess;
    if (pending?.about === (intent.type === 'length' ? 'media' : 'ad')) learn(turn, guess);
    return false;
  }
  if (pending?.about === 'media' && /^(end|unload|fail)$/.test(type)) expire(turn);
  else if (pending) {
    if (pending.about === 'ad') expire(turn);
    return true;
  }
  if (held && !belongs[held.kind].test(type)) release(turn);
  if (held?.kind !== 'break' || !swallowed.test(type))
    (hears[type as Spoken] as (turn: Turn, intent: Intent) => void)(turn, intent);
  return false;
}
