import { apexOf, visitorOf } from './edge/visitor';
import { demand, isOfForm, isSecure } from './options';
import type { MakeWire } from './make-wire';
import { answerIn, handlesOf, sessionIn } from './wire/edge/answer';
import { bodyOf, downloadedBodyOf, identitiesOf, type EdgeBody, type EdgeSession, type IdentityMap } from './wire/edge/body';
import { explain, refusalIn } from './wire/edge/refusal';
import { verdict } from './wire/edge/verdict';
import type { MediaEvent } from './wire/events';
import type { Reply, Wire, WireRequest } from './wire/wire';

export type { IdentityMap } from './wire/edge/body';

/** Where events go, and who the visitor is. */
export interface EdgeOptions {
  /** The id of the datastream, as Adobe's interface shows it. */
  datastreamId: string;
  /** The edge domain: `https://edge.adobedc.net`, or a name of your own that leads there. */
  endpoint?: string;
  /** The organisation, `…@AdobeOrg`: then the visitor is the one of the cookies that Adobe's Web SDK keeps. */
  orgId?: string;
  /** Identities that your site knows: `{ FPID: [{ id }] }`, or namespaces of your own. */
  identityMap?: IdentityMap;
  /** The first part of the path: `ee`. */
  basePath?: string;
}

const isText = (value: unknown): boolean => typeof value === 'string' && /\S/.test(value);
const isOptional =
  (fits: (value: unknown) => unknown) =>
  (value: unknown): unknown =>
    value === undefined || fits(value);
const isIdentityMap = (map: unknown): boolean =>
  typeof map === 'object' &&
  !!map &&
  Object.values(map).every((list) => Array.isArray(list) && list.every((item: { id?: unknown } | undefined) => isText(item?.id)));

const sessionFrom = ({ text }: Reply): string | undefined => sessionIn(answerIn(text));

/**
 * The wire of Adobe's Media Edge API, for the option `wire`.
 * @throws TypeError when an option is missing or wrong, with its name, what was expected and what came.
 */
export function edge(options: EdgeOptions): MakeWire {
  demand(options, 'datastreamId', isText, 'the id of a datastream');
  demand(
    options,
    'endpoint',
    isOptional((url) => isOfForm(/^https?:\/\/[^\s?#@]+$/)(url) && isSecure(url)),
    'an https URL',
  );
  demand(options, 'orgId', isOptional(isOfForm(/^[^\s@]+@AdobeOrg$/)), 'the id of an organisation, …@AdobeOrg');
  demand(options, 'identityMap', isOptional(isIdentityMap), 'lists of { id } by their namespace');
  demand(options, 'basePath', isOptional(isOfForm(/^\/*\w[\w/-]*$/)), 'a path');
  const { datastreamId, endpoint = 'https://edge.adobedc.net', orgId, identityMap, basePath = 'ee' } = options;

  return (foreign, { clock, permission, warn }) => {
    demand({ endpoint: foreign }, 'endpoint', (url) => url === undefined, 'none beside wire: give it to edge()');
    const wireAt = (base: string, datastream: string): Wire => {
      const visitor = visitorOf(clock, `${base} ${orgId ?? datastream}`, orgId);
      const request = (
        type: string,
        event: MediaEvent,
        opens: boolean,
        make: (session: EdgeSession, dropped: string[]) => EdgeBody,
      ): WireRequest => {
        const { hostname = '' } = (globalThis.location as Location | undefined) ?? {};
        const apex = apexOf();
        const isOwnHost = !!apex && `.${new URL(base).hostname}`.endsWith(`.${apex}`);
        const entries = isOwnHost ? [] : visitor.entries();
        const isKnown = visitor.isKnown();
        const identities = { ...identityMap, ...identitiesOf(event.params) };
        if (visitor.ecid && !identities['ECID']) identities['ECID'] = [{ id: visitor.ecid, authenticatedState: 'ambiguous' }];
        // The cookies say it, and they are the visitor's on all of the site.
        if (entries.some(({ key }) => key.endsWith('_identity'))) delete identities['ECID'];
        const isNew = !isKnown && !identities['ECID'] && !identities['FPID'];
        const dropped: string[] = [];
        const body = make(
          {
            identityMap: identities,
            state: { domain: apex ?? (hostname || 'localhost'), cookiesEnabled: true, ...(entries[0] && { entries }) },
            asksIdentity: isNew && (opens || type === 'downloaded'),
          },
          dropped,
        );
        for (const key of dropped) warn(`${key} is left out: the Media Edge API has no place for it.`);
        const hint = visitor.hint();
        const url = `${base}${hint ? `/${hint}` : ''}/va/v1/${type}?configId=${encodeURIComponent(datastream)}`;
        return {
          url,
          body,
          init: { headers: { 'Content-Type': 'text/plain; charset=UTF-8' }, credentials: isOwnHost ? 'include' : 'omit' },
          isPlain: !isNew && typeof Request === 'function' && 'keepalive' in Request.prototype,
          send: (go, text, leaving) => {
            if (isNew) visitor.ask();
            const { navigator } = globalThis as { navigator?: Navigator };
            if (!leaving || !navigator?.sendBeacon || 'keepalive' in Request.prototype) return go();
            // A plain request dies with the page.
            return navigator.sendBeacon(url, text)
              ? Promise.resolve(new Response(null, { status: 204 }))
              : Promise.reject(new Error());
          },
          read: (reply) => {
            if (isNew) visitor.answer();
            const answer = answerIn(reply.text ?? reply.message);
            const { status } = reply;
            const outcome = verdict(reply);
            if (outcome === 'delivered') {
              visitor.isServed ||= isOwnHost;
              visitor.learn(handlesOf(answer), permission.now === 'in');
            }
            // A body that broke off says nothing.
            if (opens && outcome === 'delivered' && reply.text === undefined) return { ...reply, status: 0 };
            const isDone = outcome === 'delivered' && opens && sessionFrom(reply);
            const message =
              outcome === 'refused'
                ? explain(answer, status)
                : outcome === 'delivered' && !isDone
                  ? refusalIn(answer, status, opens)
                  : undefined;
            if (!message) return reply;
            warn(`${type} is refused: ${message}`);
            return { ...reply, isRefused: true, message };
          },
        };
      };
      return {
        address: `edge ${base} ${datastream}`,
        lacks: () => undefined,
        turn: () => (visitor.isKnown() ? undefined : visitor.asking),
        open: (first) => {
          const event = first as MediaEvent;
          return request('sessionStart', event, true, (session, dropped) => bodyOf(event, session, dropped));
        },
        carry: (carried, id) => {
          const event = carried as MediaEvent;
          const type = event.eventType.replace(/^state.*/, 'statesUpdate');
          return request(type, event, false, (session, dropped) => bodyOf(event, { ...session, id }, dropped));
        },
        batch: (events) =>
          request('downloaded', events[0] as MediaEvent, false, (session, dropped) =>
            downloadedBodyOf(events as MediaEvent[], session, dropped),
          ),
        stamp: (text) => {
          const [, head, middle, tail] = /^([^]*?"timestamp":")[^"]+([^]*?"playhead":)\d+([^]*)$/.exec(text)!;
          // Without timeOf() and playheadOf(), which have run too often to be called as the page goes.
          return (playhead, ts) => head + new Date(ts).toISOString() + middle + Math.trunc(playhead) + tail;
        },
        sessionFrom,
        verdict,
        at: (address) => {
          const [, otherBase, other] = /^edge (\S+) (\S.*)$/.exec(address) ?? [];
          return otherBase ? wireAt(otherBase, other!) : undefined;
        },
      };
    };
    return wireAt(`${endpoint.replace(/\/+$/, '')}/${basePath.replace(/^\/+|\/+$/g, '')}`, datastreamId);
  };
}
