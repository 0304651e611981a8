import { needs } from '../../wire/form';
import type { Action } from '../input';
import type { Span } from '../snapshot';
import type { Draft, TrackedDraft } from '../state';
import { send, update, wholeNumbers } from './emit';
import { PLAYING, type Handler, type PlaybackAction } from './playback';

/** Adobe's clients know at most so many names of states in a session. */
const MAX_STATES = 10;

/** So many contents whose sessions ended are remembered. */
const MAX_BROKEN_OFF = 20;

const OPEN = 'it is already open';
const NOT_OPEN = 'it is not open';

type Kind = 'chapter' | 'adBreak' | 'ad';
type Closing = 'adSkip' | 'adComplete' | 'adBreakComplete' | 'chapterSkip' | 'chapterComplete';

/** True when a start repeats the span that is open: all required parameters are equal. */
const isRepeatedStart = (span: Span | undefined, { type, params }: Action): boolean =>
  !!span && Object.keys(needs[type as 'adStart']!).every((key) => span.params[key] === (params as Span['params'])[key]);

/** Closes a span that is open, and before it what is open inside. */
function close(s: TrackedDraft, kind: Kind, type: Closing): void {
  if (kind === 'adBreak') close(s, 'ad', 'adSkip');
  if (!s.tracked.reported[kind]) return;
  send(s, type);
  update(s, { [kind]: undefined });
}

const opens =
  (kind: Kind, skip: Closing): Handler =>
  (s, action) => {
    if (isRepeatedStart(s.tracked.reported[kind], action)) return OPEN;
    close(s, kind, skip);
    send(s, action.type as 'adStart', action.params, kind === 'adBreak' ? undefined : action.customMetadata);
    update(s, { [kind]: action });
  };

const closes =
  (kind: Kind): Handler =>
  (s, { type }) => {
    if (!s.tracked.reported[kind]) return NOT_OPEN;
    close(s, kind, type as Closing);
  };

const openAd = opens('ad', 'adSkip');

const ends: Handler = (s, { type, wasCompleted }) => {
  close(s, 'adBreak', 'adBreakComplete');
  close(s, 'chapter', 'chapterSkip');
  send(s, type as 'sessionEnd');
  const { 'media.id': id, 'media.resume': isResumed } = s.tracked.content.params;
  const isBrokenOff = type === 'sessionEnd' && !wasCompleted && (isResumed || s.tracked.playback.intended !== 'init');
  // A session that was withheld from its beginning has no id, and cannot be resumed.
  if (id)
    s.history.brokenOff = [{ id, playhead: isBrokenOff ? s.at.playhead : undefined }, ...s.history.brokenOff].slice(
      0,
      MAX_BROKEN_OFF,
    );
  (s as Draft).tracked = undefined;
  return undefined;
};

const states: Handler = (s, { type, params }) => {
  const name = (params as Record<string, string>)['media.state.name']!;
  const on = type === 'stateStart';
  const { states } = s.tracked.reported;
  const isKnown = Object.hasOwn(states, name);
  if ((isKnown && states[name]) === on) return on ? OPEN : NOT_OPEN;
  if (!isKnown && Object.keys(states).length >= MAX_STATES) return 'a session has at most 10 states';
  send(s, type as 'stateStart', params);
  update(s, { states: { ...states, [name]: on } });
};

/** What opens must close, innermost first: ads, chapters, player states and the session itself. */
export const spans: Readonly<Record<Exclude<Action['type'], PlaybackAction>, Handler>> = {
  sessionStart: () => OPEN,
  sessionComplete: ends,
  sessionEnd: ends,
  adBreakStart: opens('adBreak', 'adBreakComplete'),
  adBreakComplete: (s, action) => {
    s.mustReportPlayback = !!s.tracked.reported.adBreak;
    return closes('adBreak')(s, action);
  },
  adStart: (s, action) => {
    const { tracked } = s;
    if (!tracked.reported.adBreak) return 'track adBreakStart first';
    const { 'media.playerName': name } = tracked.content.params;
    const params = { ...(name ? { 'media.ad.playerName': name } : {}), ...action.params };
    const refusal = openAd(s, { ...action, params });
    if (refusal) return refusal;
    const { intended, isSeeking, isBuffering } = tracked.playback;
    // An ad of the player begins with its first frame.
    if (!action.isManual || (intended === 'init' && !isSeeking && !isBuffering)) tracked.playback = PLAYING;
    s.mustReportPlayback = true;
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
    update(s, { qoe: { ...s.tracked.reported.qoe, ...wholeNumbers(params!) } });
  },
};
