import type { Intent } from '@media-collection/core';
import type { Dice } from './dice';
import { byHand, type Step, type Viewing } from './step';

const MINUTE_MS = 60_000;

/** Throws the dice for what a viewer does, and what happens to the page. */
export function throwViewing(dice: Dice): Viewing {
  const steps: Step[] = [];
  const isByHand = dice.chance(0.3);
  let at = 0;
  let count = 0;
  let playhead = { from: 0, since: 0, rate: 0 };
  /** How the viewing ends; after it nothing is said any more. */
  let over = false;

  const pass = (ms: number): void => void (at += ms);
  const dwell = (): void =>
    pass(
      dice.chance(0.3) ? dice.between(0, 900) : dice.chance(0.8) ? dice.between(1_000, 15_000) : dice.between(20_000, 120_000),
    );
  const emit = (intent: Intent): void => {
    count++;
    if (isByHand) for (const words of byHand(intent, count)) steps.push([at, 'track', ...words]);
    else steps.push([at, 'emit', intent]);
  };
  const place = (): number => playhead.from + ((at - playhead.since) / 1_000) * playhead.rate;
  const goes = (rate: number, from = place()): void => {
    playhead = { from, since: at, rate };
    steps.push([at, 'playhead', from, rate]);
  };
  const runs = (): void => {
    goes(dice.chance(0.1) ? 2 : 1);
    emit({ type: 'playing' });
  };
  const requestPlay = (): void => {
    emit({ type: 'playRequested' });
    if (dice.chance(0.3)) ads(true);
    pass(dice.between(0, 1_500));
    runs();
  };
  const ads = (isPreroll: boolean): void => {
    if (isPreroll) pass(dice.between(0, 200));
    goes(0);
    emit({ type: 'adBreakStarted' });
    for (let ad = dice.between(1, 3); ad; ad--) {
      pass(dice.between(0, 400));
      emit({ type: 'adAnnounced', guess: { params: { 'media.ad.id': `ad-${count}`, 'media.ad.length': 15 } } });
      emit({ type: 'playing' });
      pass(dice.between(100, 16_000));
      if (dice.chance(0.1)) {
        emit({ type: 'paused' });
        dwell();
        emit({ type: 'playing' });
        pass(1_000);
      }
      emit({ type: 'adEnded', skipped: dice.chance(0.3) });
    }
    pass(dice.between(0, 300));
    emit({ type: 'adBreakEnded' });
  };
  const stops = (word: 'paused' | 'waiting'): void => {
    goes(0);
    emit({ type: word });
    if (word === 'paused' && dice.chance(0.08)) pass(dice.between(31, 45) * MINUTE_MS);
    else dwell();
    runs();
  };
  const sleeps = (word: 'freeze' | 'leave', back: 'thaw' | 'return'): void => {
    const isShort = dice.chance(0.7);
    const { rate } = playhead;
    steps.push([at, 'page', word]);
    goes(0);
    pass(isShort ? dice.between(500, MINUTE_MS) : dice.between(1, 20) * MINUTE_MS);
    steps.push([at, 'page', back]);
    if (back === 'thaw') goes(rate);
    else requestPlay();
  };

  const actions: readonly (() => void)[] = [
    () => stops('paused'),
    () => stops('paused'),
    () => stops('waiting'),
    () => {
      for (let jump = dice.between(1, 6); jump; jump--) {
        emit({ type: 'seeking' });
        goes(0, dice.between(0, 3_000));
        pass(dice.between(0, 700));
        emit({ type: 'seeked' });
        if (dice.chance(0.8) || jump === 1) runs();
        pass(dice.between(0, 400));
      }
    },
    () => {
      const index = dice.between(1, 5);
      emit({ type: 'chapter', ...(dice.chance(0.8) && { chapter: { index, start: index * 60, end: index * 60 + 60 } }) });
    },
    () => emit({ type: 'state', name: dice.pick(['mute', 'fullScreen', 'inFocus', 'pictureInPicture']), on: dice.chance(0.5) }),
    () => emit({ type: 'bitrate', kbps: dice.pick([800, 1_600, 3_200]) }),
    () => ads(false),
    () => {
      ads(false);
      runs();
    },
    () => steps.push([at, 'qoe', { 'media.qoe.droppedFrames': dice.between(0, 50) }]),
    () => steps.push([at, 'track', 'error', { 'media.qoe.errorID': `e-${at}`, 'media.qoe.errorSource': 'external' }]),
    () => {
      steps.push([at, 'page', 'hide']);
      dwell();
      steps.push([at, 'page', 'show']);
    },
    () => {
      // A viewer who switches between tabs.
      if (!dice.chance(0.3)) return;
      for (let time = dice.between(10, 60); time; time--) {
        steps.push([at, 'page', 'hide']);
        pass(500);
        steps.push([at, 'page', 'show']);
        pass(500);
      }
    },
    () => {
      if (dice.chance(0.3)) sleeps('freeze', 'thaw');
    },
    () => {
      if (dice.chance(0.3)) sleeps('leave', 'return');
    },
    () => {
      if (dice.chance(0.3))
        steps.push([at, 'jump', dice.pick([-7_200_000, -60_000, -3_000, -400, 400, 3_000, 120_000, 3_600_000])]);
    },
    () => {
      if (!dice.chance(0.2)) return;
      for (const decision of dice.pick([
        ['out', 'in'],
        ['pending', 'in'],
        ['pending', 'out', 'in'],
        ['out', 'pending', 'in'],
      ] as const)) {
        steps.push([at, 'consent', decision]);
        dwell();
      }
    },
    () => {
      if (dice.chance(0.1)) pass(dice.between(5, 90) * MINUTE_MS);
    },
  ];

  const endings: readonly (() => void)[] = [
    () => emit({ type: 'ended' }),
    () => emit({ type: 'ended' }),
    () => emit({ type: 'unloaded' }),
    () => {
      if (isByHand) return emit({ type: 'unloaded' });
      steps.push([at, 'detach']);
      pass(dice.between(0, 2_000));
      steps.push([at, 'attach']);
    },
  ];
  const endsForGood = (): void => {
    const last = dice.between(1, 6);
    if (last < 4) dice.pick(endings)();
    else steps.push(last === 4 ? [at, 'destroy'] : [at, 'page', 'die']);
    over = true;
  };

  const asks = dice.chance(0.15);
  for (let contents = dice.between(1, 3); contents && !over; contents--) {
    goes(0, dice.chance(0.8) ? 0 : 600);
    requestPlay();
    for (let action = dice.between(2, 14); action; action--) {
      dwell();
      dice.pick(actions)();
      if (asks && action === 2 && contents === 1) steps.push([at, 'consent', dice.chance(0.8) ? 'in' : 'out']);
    }
    dwell();
    goes(0);
    if (contents === 1) endsForGood();
    else dice.pick(endings)();
    pass(dice.between(0, 3_000));
  }
  if (asks) steps.push([at + 20_000, 'consent', dice.chance(0.8) ? 'in' : 'out']);
  return {
    byHand: isByHand,
    prerollWait: dice.pick([0, 250, 250, 2_000]),
    adPingInterval: dice.pick([1_000, 10_000]),
    consent: asks ? 'pending' : 'in',
    params: dice.chance(0.7) ? undefined : { after: dice.between(0, 20_000), kept: dice.chance(0.9) },
    steps,
  };
}
