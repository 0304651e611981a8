import { needs } from '../wire/form';
import type { Cue } from './input';
import type { Handler, PlaybackWord } from './playback';
import { idle, type Draft, type Span } from './state';
import { send, type Turn } from './turn';

/** Adobe's clients know at most so many names of states in a session. */
const MAX_STATES = 10;

const spanOf = (cue: Cue): Span => ({ params: {}, customMetadata: {}, ...cue }) as Span;

/** Equal in all that a span needs: the same one, told twice. */
const isSame = (span: Span | undefined, cue: Cue): boolean =>
  !!span && Object.keys(needs[cue.type as 'adStart'] ?? {}).every((key) => span.params[key] === spanOf(cue).params[key]);

const closer =
  (span: 'chapter' | 'adBreak' | 'ad', type: 'chapterSkip' | 'adBreakComplete' | 'adSkip') =>
  (turn: Turn): void => {
    if (!turn.session[span]) return;
    send(turn, type);
    turn.session[span] = undefined;
  };
const closeAd = closer('ad', 'adSkip');
const closeBreakAlone = closer('adBreak', 'adBreakComplete');
const closeChapter = closer('chapter', 'chapterSkip');
const closeBreak = (turn: Turn): void => {
  closeAd(turn);
  closeBreakAlone(turn);
};

const ends =
  (span: 'chapter' | 'ad'): Handler =>
  (turn, { type }) => {
    if (!turn.session[span]) return `no ${span} is open`;
    send(turn, type as 'adSkip');
    turn.session[span] = undefined;
  };

/** Forgets the viewing; what belongs to the player and the clock stays. */
export function forget(session: Draft): void {
  const { prerollWait, adPingInterval, time, skew, player, armed } = session;
  Object.assign(session, idle(prerollWait, adPingInterval), { time, skew, player, armed });
}

const closes: Handler = (turn, { type }) => {
  closeBreak(turn);
  closeChapter(turn);
  send(turn, type as 'sessionEnd');
  forget(turn.session);
};

const names: Handler = (turn, cue) => {
  const { session } = turn;
  const name = spanOf(cue).params['media.state.name'] as string;
  const on = cue.type === 'stateStart';
  if (!!session.states[name] === on) return `state ${name} is already ${on ? 'on' : 'off'}`;
  if (!(name in session.states) && Object.keys(session.states).length >= MAX_STATES) return 'a session has at most 10 states';
  send(turn, cue.type as 'stateStart', cue.params);
  session.states = { ...session.states, [name]: on };
};

/** What opens must close, innermost first: ads, chapters, player states and the session itself. */
export const spans: Readonly<Record<Exclude<Cue['type'], PlaybackWord | 'sessionStart'>, Handler>> = {
  adBreakStart: (turn, cue) => {
    if (isSame(turn.session.adBreak, cue)) return 'this break is already open';
    closeBreak(turn);
    send(turn, 'adBreakStart', cue.params);
    turn.session.adBreak = spanOf(cue);
  },
  adStart: (turn, cue) => {
    const { session } = turn;
    if (!session.adBreak) return 'no ad break is open: track adBreakStart first';
    if (isSame(session.ad, cue)) return 'this ad is already open';
    closeAd(turn);
    const params = { 'media.ad.playerName': session.content?.params['media.playerName'], ...cue.params };
    send(turn, 'adStart', params, cue.customMetadata);
    session.ad = { ...spanOf(cue), params };
    if (session.wish === 'init' && !session.seeking && !session.buffering) session.wish = 'play';
    turn.flush = true;
  },
  adComplete: ends('ad'),
  adSkip: ends('ad'),
  adBreakComplete: (turn) => {
    if (!turn.session.adBreak) return 'no ad break is open';
    closeBreak(turn);
    turn.flush = true;
  },
  chapterStart: (turn, cue) => {
    if (isSame(turn.session.chapter, cue)) return 'this chapter is already open';
    closeChapter(turn);
    send(turn, 'chapterStart', cue.params, cue.customMetadata);
    turn.session.chapter = spanOf(cue);
  },
  chapterComplete: ends('chapter'),
  chapterSkip: ends('chapter'),
  stateStart: names,
  stateEnd: names,
  bitrateChange: (turn) => send(turn, 'bitrateChange'),
  error: (turn, cue) => send(turn, 'error', { 'media.qoe.errorSource': 'player', ...cue.params }),
  qoe: ({ session }, cue) => {
    session.qoe = { ...session.qoe, ...cue.params };
  },
  sessionComplete: closes,
  sessionEnd: closes,
};
