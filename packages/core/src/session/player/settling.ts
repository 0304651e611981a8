import { inspect, isCount } from '../../wire/form';
import type { Intent } from '../intent';
import { BITRATE, stateAction, updateQoe } from '../pending';
import { currentStart, hasViewing, type Draft } from '../state';
import { submit } from './deferred';

/** `bitrateChange` is reported at most once in this time, and a change of the focus when it lasted as long. */
const SETTLE_MS = 1_000;
const FOCUS = 'inFocus';

type SettlingIntent = 'bitrate' | 'state';
type Handlers = { readonly [T in SettlingIntent]: (s: Draft, intent: Extract<Intent, { type: T }>) => void };

/** Reports changes of focus and bitrate that have settled. */
export function emitSettled(s: Draft): void {
  const { clock, player, viewing } = s;
  if (clock.now >= viewing.focusChangeDueAt!) {
    viewing.focusChangeDueAt = undefined;
    submit(s, stateAction([FOCUS, player.states[FOCUS]!]));
  }
  if (clock.now >= viewing.bitrateChangeDueAt!) {
    viewing.bitrateChangeDueAt = undefined;
    const { kbps } = player;
    if (!kbps || kbps === player.lastBitrate!.kbps) return;
    player.lastBitrate = { kbps, time: s.at.time };
    submit(s, { type: 'bitrateChange' });
  }
}

/** What the intents mean whose changes may be over in a moment: they are reported once they have settled. */
export const settlingIntents: Handlers = {
  bitrate: (s, { kbps }) => {
    if (!kbps || !isCount(kbps)) return;
    const { player, viewing } = s;
    player.kbps = Math.trunc(kbps);
    if (hasViewing(s)) updateQoe(s, { [BITRATE]: player.kbps });
    // The first value is no change, nor is one before the first frame.
    if (!player.lastBitrate || !(s.tracked ?? currentStart(s)?.openingQoe))
      player.lastBitrate = { kbps: player.kbps, time: -SETTLE_MS };
    else viewing.bitrateChangeDueAt ??= Math.max(s.at.time, player.lastBitrate.time + SETTLE_MS);
  },
  state: (s, { name, on }) => {
    const { player } = s;
    if (player.states[name] === on) return;
    const action = stateAction([name, on]);
    if (!inspect(s.effects, action.type, action.params, undefined)) return;
    player.states = { ...player.states, [name]: on };
    if (!hasViewing(s)) return;
    if (name === FOCUS) s.viewing.focusChangeDueAt = s.at.time + SETTLE_MS;
    else submit(s, action);
  },
};
