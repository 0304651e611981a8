import type { Intent } from '@media-collection/core';
import type { Random } from './random';
import { byHand, type Step, type Viewing } from './step';

const MINUTE_MS = 60_000;

/** What a viewer does, and what happens to the page, at random. */
export function randomViewing(random: Random): Viewing {
  const steps: Step[] = [];
  const isByHand = random.chance(0.3);
  let at = 0;
  let count = 0;
  let playhead = { from: 0, since: 0, rate: 0 };
  /** How the viewing ends; after it nothing is said any more. */
  let over = false;

  const pass = (ms: number): void => void (at += ms);
  const dwell = (): void =>
    pass(
      random.chance(0.3)
        ? random.between(0, 900)
        : random.chance(0.8)
          ? random.between(1_000, 15_000)
          : random.between(20_000, 120_000),
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
    goes(random.chance(0.1) ? 2 : 1);
    emit({ type: 'playing' });
  };
  const requestPlay = (): void => {
    emit({ type: 'playRequested' });
    if (random.chance(0.3)) ads(true);
    pass(random.between(0, 1_500));
    runs();
  };
  const ads = (isPreroll: boolean): void => {
    if (isPreroll) pass(random.between(0, 200));
    goes(0);
    emit({ type: 'adBreakStarted' });
    for (let ad = random.between(1, 3); ad; ad--) {
      pass(random.between(0, 400));
      emit({ type: 'adAnnounced', guess: { params: { 'media.ad.id': `ad-${count}`, 'media.ad.length': 15 } } });
      emit({ type: 'playing' });
      pass(random.between(100, 16_000));
      if (random.chance(0.1)) {
        emit({ type: 'paused' });
        dwell();
        emit({ type: 'playing' });
        pass(1_000);
      }
      emit({ type: 'adEnded', skipped: random.chance(0.3) });
    }
    pass(random.between(0, 300));
    emit({ type: 'adBreakEnded' });
  };
  const stops = (word: 'paused' | 'waiting'): void => {
    goes(0);
    emit({ type: word });
    if (word === 'paused' && random.chance(0.08)) pass(random.between(31, 45) * MINUTE_MS);
    else dwell();
    runs();
  };
  const sleeps = (word: 'freeze' | 'leave', back: 'thaw' | 'return'): void => {
    const isShort = random.chance(0.7);
    const { rate } = playhead;
    steps.push([at, 'page', word]);
    goes(0);
    pass(isShort ? random.between(500, MINUTE_MS) : random.between(1, 20) * MINUTE_MS);
    steps.push([at, 'page', back]);
    if (back === 'thaw') goes(rate);
    else requestPlay();
  };

  const actions: readonly (() => void)[] = [
    () => stops('paused'),
    () => stops('paused'),
    () => stops('waiting'),
    () => {
      for (let jump = random.between(1, 6); jump; jump--) {
        emit({ type: 'seeking' });
        goes(0, random.between(0, 3_000));
        pass(random.between(0, 700));
        emit({ type: 'seeked' });
        if (random.chance(0.8) || jump === 1) runs();
        pass(random.between(0, 400));
      }
    },
    () => {
      const index = random.between(1, 5);
      emit({ type: 'chapter', ...(random.chance(0.8) && { chapter: { index, start: index * 60, end: index * 60 + 60 } }) });
    },
    () =>
      emit({ type: 'state', name: random.pick(['mute', 'fullScreen', 'inFocus', 'pictureInPicture']), on: random.chance(0.5) }),
    () => emit({ type: 'bitrate', kbps: random.pick([800, 1_600, 3_200]) }),
    () => ads(false),
    () => {
      ads(false);
      runs();
    },
    () => steps.push([at, 'qoe', { 'media.qoe.droppedFrames': random.between(0, 50) }]),
    () => steps.push([at, 'track', 'error', { 'media.qoe.errorID': `e-${at}`, 'media.qoe.errorSource': 'external' }]),
    () => {
      steps.push([at, 'page', 'hide']);
      dwell();
      steps.push([at, 'page', 'show']);
    },
    () => {
      // A viewer who switches between tabs.
      if (!random.chance(0.3)) return;
      for (let time = random.between(10, 60); time; time--) {
        steps.push([at, 'page', 'hide']);
        pass(500);
        steps.push([at, 'page', 'show']);
        pass(500);
      }
    },
    () => {
      if (random.chance(0.3)) sleeps('freeze', 'thaw');
    },
    () => {
      if (random.chance(0.3)) sleeps('leave', 'return');
    },
    () => {
      if (random.chance(0.3))
        steps.push([at, 'jump', random.pick([-7_200_000, -60_000, -3_000, -400, 400, 3_000, 120_000, 3_600_000])]);
    },
    () => {
      if (!random.chance(0.2)) return;
      for (const decision of random.pick([
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
      if (random.chance(0.1)) pass(random.between(5, 90) * MINUTE_MS);
    },
  ];

  const endings: readonly (() => void)[] = [
    () => emit({ type: 'ended' }),
    () => emit({ type: 'ended' }),
    () => emit({ type: 'unloaded' }),
    () => {
      if (isByHand) return emit({ type: 'unloaded' });
      steps.push([at, 'detach']);
      pass(random.between(0, 2_000));
      steps.push([at, 'attach']);
    },
  ];
  const endsForGood = (): void => {
    const last = random.between(1, 6);
    if (last < 4) random.pick(endings)();
    else steps.push(last === 4 ? [at, 'destroy'] : [at, 'page', 'die']);
    over = true;
  };

  const asks = random.chance(0.15);
  for (let contents = random.between(1, 3); contents && !over; contents--) {
    goes(0, random.chance(0.8) ? 0 : 600);
    requestPlay();
    for (let action = random.between(2, 14); action; action--) {
      dwell();
      random.pick(actions)();
      if (asks && action === 2 && contents === 1) steps.push([at, 'consent', random.chance(0.8) ? 'in' : 'out']);
    }
    dwell();
    goes(0);
    if (contents === 1) endsForGood();
    else random.pick(endings)();
    pass(random.between(0, 3_000));
  }
  if (asks) steps.push([at + 20_000, 'consent', random.chance(0.8) ? 'in' : 'out']);
  return {
    byHand: isByHand,
    prerollWait: random.pick([0, 250, 250, 2_000]),
    adPingInterval: random.pick([1_000, 10_000]),
    consent: asks ? 'pending' : 'in',
    params: random.chance(0.7) ? undefined : { after: random.between(0, 20_000), kept: random.chance(0.9) },
    steps,
  };
}
