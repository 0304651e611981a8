import { vi } from 'vitest';
import { createAccount, NEAR_S, type Account, type Due } from './account';
import type { Move, Story } from './moves';
import { openPage, type Page } from './page';
import { createPlayer } from './player';

/** All that came of a story. */
export interface Enacted extends Pick<Page, 'sessions' | 'arrived' | 'lost' | 'warnings' | 'params' | 'media'> {
  readonly dues: readonly Due[];
  /** When the tracker was destroyed, if the story ends so. */
  readonly overAt: number;
  readonly log: readonly string[];
}

const RETURN_MS = 1_000;
/** The service gives a session up after so long a silence. */
const SILENCE_MS = 600_000;
/** By hand, the next timer says that the machine slept. */
const NEXT_TIMER_MS = 11_000;
const REST_MS = 120_000;

type Acts = { readonly [M in Move[0]]: (move: Extract<Move, readonly [M, ...unknown[]]>) => void | Promise<void> };

/** Lets a story happen to a real tracker, and keeps account of what the viewer was shown; `isPlain`: the page promises nothing. */
export async function enact(story: Story, isPlain = false): Promise<Enacted> {
  const { byHand } = story;
  const player = createPlayer(
    story,
    () => page?.now() ?? 0,
    (...call) => (page!.tracker.track as (...call: unknown[]) => void)(...call),
  );
  const account: Account = createAccount((content) => !!story.live[content - 1]);
  let page: Page | undefined;
  const { clock, tracker, now } = (page = openPage(story, isPlain, () => player.content, player.playhead));
  const { emit } = player;
  const log: string[] = [];
  let contents = 1;
  let sleptAt = -Infinity;
  let isAttached = false;
  let detach = (): void => {};

  const note = (what: string): void =>
    void log.push(`${(now() / 1_000).toFixed(3)} s, ${player.status} at ${player.place.toFixed(2)}: ${what}`);
  const close = (how: 'complete' | 'end' | 'left'): void => account.end(how, player.playhead());
  const requestPlay = (late = false): void => {
    if (!account.isOpen) {
      if (story.asksConsent) account.decide(page.consent);
      account.requested(player.content, player.playhead(), clock.now(), byHand, page.params.length);
    }
    emit({ type: 'playRequested', isLate: late });
  };
  const show = (): void => {
    player.run();
    if (isAttached) account.frames(player.playhead(), 0);
    emit({ type: 'playing' });
  };
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0;) {
      const step = Math.min(left, player.nextTick, 1_000, page.nextPromise - now());
      if (player.status === 'playing' && isAttached) account.frames(player.playhead(), step / 1_000);
      left -= step;
      clock.advance(step);
      if (player.advance(step) && isAttached && !byHand) emit({ type: 'progress' });
      await page.keep();
    }
    await page.keep();
  };
  const load = (content: number, place: number): void => {
    if (isAttached) {
      emit({ type: 'unloaded' });
      // By hand, nobody hears of it where nothing is viewed.
      if (!byHand || account.isOpen) close('end');
    }
    player.load(content, place);
  };
  const attach = (): void => {
    isAttached = true;
    if (byHand) return;
    detach = tracker.attach(player.createAdapter());
    const { status } = player;
    if (status !== 'wanted' && status !== 'dry' && status !== 'playing') return;
    requestPlay(status === 'playing');
    if (status === 'playing') show();
  };
  const unfollow = (): void => {
    detach();
    close('end');
    isAttached = false;
  };

  const acts: Acts = {
    pass: ([, ms]) => pass(ms),
    play: async ([, startup]) => {
      const { status } = player;
      if (status !== 'ready' && status !== 'paused' && status !== 'ended') return;
      if (status === 'ended') player.place = 0;
      player.status = 'wanted';
      requestPlay();
      await pass(startup);
      show();
    },
    frames: () => {
      if (player.status === 'dry') show();
    },
    pause: () => {
      if (player.status !== 'playing' && player.status !== 'dry') return;
      player.status = 'paused';
      account.paused();
      emit({ type: 'paused' });
    },
    dry: () => {
      if (player.status !== 'playing') return;
      player.status = 'dry';
      emit({ type: 'waiting' });
    },
    length: () => {
      if (!byHand && player.measure()) emit({ type: 'durationKnown', seconds: 3_600 });
    },
    end: () => {
      if (player.status !== 'playing') return;
      emit({ type: 'ended' });
      close('complete');
      player.status = 'ended';
    },
    seek: async ([, to]) => {
      const { status } = player;
      if (status !== 'playing' && status !== 'paused') return;
      if (status === 'playing') player.status = 'wanted';
      emit({ type: 'seeking' });
      player.place = to;
      await pass(80);
      emit({ type: 'seeked' });
      await pass(40);
      if (status === 'playing') show();
    },
    change: ([, place]) => load(++contents, place),
    again: ([, further]) => load(player.content, Math.max(0, player.place + further)),
    remount: async ([, ms, further]) => {
      const { status } = player;
      if (byHand || status === 'ready' || status === 'ended') return;
      const from = player.playhead();
      emit({ type: 'unloaded', mayReturn: true });
      player.status = 'paused';
      await pass(ms);
      // Whether content is live is not known before it is answered; what is live comes back near where it was.
      if (!player.isLive || Math.abs(further) < NEAR_S) player.place = Math.max(0, player.place + further);
      if (ms >= RETURN_MS || Math.abs(player.playhead() - from) > NEAR_S) account.end('end', from);
      emit({ type: 'returned' });
      if (status === 'paused') return;
      player.status = 'wanted';
      requestPlay();
      await pass(50);
      show();
    },
    detach: async ([, ms]) => {
      if (byHand) return;
      unfollow();
      await pass(ms);
      attach();
    },
    switch: () => {
      if (byHand) return;
      unfollow();
      player.load(++contents, 0);
      attach();
    },
    leave: async ([, ms]) => {
      const { status } = player;
      page.leave();
      close('left');
      player.forget();
      await page.keep();
      page.sleep(ms);
      page.back();
      if (status === 'ready' || status === 'paused' || status === 'ended') return;
      player.status = 'wanted';
      requestPlay();
      if (status === 'playing') await pass(20);
      show();
    },
    sleep: async ([, ms]) => {
      if (now() - sleptAt < 2_000) return;
      sleptAt = now();
      await page.keep();
      page.sleep(ms);
      if (ms >= SILENCE_MS) account.loseSession();
      // Until the player reports its place, nobody knows whether it moved just before the sleep or just after it.
      if (byHand) await pass(NEXT_TIMER_MS);
      else if (ms >= SILENCE_MS) await pass(300);
    },
    consent: ([, decision]) => {
      page.consent = decision;
      if (story.asksConsent) return;
      account.decide(decision);
      if (/^(playing|dry)$/.test(player.status) && isAttached) account.frames(player.playhead(), 0);
      tracker.consent(decision);
    },
    bitrate: ([, kbps]) => emit({ type: 'bitrate', kbps }),
    mute: ([, on]) => emit({ type: 'state', name: 'mute', on }),
  };

  attach();
  for (const move of story.moves) {
    note(move.join(' '));
    await (acts[move[0]] as (move: Move) => unknown)(move);
    await page.keep();
  }
  note(story.last);
  const overAt = story.last === 'destroy' ? now() : Infinity;
  if (story.last === 'detach' && !byHand) unfollow();
  else if (story.last === 'destroy') {
    tracker.destroy();
    close('end');
  } else if (story.last === 'leave') {
    page.leave();
    close('left');
  } else if (story.last === 'end' && player.status === 'playing') await (acts.end as () => void)();
  else load(++contents, 0);
  player.status = 'ready';
  isAttached = false;
  await pass(REST_MS);
  tracker.destroy();
  // What hangs for want of consent is given up.
  tracker.consent('out');
  await page.keep();
  vi.unstubAllGlobals();
  const { sessions, arrived, lost, warnings, params, media } = page;
  return { sessions, arrived, lost, warnings, params, media, dues: account.dues, overAt, log };
}
