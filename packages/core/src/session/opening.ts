import { inspect } from '../wire/form';
import { open } from './reopen';
import { settle } from './idle';
import type { Cue, Guess } from './input';
import { submit } from './preroll';
import type { Pending } from './state';
import { warn, type Turn } from './turn';

/** sessionStart waits so long for the length of the content (players.md 7.1). */
const LENGTH_MS = 10_000;
/** adStart waits so long for the ad's data (players.md 7.10). */
const AD_DATA_MS = 250;

const merge = (below: Guess, above: Guess | Cue | undefined): Guess => ({
  ...below,
  ...(above && 'native' in above && { native: above.native }),
  params: { ...below.params, ...above?.params },
  customMetadata: { ...below.customMetadata, ...above?.customMetadata } as Record<string, string>,
});

function ask({ session, effects }: Turn, pending: Pending): void {
  if (pending.asked) return;
  session.pending = { ...pending, asked: true };
  effects.push({ do: 'ask', about: pending.about, guess: pending.guess });
}

/** A wish to play: asks the application what it is that plays. `given` is what `track('sessionStart')` was told. */
export function wish(turn: Turn, given?: Cue): void {
  const { session, at } = turn;
  ask(turn, { about: 'media', at, until: at.time + LENGTH_MS, guess: {}, ...(given && { given }) });
}

/** Opens the session with all that is known of the content. */
function begin(turn: Turn, { at, guess, given }: Pending): void {
  const { session } = turn;
  const now = turn.at;
  turn.at = at;
  const params = {
    'media.channel': 'unknown',
    'media.playerName': 'unknown',
    'media.streamType': 'video',
    'media.resume': session.left,
    ...guess.params,
  };
  const { refused, ...content } = inspect('sessionStart', params, guess.customMetadata, (sentence) => warn(turn, sentence));
  session.pending = undefined;
  session.left = false;
  if (refused) session.phase = given ? 'none' : 'untracked';
  else {
    for (const key of ['media.channel', 'media.playerName'])
      if (content.params[key] === 'unknown') warn(turn, `${key} is unknown: give it in params.`);
    session.content = content;
    open(turn);
    settle(turn);
    if (session.prerollWait > 0) session.queueUntil = at.time + session.prerollWait;
    const on = Object.keys(session.player).filter((name) => session.player[name]);
    if (on.length)
      submit(
        turn,
        on.map((name) => ({ type: 'stateStart', params: { 'media.state.name': name } })),
      );
  }
  turn.at = now;
}

/** The first frame of content or ad fixes the time to start, in ms (players.md 7.8). */
export function firstFrame({ session, at }: Turn): Cue[] {
  const { wished } = session;
  session.wished = undefined;
  return wished === undefined ? [] : [{ type: 'qoe', params: { 'media.qoe.timeToStart': Math.round(at.time - wished) } }];
}

/** An ad shows its first frame: asks the application about it as soon as its data is there. */
export function meetAd(turn: Turn, guess: Guess): void {
  const { session, at } = turn;
  session.pending = { about: 'ad', at, until: at.time + AD_DATA_MS, guess: {} };
  learn(turn, guess);
}

/** More of the ad's data, or of the content's length, came in. */
export function learn(turn: Turn, guess: Guess): void {
  const { session } = turn;
  const pending = { ...session.pending!, guess: merge(session.pending!.guess, guess) };
  const params = pending.guess.params as Record<string, unknown>;
  session.pending = pending;
  if (pending.about === 'media') begin(turn, pending);
  else if (params['media.ad.id'] && (params['media.ad.length'] as number) > 0) ask(turn, pending);
}

/** The wait for data is over. */
export function expire(turn: Turn): void {
  const pending = turn.session.pending!;
  if (pending.about === 'ad') ask(turn, pending);
  else begin(turn, { ...pending, guess: merge({ params: { 'media.length': 0 } }, pending.guess) });
}

/** The application answered; null means that it does not want this tracked. */
export function answer(turn: Turn, told: Guess | null): void {
  const { session } = turn;
  const { pending } = session;
  if (!pending) return;
  if (pending.about === 'ad') {
    session.pending = undefined;
    if (!told) return;
    const now = turn.at;
    turn.at = pending.at;
    const defaults = { params: { 'media.ad.length': 0, 'media.ad.podPosition': session.ads + 1 } };
    const merged = merge(merge(defaults, pending.guess), told);
    const { refused, ...span } = inspect('adStart', merged.params, merged.customMetadata, (sentence) => warn(turn, sentence));
    if (!refused) {
      session.ads++;
      submit(turn, [...firstFrame(turn), { type: 'adStart', ...span }]);
    }
    turn.at = now;
  } else if (!told) {
    session.pending = undefined;
    session.phase = pending.given ? 'none' : 'untracked';
  } else {
    const guess = merge(told, pending.given);
    session.pending = { ...pending, guess };
    if (pending.given || (guess.params as Record<string, unknown>)['media.length'] !== undefined) begin(turn, session.pending);
  }
}
