import type { MediaEvent } from '@media-collection/core';
import { edge } from '@media-collection/core/edge';
import type { Attempt } from './network';
import type { Made } from './run';

/** A request, as it is read. */
export interface RequestModel {
  /** The session's id; undefined for an opening. */
  readonly session: string | undefined;
  readonly type: string;
  original(made: readonly Made[]): string;
}

/** One of Adobe's APIs, as the model of the network reads it. Events are compared as the tracker made them, whatever the API writes. */
export interface WireModel {
  readonly name: 'Media Collection' | 'Media Edge';
  /** What the tracker is given. */
  readonly options: { readonly endpoint: string };
  /** What a request carries; `original` finds the text of its event as it was made. */
  read(url: string, body: string): RequestModel;
  /** The id that an answer to an opening gives. */
  idIn(response: Response): Promise<string | undefined>;
  /** An answer that says yes, and gives no id. */
  withoutId(): Response;
  /** A stored event as it was made; one that was never made comes back as it is. */
  original(stored: MediaEvent, made: readonly Made[]): MediaEvent;
  /** The page learnt something after which it must not try again. */
  isFinal(attempt: Attempt): boolean;
  /** The service failed, and may do better. */
  isServerFault(status: number): boolean;
}

/** An opening that was accepted, and gave no id. */
export const isUnreadable = ({ session, answered = 0, given }: Attempt): boolean =>
  !session && answered > 199 && answered < 300 && !given;

const mediaCollection: WireModel = {
  name: 'Media Collection',
  options: { endpoint: 'https://collector.example/' },
  read: (url, body) => ({
    session: /sessions\/([^/]+)\/events$/.exec(url)?.[1],
    type: (JSON.parse(body) as { eventType: string }).eventType,
    original: () => body,
  }),
  idIn: (response) => Promise.resolve(response.headers.get('Location')?.split('/').at(-1)),
  withoutId: () => new Response(null, { status: 201 }),
  original: (stored) => stored,
  isFinal: (attempt) => {
    const { answered = 0 } = attempt;
    return answered > 0 && answered !== 408 && answered !== 429 && answered < 500 && !isUnreadable(attempt);
  },
  isServerFault: (status) => status > 499,
};

interface EdgeBody {
  readonly events: readonly [
    {
      readonly xdm: {
        readonly eventType: string;
        readonly timestamp: string;
        readonly mediaCollection: { readonly sessionID?: string; readonly statesStart?: unknown };
      };
    },
  ];
}

/** Statuses after which this API asks to try again. */
const PASSING = [408, 429, 502, 503, 504];

const find = (type: string, ts: number, made: readonly Made[]): Made | undefined =>
  made.find(({ event }) => event.eventType === type && event.playerTime.ts === ts);

const mediaEdge: WireModel = {
  name: 'Media Edge',
  get options() {
    // The types of a tracker's options tell its wires apart, which this model need not.
    return { wire: edge({ datastreamId: 'faults', endpoint: 'https://collector.example' }) } as unknown as { endpoint: string };
  },
  read: (_, text) => {
    const { eventType, timestamp, mediaCollection: media } = (JSON.parse(text) as EdgeBody).events[0].xdm;
    const named = eventType.replace('media.', '');
    const type = named === 'statesUpdate' ? (media.statesStart ? 'stateStart' : 'stateEnd') : named;
    return {
      session: media.sessionID,
      type,
      original: (made) => find(type, Date.parse(timestamp), made)?.body ?? text,
    };
  },
  idIn: async (response) => {
    if (!response.headers.get('Content-Type')?.includes('json')) return undefined;
    const { handle = [] } = (await response.json()) as { handle?: { type: string; payload: { sessionId: string }[] }[] };
    return handle.find(({ type }) => type === 'media-analytics:new-session')?.payload[0]?.sessionId;
  },
  withoutId: () => Response.json({ requestId: 'r', handle: [] }),
  original: (stored, made) => find(stored.eventType, stored.playerTime.ts, made)?.event ?? stored,
  isFinal: ({ answered = 0 }) => answered > 0 && !PASSING.includes(answered),
  isServerFault: (status) => status > 499 && PASSING.includes(status),
};

/** Both of Adobe's APIs. */
export const wires = { mediaCollection, mediaEdge } as const;
