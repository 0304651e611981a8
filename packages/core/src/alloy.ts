import { demand } from './options';
import type { MakeWire } from './make-wire';
import { identitiesOf } from './wire/edge/body';
import { verdict } from './wire/edge/verdict';
import { xdmOf } from './wire/edge/xdm';
import type { MediaEvent } from './wire/events';
import type { WireRequest } from './wire/wire';

/** The page's Web SDK: `window.alloy`, or what its instance is called. */
export type Alloy = (command: string, options: object) => PromiseLike<unknown>;

const CONFIGURE = 'give streamingMedia: { channel, playerName } to its configure, and take a build that has the component';

/** The service's status in what the Web SDK rejects with; 0 for a network that is away. */
const statusOf = (message: string): number =>
  Number(/status code (\d{3})/.exec(message)?.[1] ?? (/network/i.test(message) ? 0 : 400));

/**
 * A wire that hands each event to the page's Web SDK, with its consent, its identity and its overrides. Prefer `edge()`: the Web SDK
 * sends nothing when the page goes, and waits as long as it likes.
 * @throws TypeError when it is given no function.
 */
export function alloy(instance: Alloy): MakeWire {
  demand({ alloy: instance }, 'alloy', (value) => typeof value === 'function', 'the Web SDK, window.alloy');
  return (foreign, { warn }) => {
    demand({ endpoint: foreign }, 'endpoint', (url) => url === undefined, 'none beside wire: the Web SDK has its own');
    /**
     * What the Web SDK was given, and its promise: it may wait for consent or its network longer than a request is waited for,
     * and is not given the same again.
     */
    const given = new WeakMap<object, { readonly id: string | undefined; readonly answer: Promise<unknown> }>();
    const request = (event: MediaEvent, id: string | undefined): WireRequest => {
      const dropped: string[] = [];
      const xdm = xdmOf(event, id, dropped);
      for (const key of dropped) warn(`${key} is left out: the Media Edge API has no place for it.`);
      const identityMap = identitiesOf(event.params);
      // Its own ECID is the visitor's.
      delete (identityMap as Record<string, unknown>)['ECID'];
      const options = { xdm: { ...xdm, ...(Object.keys(identityMap)[0] && { identityMap }) } };
      const ask = async (): Promise<unknown> => instance(id ? 'sendMediaEvent' : 'createMediaSession', options);
      return {
        url: `alloy ${xdm.eventType}`,
        body: options,
        init: { headers: {}, credentials: 'omit' },
        send: async () => {
          const known = given.get(event);
          const answer = known && known.id === id ? known.answer : ask();
          given.set(event, { id, answer });
          try {
            const { sessionId } = ((await answer) ?? {}) as { sessionId?: unknown };
            return new Response(typeof sessionId === 'string' ? sessionId : null);
          } catch (error) {
            given.delete(event);
            const message = String((error as Error | undefined)?.message ?? error);
            const status = statusOf(message);
            if (!status) throw error;
            return new Response(/not configured|not exist/i.test(message) ? `${message} ${CONFIGURE}` : message, { status });
          }
        },
        read: (reply) => {
          const isRefused = verdict(reply) === 'refused' || (!id && verdict(reply) === 'delivered' && !reply.text);
          if (!isRefused) return reply;
          const message = `the Web SDK answered: ${reply.message ?? 'no session. Switch on Media Analytics in the advanced options of the datastream, under Datastreams'}`;
          warn(`${event.eventType} is refused: ${message}`);
          return { ...reply, status: 400, message };
        },
      };
    };
    return {
      address: 'alloy',
      lacks: () => undefined,
      open: (first) => request(first as MediaEvent, undefined),
      carry: (event, id) => request(event as MediaEvent, id),
      sessionFrom: ({ text }) => text || undefined,
      verdict,
    };
  };
}
