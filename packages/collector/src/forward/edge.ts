import {
  edgeAnswerIn,
  edgeBodyOf,
  edgeDownloadedBodyOf,
  edgeIdentitiesOf,
  edgeRefusalIn,
  edgeSessionIn,
  edgeVerdict,
  explainEdge,
} from '@media-collection/core/schema';
import type { MediaEvent } from '../media-event';
import { laterAfter, post, type Delivery, type Fetch, type Reply } from './deliver';
import type { Target } from './target';

/** What core's mapper takes. */
type CoreEvent = Parameters<typeof edgeBodyOf>[0];

/** What the datastream knows, and so no body of this API says. */
const OF_THE_DATASTREAM = /^(analytics\.|visitor\.marketingCloudOrgId$|media\.downloaded$)/;

function read(reply: Reply, type: string): Delivery {
  const { status, text, url } = reply;
  const opens = type === 'sessionStart';
  const answer = edgeAnswerIn(text);
  const isWebPage = /^\s*</.test(text ?? '');
  const verdict = edgeVerdict({ status, isWebPage });
  // An opening whose answer broke off may have opened a session, whose id nobody knows.
  if (verdict === 'retry' || (opens && verdict === 'delivered' && text === undefined)) return laterAfter(reply);
  if (verdict === 'gone')
    return opens ? { outcome: 'refused', status, message: `${url}: ${explainEdge(answer, status)}` } : { outcome: 'gone' };
  if (verdict === 'refused') return { outcome: 'refused', status, message: explainEdge(answer, status) };
  const id = opens ? edgeSessionIn(answer) : undefined;
  if (id) return { outcome: 'taken', id };
  const message = edgeRefusalIn(answer, status, opens);
  return message ? { outcome: 'refused', status, message } : { outcome: 'taken' };
}

/**
 * A service that speaks the Media Edge API. `onLeftOut` is called once for each key that this API has no place for.
 * @param base the address up to `/va/v1`, e.g. `https://edge.adobedc.net/ee`
 */
export function edgeTarget(base: string, datastreamId: string, fetch: Fetch, onLeftOut: (key: string) => void): Target {
  const known = new Set<string>();
  const addressOf = (type: string): string => `${base}/va/v1/${type}?configId=${encodeURIComponent(datastreamId)}`;

  const send = async (type: string, make: (dropped: string[]) => object): Promise<Delivery> => {
    const dropped: string[] = [];
    const body = make(dropped);
    for (const key of dropped)
      if (!known.has(key) && !OF_THE_DATASTREAM.test(key)) {
        known.add(key);
        onLeftOut(key);
      }
    const reply = await post(fetch, addressOf(type), body);
    return 'outcome' in reply ? reply : read(reply, type);
  };
  const visitorOf = ({ params }: MediaEvent): { identityMap: ReturnType<typeof edgeIdentitiesOf> } => ({
    identityMap: edgeIdentitiesOf(params),
  });

  return {
    open: (start) => send('sessionStart', (dropped) => edgeBodyOf(start as CoreEvent, visitorOf(start), dropped)),
    send: (id, event) =>
      send(event.eventType.replace(/^state.*/, 'statesUpdate'), (dropped) => edgeBodyOf(event as CoreEvent, { id }, dropped)),
    sendWhole: (events) =>
      send('downloaded', (dropped) => edgeDownloadedBodyOf(events as CoreEvent[], visitorOf(events[0]!), dropped)),
    probe: {
      address: addressOf('sessionStart'),
      problemOf(status, text) {
        if (status === 400 && /EXEG-0003|datastream/i.test(text)) return `answered that it has no datastream ${datastreamId}`;
        if (status === 207 || status === 400 || status === 429 || status >= 500) return undefined;
        return status === 401 || status === 403 || status === 422
          ? `answered: ${explainEdge(edgeAnswerIn(text), status)}`
          : `answered ${status} to an event that is none, where the Media Edge API answers 207 or 400`;
      },
    },
  };
}
