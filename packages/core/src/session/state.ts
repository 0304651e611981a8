import { compose } from '../wire/compose';
import type { CustomMetadata, EventType, MediaEvent, QoeData } from '../wire/events';
import type { Effect } from './effect';
import type { At, Cue, Guess } from './input';

/** What the viewer gets; `init` until play or pause was first reported. */
export type Playback = 'init' | 'play' | 'pause' | 'seek' | 'buffer';

/** What opens and must close: content, chapter, ad break, ad. */
export interface Span {
  readonly params: Readonly<Record<string, unknown>>;
  readonly customMetadata: CustomMetadata;
}

/** What a session that takes over must be told. */
export interface Standing {
  readonly chapter?: Span | undefined;
  readonly adBreak?: Span | undefined;
  readonly ad?: Span | undefined;
  /** Player states in the order in which they first came up. */
  readonly states: Readonly<Record<string, boolean>>;
  /** The playback state that the back end was last told. */
  readonly announced: Playback;
  readonly qoe: QoeData;
}

/** Everything that is known of one viewing, and of the next one while none is open. Plain JSON; times in milliseconds. */
export interface Session extends Standing {
  readonly prerollWait: number;
  readonly adPingInterval: number;

  /** Latest time seen; `skew` is added to clocks that fell (D2). */
  readonly time: number;
  readonly skew: number;
  /** Seconds; negative while nobody has told it. */
  readonly playhead: number;
  /** Last `ts` on the wire (D2). */
  readonly ts: number;
  /** When the tracker's timer will ring. */
  readonly armed?: number | undefined;

  /** The `sessionStart` of the open session, which a restart repeats. */
  readonly content?: Span | undefined;
  /** Ended by the idle rule, or lost: restarts when the viewer goes on. */
  readonly dormant?: boolean | undefined;
  /** A lost session restarts when the playhead leaves this second (D16). */
  readonly stuck?: number | undefined;
  /** How many sessions in a row the service lost before it had taken a single event of them; kept over contents. */
  readonly unheard: number;
  /** A lost session restarts no sooner. */
  readonly retryAt?: number | undefined;
  /** The player broke: no wish to play counts until other content comes, or frames run after all. */
  readonly broken?: boolean | undefined;
  /** media() said null. */
  readonly untracked?: boolean | undefined;
  /** The page was left during a session: the next one resumes it. */
  readonly left?: boolean | undefined;

  readonly wish: 'init' | 'play' | 'pause';
  readonly seeking?: boolean | undefined;
  readonly buffering?: boolean | undefined;
  /** From when the next ping counts. */
  readonly pinged: number;
  readonly idleSince?: number | undefined;
  /** Start of the 24 hours. */
  readonly startedAt: number;
  /** When the second play is due; 0 once it was sent. */
  readonly echo?: number | undefined;
  /** The QoE last sent, as JSON. */
  readonly reported: string;

  /** A start that waits for the application's answer, then for the length. */
  readonly asked?:
    | { readonly at: At; readonly until: number; readonly hand: boolean; readonly length?: number; readonly guess?: Guess }
    | undefined;
  /** What came since the start, while it waits, and then while a pre-roll may come. */
  readonly queue: readonly Cue[];
  readonly queueUntil?: number | undefined;

  /** What the player does by its own account. */
  readonly doing?: 'run' | 'halt' | 'seek' | undefined;
  /** The end of a seek, an end of a break, or what an ad begins with: it waits for what follows. */
  readonly held?: { readonly until: number; readonly cue: Cue } | undefined;
  /** When and where the playhead of a player last moved. */
  readonly moved?: At | undefined;
  /** The wish to play, until the first frame (timeToStart). */
  readonly wished?: number | undefined;
  /** The bitrate that was last told as such, and when; kept over replays. */
  readonly rate?: { readonly kbps: number; readonly time: number } | undefined;
  /** When a change of the bitrate, or of the focus, may be told. */
  readonly rateDue?: number | undefined;
  readonly focusDue?: number | undefined;
  /** A seek began since the chapter was last said. */
  readonly jumped?: boolean | undefined;
  /** States of the player, kept over sessions. */
  readonly player: Readonly<Record<string, boolean>>;
  /** Breaks so far, and ads so far in this break, as counted for adapters. */
  readonly breaks: number;
  readonly ads: number;
  /** A player's break, as it will be told when it outlasts its hold; the ad in it, with the player's own object, and whether it showed a frame. */
  readonly pod?: Cue | undefined;
  readonly spot?: Guess | undefined;
  readonly shown?: boolean | undefined;
  /** The first frame of an ad that waits for its data. */
  readonly adAt?: At | undefined;
}

/** A session being worked on. */
export type Draft = { -readonly [K in keyof Session]: Session[K] } & {
  readonly effects: (Effect | string)[];
  /** Time and place of what is being handled: its own, also when it was held or queued. */
  at: At;
  /** The state event is due again even if nothing changed. */
  flush: boolean;
  /** Machine or page slept for so long that the service gave the session up: the second where the playhead stood. */
  slept?: number | undefined;
};

/** A session before anything happened. */
export const idle = (prerollWait: number, adPingInterval: number): Session => ({
  prerollWait,
  adPingInterval,
  time: 0,
  skew: 0,
  playhead: -1,
  ts: 0,
  wish: 'init',
  announced: 'init',
  pinged: 0,
  unheard: 0,
  startedAt: 0,
  states: {},
  qoe: {},
  reported: '{}',
  queue: [],
  player: {},
  breaks: 0,
  ads: 0,
});

/** The playback state of R-25: the first that is true. */
export const playbackOf = ({ buffering, seeking, wish }: Session): Playback => (buffering ? 'buffer' : seeking ? 'seek' : wish);

const DAY_S = 86_400;

/** Makes an event: its time strictly rises (D2), live plays in seconds of the day (api.md), QoE rides when it is news (R-68 to R-69b). */
export function write(s: Draft, type: EventType, params?: object, customMetadata?: object): MediaEvent {
  const { time, playhead } = s.at;
  const live = /^live$/i.test(s.content!.params['media.contentType'] as string);
  const known = JSON.stringify(s.qoe);
  const isError = type === 'error';
  const rides = !/^state/.test(type) && (/^(bitrateC|sessionS)/.test(type) || known !== s.reported);
  if (rides && !isError) s.reported = known;
  s.ts = Math.max(Math.trunc(time), s.ts + 1);
  return compose(
    type,
    { playhead: live ? (playhead < 0 ? time / 1_000 : playhead) % DAY_S : Math.max(playhead, 0), ts: s.ts },
    { params: isError ? {} : params, qoeData: { ...(rides && s.qoe), ...(isError && params) }, customMetadata },
  );
}

/** Sends an event, unless the session is only remembered. */
export function send(s: Draft, type: EventType, params?: object, customMetadata?: object): void {
  if (s.dormant) return;
  const { chapter, adBreak, ad, states, announced, qoe } = s;
  s.effects.push({
    do: 'send',
    event: write(s, type, params, customMetadata),
    before: { chapter, adBreak, ad, states, announced, qoe },
    spare: type === 'ping',
  });
}
