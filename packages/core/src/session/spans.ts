import { needs } from '../wire/form';
import type { Cue } from './input';
import { RUNS, type Handler, type PlaybackWord } from './playback';
import { endSession, send, type Draft, type Span } from './state';

/** Adobe's clients know at most so many names of states in a session. */
const MAX_STATES = 10;

/** So many contents that were broken off are remembered. */
const MAX_BROKEN_OFF = 20;

const OPEN = 'it is already open';
const NOT_OPEN = 'it is not open';

type Kind = 'chapter' | 'adBreak' | 'ad';
type Closing = 'adSkip' | 'adComplete' | 'adBreakComplete' | 'chapterSkip' | 'chapterComplete';

/** Equal in all that a span needs: the same one, told twice. */
const isSame = (span: Span | undefined, { type, params }: Cue): boolean =>
  !!span && Object.keys(needs[type as 'adStart']!).every((key) => span.params[key] === (params as Span['params'])[key]);

/** Closes a span that is open, and before it what is open inside. */
function close(s: Draft, kind: Kind, type: Closing): void {
  if (kind === 'adBreak') close(s, 'ad', 'adSkip');
  if (!s[kind]) return;
  send(s, type);
  s[kind] = undefined;
}

const opens =
  (kind: Kind, skip: Closing): Handler =>
  (s, cue) => {
    if (isSame(s[kind], cue)) return OPEN;
    close(s, kind, skip);
    send(s, cue.type as 'adStart', cue.params, kind === 'adBreak' ? undefined : cue.customMetadata);
    s[kind] = cue as Span;
  };

const closes =
  (kind: Kind): Handler =>
  (s, { type }) => {
    if (!s[kind]) return NOT_OPEN;
    close(s, kind, type as Closing);
  };

const openAd = opens('ad', 'adSkip');

const ends: Handler = (s, { type }) => {
  close(s, 'adBreak', 'adBreakComplete');
  close(s, 'chapter', 'chapterSkip');
  send(s, type as 'sessionEnd');
  const { 'media.id': id, 'media.resume': resumes } = s.content!.params;
  // What was only remembered was no session.
  const isBroken = type === 'sessionEnd' && (resumes || s.wish !== 'init');
  if (id) s.brokenOff = [{ id, playhead: isBroken ? s.at.playhead : undefined }, ...s.brokenOff].slice(0, MAX_BROKEN_OFF);
  endSession(s);
  return undefined;
};

const states: Handler = (s, { type, params }) => {
  const name = (params as Record<string, string>)['media.state.name']!;
  const on = type === 'stateStart';
  const known = Object.hasOwn(s.states, name);
  if ((known && s.states[name]) === on) return on ? OPEN : NOT_OPEN;
  if (!known && Object.keys(s.states).length >= MAX_STATES) return 'a session has at most 10 states';
  send(s, type as 'stateStart', params);
  s.states = { ...s.states, [name]: on };
};

/** What opens must close, innermost first: ads, chapters, player states and the session itself. */
export const spans: Readonly<Record<Exclude<Cue['type'], PlaybackWord>, Handler>> = {
  sessionStart: () => OPEN,
  sessionComplete: ends,
  sessionEnd: ends,
  adBreakStart: opens('adBreak', 'adBreakComplete'),
  adBreakComplete: (s, cue) => {
    s.flush = !!s.adBreak;
    return closes('adBreak')(s, cue);
  },
  adStart: (s, cue) => {
    if (!s.adBreak) return 'track adBreakStart first';
    const { 'media.playerName': name } = s.content!.params;
    const params = { ...(name ? { 'media.ad.playerName': name } : {}), ...cue.params };
    const refusal = openAd(s, { ...cue, params });
    if (refusal) return refusal;
    // A player's ad begins with its first frame.
    if (!cue.hand || (s.wish === 'init' && !s.seeking && !s.buffering)) Object.assign(s, RUNS);
    s.flush = true;
  },
  adComplete: closes('ad'),
  adSkip: closes('ad'),
  chapterStart: opens('chapter', 'chapterSkip'),
  chapterComplete: closes('chapter'),
  chapterSkip: closes('chapter'),
  stateStart: states,
  stateEnd: states,
  bitrateChange: (s) => {
    send(s, 'bitrateChange');
  },
  error: (s, { params }) => {
    send(s, 'error', { 'media.qoe.errorSource': 'player', ...params });
  },
  qoe: (s, { params }) => {
    for (const [key, value] of Object.entries(params!)) s.qoe = { ...s.qoe, [key]: Math.trunc(value as number) };
  },
};
