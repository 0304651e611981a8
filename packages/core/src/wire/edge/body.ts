import { batchOf } from '../downloaded';
import type { MediaEvent } from '../events';
import { timeOf, xdmOf } from './xdm';

/** Who the visitor is, by namespace. */
export interface IdentityMap {
  readonly [namespace: string]: readonly {
    readonly id: string;
    readonly authenticatedState?: 'ambiguous' | 'authenticated' | 'loggedOut';
    readonly primary?: boolean;
  }[];
}

/** What the service keeps in cookies of the page. */
export interface EdgeState {
  readonly domain: string;
  readonly cookiesEnabled: boolean;
  readonly entries?: readonly { readonly key: string; readonly value: string }[];
}

/** What a body holds beside the event. */
export interface EdgeSession {
  /** The session's id; without it the event opens one. */
  readonly id?: string | undefined;
  readonly identityMap?: IdentityMap | undefined;
  readonly state?: EdgeState | undefined;
  /** Asks for the visitor's id. */
  readonly asksIdentity?: boolean | undefined;
}

/** A body of the Media Edge API. */
export interface EdgeBody {
  readonly events: readonly [{ readonly xdm: Readonly<Record<string, unknown>> }];
  readonly query?: { readonly identity: { readonly fetch: readonly string[] } };
  readonly meta?: { readonly state: EdgeState };
}

type Params = Readonly<Record<string, unknown>>;
const STATES = ['ambiguous', 'authenticated', 'loggedOut'] as const;

/** The identities that the parameters of a `sessionStart` name. */
export function identitiesOf(params: Params | undefined): IdentityMap {
  const ecid = params?.['visitor.marketingCloudUserId'];
  const customers = (params?.['visitor.customerIDs'] ?? {}) as Record<string, { id?: string; authState?: 0 | 1 | 2 } | undefined>;
  return {
    ...(ecid ? { ECID: [{ id: String(ecid), authenticatedState: STATES[0], primary: false }] } : {}),
    ...Object.fromEntries(
      Object.entries(customers)
        .filter(([, customer]) => customer?.id)
        .map(([namespace, customer]) => [
          namespace,
          [{ id: String(customer!.id), authenticatedState: STATES[customer!.authState ?? 0] ?? STATES[0] }],
        ]),
    ),
  };
}

const enclose = (xdm: object, { state, asksIdentity }: EdgeSession): EdgeBody => ({
  events: [{ xdm: xdm as Params }],
  ...(asksIdentity && { query: { identity: { fetch: ['ECID'] } } }),
  ...(state && { meta: { state } }),
});

/** What only the beginning of a session says. */
const opening = (params: Params | undefined, { identityMap }: EdgeSession): object => ({
  implementationDetails: {
    name: 'https://www.npmjs.com/package/@media-collection/core',
    version: String(params?.['media.libraryVersion']),
    environment: 'browser',
  },
  ...(identityMap && Object.keys(identityMap)[0] && { identityMap }),
});

/** Makes the body of an event; pure. `dropped` gets the keys that the wire does not carry. */
export const bodyOf = (event: MediaEvent, session: EdgeSession, dropped: string[] = []): EdgeBody => {
  const { mediaCollection, ...xdm } = xdmOf(event, session.id, dropped);
  const start = event.eventType === 'sessionStart' ? opening(event.params as Params, session) : {};
  return enclose({ ...xdm, ...start, mediaCollection }, session);
};

/** Makes the body of a whole session of downloaded content; pure. */
export const downloadedBodyOf = (events: readonly MediaEvent[], session: EdgeSession, dropped: string[] = []): EdgeBody => {
  const batch = batchOf(events);
  const [first] = batch;
  return enclose(
    {
      eventType: 'media.downloaded',
      timestamp: timeOf(first!.playerTime.ts),
      ...opening(first!.params as Params, session),
      mediaDownloadedEvents: batch.map((event) => {
        const { eventType, timestamp, mediaCollection } = xdmOf(event, undefined, dropped);
        return { mediaEventTimestamp: timestamp, mediaEventType: eventType, mediaCollection };
      }),
    },
    session,
  );
};
