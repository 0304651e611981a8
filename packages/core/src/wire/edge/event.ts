import type { MediaEvent } from '../events';
import { fields } from './table';

/** An event as a body of the Media Edge API has it. */
interface EdgeEvent {
  readonly eventType: string;
  readonly timestamp: string;
  readonly mediaCollection: Readonly<Record<string, unknown>>;
  readonly identityMap?: unknown;
  readonly implementationDetails?: { readonly version?: unknown };
}

/** Our keys by section and field. */
const keys = new Map([...fields.values()].map(({ key, section, name }) => [`${section}.${name}`, key]));
const STATES = ['ambiguous', 'authenticated', 'loggedOut'];

const identitiesIn = (map: unknown): Record<string, unknown> => {
  const { ECID, ...others } = (map ?? {}) as Record<string, { id: string; authenticatedState?: string }[]>;
  const named = Object.entries(others).filter(([, list]) => list[0]);
  return {
    ...(ECID?.[0] && { 'visitor.marketingCloudUserId': ECID[0].id }),
    ...(named[0] && {
      'visitor.customerIDs': Object.fromEntries(
        named.map(([namespace, [first]]) => [
          namespace,
          { id: first!.id, authState: Math.max(0, STATES.indexOf(String(first!.authenticatedState))) },
        ]),
      ),
    }),
  };
};

/** The events of the tracker's own vocabulary that a valid event of the Edge wire stands for; a `statesUpdate` may be several. */
export function eventsOf({ eventType, timestamp, mediaCollection, identityMap, implementationDetails }: EdgeEvent): MediaEvent[] {
  const params: Record<string, unknown> = {};
  const qoeData: Record<string, unknown> = {};
  for (const [section, details] of Object.entries(mediaCollection)) {
    if (!/Details$/.test(section)) continue;
    for (const [name, value] of Object.entries(details as object)) {
      const key = keys.get(`${section}.${name}`);
      if (key) (key.startsWith('media.qoe.') ? qoeData : params)[key] = value;
    }
  }
  const type = eventType.replace(/^media\./, '');
  if (type === 'sessionStart') {
    Object.assign(params, identitiesIn(identityMap));
    if (typeof implementationDetails?.version === 'string') params['media.libraryVersion'] = implementationDetails.version;
  }
  const pairs = (mediaCollection['customMetadata'] ?? []) as { name: string; value: string }[];
  // eslint-disable-next-line no-restricted-globals -- it reads a given text, and no clock
  const playerTime = { playhead: mediaCollection['playhead'] as number, ts: Date.parse(timestamp) };
  const make = (as: string, own: object): MediaEvent =>
    ({
      eventType: as,
      playerTime,
      ...(Object.keys(own)[0] && { params: own }),
      ...(Object.keys(qoeData)[0] && { qoeData }),
      ...(pairs[0] && { customMetadata: Object.fromEntries(pairs.map(({ name, value }) => [name, value])) }),
    }) as MediaEvent;
  if (type !== 'statesUpdate') return [make(type, params)];
  const namesIn = (part: string): string[] => ((mediaCollection[part] ?? []) as { name: string }[]).map(({ name }) => name);
  return [
    ...namesIn('statesEnd').map((name) => make('stateEnd', { 'media.state.name': name })),
    ...namesIn('statesStart').map((name) => make('stateStart', { 'media.state.name': name })),
  ];
}
