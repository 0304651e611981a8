import type { Fetch } from '@media-collection/core';
import type { Random } from './random';
import { faults, type Fault, type Conditions, type Spell } from './conditions';
import type { Made } from './run';
import type { WireModel } from './wires';
import { EPOCH, type World } from './world';

/** One request: what was sent, what the server made of it, and what the page learnt. */
export interface Attempt {
  /** The session's id; undefined for an opening. */
  readonly session: string | undefined;
  readonly body: string;
  readonly type: string;
  readonly sentAt: number;
  /** It was sent while the page went. */
  readonly leaving: boolean;
  /** It could not but overtake or be overtaken: another one of its session was on its way. */
  readonly besides: boolean;
  fault?: Fault | Spell;
  /** When the server took it, each time. */
  readonly takenAt: number[];
  /** What the server answered, and the id that it gave. */
  given?: string | undefined;
  /** What reached the page of the service; 0: it learnt that nothing did. Undefined: it learnt nothing. */
  answered?: number;
  /** When it learnt that. */
  answeredAt?: number;
  /** How long the service told the page to wait, in ms; 0: it named no time. */
  waits?: number;
}

/** Something that befell the network, and a request if there was one. */
export interface Incident {
  readonly ms: number;
  readonly what: string;
}

/** The network between a page and a service. */
export interface Network {
  readonly fetch: Fetch;
  readonly attempts: readonly Attempt[];
  /** What befell it, and when, in ms since the beginning. */
  readonly log: readonly Incident[];
  /** From now on nothing more happens to requests. */
  calm(): void;
  /** The page goes: what is sent from now on, and until `stayed`, is sent side by side. */
  leaving: boolean;
  /** The page is gone: only what outlives it goes on its way. */
  abandon(): void;
  /** Lets go of all that the page of this run would have heard, so that the next run's page begins with a whole budget. */
  end(): void;
}

const OPEN_TIMEOUT_MS = 30_000;
const EVENT_TIMEOUT_MS = 10_000;
/** When a browser gives up by itself. */
const GIVE_UP_MS = 300_000;

/** Puts a network with its moods between a page and a service. */
export function createNetwork(
  world: World,
  random: Random,
  conditions: Conditions,
  service: (request: Request) => Promise<Response>,
  wire: WireModel,
  made: readonly Made[],
  onOnline: () => void,
): Network {
  const attempts: Attempt[] = [];
  const log: Incident[] = [];
  const unheard = new Set<() => void>();
  let ended = false;
  const open = new Set<{ readonly attempt: Attempt; readonly keepalive: boolean; cut(): void }>();
  const closed = new Map<string, number>();
  let shares = conditions.shares;
  let way = conditions.way;
  const spells: Spell[] = [];
  let isCalm = false;

  const note = (what: string): void => void log.push({ ms: world.now(), what });

  for (const { what, from, to, isTold } of conditions.spells) {
    world.after(from, () => {
      if (isCalm) return;
      spells.push(what);
      note(what);
      if (what === 'offline') for (const one of open) one.cut();
    });
    world.after(to, () => {
      if (isCalm) return;
      note(isTold ? `no more: ${what}` : `no more, and nobody reports it: ${what}`);
      spells.splice(spells.indexOf(what), 1);
      if (isTold && !spells.includes('offline')) world.toPage(onOnline);
    });
  }
  /** The spell that a request meets. */
  const spellOf = (isOpening: boolean): Spell | undefined =>
    spells.find((what) => what === 'offline') ??
    spells.find((what) => what === '503 to everything' || (what === '404 to every event') === !isOpening);

  const drawFault = (isOpening: boolean): Fault | undefined =>
    faults.find((fault) => {
      const isOf = /session id/.test(fault) ? isOpening : /^4(04|10)$/.test(fault) ? !isOpening : true;
      return isOf && random.chance(shares[fault] ?? 0);
    });

  const retryAfter = (): Record<string, string> => {
    const seconds = random.pick([1, 5, 30, 120, 600]);
    const date = new Date(EPOCH + world.now() + seconds * 1_000).toUTCString();
    return random.chance(0.5) ? {} : { 'Retry-After': random.pick([String(seconds), date, 'soon', '0']) };
  };

  const refusal = (status: number, headers: Record<string, string> = {}): Response =>
    new Response(`{"message":"the model says ${status}"}`, { status, headers });

  /** The ids that answers give. */
  const ids = new WeakMap<Response, string>();

  const serve = async (url: string, text: string, headers: HeadersInit | undefined, attempt: Attempt): Promise<Response> => {
    const status = closed.get(attempt.session ?? '');
    if (status) return refusal(status);
    const response = await service(new Request(url, { method: 'POST', body: text, headers: headers! }));
    if (response.status < 300) attempt.takenAt.push(world.now());
    const id = attempt.session ? undefined : await wire.idIn(response.clone());
    if (id) ids.set(response, id);
    return response;
  };

  const fetch: Fetch = (url, { body: text, headers, signal, keepalive }) =>
    new Promise((resolve, reject) => {
      world.stir();
      unheard.add(reject);
      if (ended) return reject();
      const { session, type, original } = wire.read(url, text);
      const besides = [...open].some(({ attempt }) => session !== undefined && attempt.session === session);
      let body: string | undefined;
      const attempt: Attempt = {
        session,
        // An event is sent before the page learns that it was made.
        get body() {
          return (body ??= original(made));
        },
        type,
        sentAt: world.now(),
        leaving: network.leaving,
        besides,
        takenAt: [],
      };
      attempts.push(attempt);
      const drawn = isCalm ? undefined : drawFault(!session);
      const spell = spellOf(!session);
      const fault = spell && spell !== 'offline' ? spell : drawn;
      const offline = spell === 'offline';
      if (fault) attempt.fault = fault;
      if (offline) attempt.fault = 'offline';
      if (attempt.fault) note(`${attempt.fault}: ${type}${session ? ` of ${session}` : ''}`);
      const cancels: (() => void)[] = [];
      const end = (answered: number, give: () => void): void => {
        if (!open.delete(road)) return;
        for (const cancel of cancels) cancel();
        world.toPage(() => {
          if (signal?.aborted) return;
          attempt.answered = answered;
          attempt.answeredAt = world.now();
          give();
        });
      };
      const fail = (): void => end(0, () => reject(new TypeError('no network')));
      const road = { attempt, keepalive: !!keepalive, cut: fail };
      open.add(road);
      signal?.addEventListener('abort', () => {
        attempt.answered = 0;
        open.delete(road);
        // Whoever gives up does not call back what is on its way.
        if (fault !== 'seen only after the time-out') for (const cancel of cancels) cancel();
      });
      const later = (ms: number, run: () => void): void => void cancels.push(world.after(ms, run));
      const answer = (response: Response): void => {
        attempt.given = ids.get(response);
        const named = response.headers.get('Retry-After');
        attempt.waits = Math.max(0, Number(named) * 1_000 || Date.parse(named ?? '') - EPOCH - world.now() || 0);
        const answered = response.headers.get('Content-Type')?.includes('html') ? 0 : response.status;
        later(random.between(...way), () => end(answered, () => resolve(response)));
      };
      const see = (then: (response: Response) => void): void => world.hold(serve(url, text, headers, attempt).then(then));

      if (offline) return later(0, fail);
      if (world.dead && !keepalive) return;
      const timeout = session ? EVENT_TIMEOUT_MS : OPEN_TIMEOUT_MS;
      const isSlow = fault === 'slow' || fault === 'slow session id';
      const up =
        fault === 'seen only after the time-out'
          ? random.between(timeout + 1, timeout * 4)
          : isSlow
            ? random.between(0, timeout - 1)
            : random.between(...way);
      const isLoud = random.chance(0.5);
      const lose = (): void => later(isLoud ? random.between(...way) : GIVE_UP_MS, fail);
      later(up, () => {
        switch (fault) {
          case 'dropped before the server saw it':
            return lose();
          case 'dropped after the server saw it':
            return see(lose);
          case 'seen twice':
            return see((response) => {
              world.after(random.between(1, 3_000), () => see(() => {}));
              answer(response);
            });
          case 'final 4xx':
            return answer(refusal(random.pick([400, 401, 403, 413, 422])));
          case '408 or 429':
            return answer(refusal(random.pick([408, 429]), retryAfter()));
          case '5xx':
            return answer(refusal(random.pick([500, 502, 503, 504]), retryAfter()));
          case '5xx after the server saw it':
            return see(() => answer(refusal(random.pick([500, 502, 504]))));
          case 'session id missing':
          case 'no session id can be read':
            return see(() => answer(wire.withoutId()));
          case '503 to everything':
            return answer(refusal(503));
          case '404 to every event':
            return answer(refusal(404));
          case 'a web page in place of an answer':
            return answer(new Response('<!doctype html><title>Welcome', { headers: { 'Content-Type': 'text/html' } }));
          case '404':
          case '410':
            closed.set(session!, Number(fault));
        }
        see(answer);
      });
    });

  const network: Network = {
    fetch,
    attempts,
    log,
    leaving: false,
    calm: () => {
      isCalm = true;
      shares = {};
      way = [10, 10];
      if (spells.splice(0).includes('offline')) world.toPage(onOnline);
    },
    abandon: () => {
      for (const one of open) if (!one.keepalive) one.cut();
    },
    end: () => {
      ended = true;
      for (const reject of unheard) reject();
    },
  };
  return network;
}
