import { createCollector, createMemoryStore } from '@media-collection/collector';
import { createTracker, type Adapter, type Emit, type LostReason, type MediaEvent } from '@media-collection/core';
import { vi } from 'vitest';
import { createRandom } from './random';
import type { Conditions } from './conditions';
import { createNetwork, type Attempt, type Incident } from './network';
import { content, type PageWord, type Step, type Viewing } from './step';
import type { WireModel } from './wires';
import { createWorld, EPOCH } from './world';

/** An event as it was made, with its session counted from 0, and its text on the wire. */
export interface Made {
  readonly event: MediaEvent;
  readonly body: string;
  readonly session: number;
}

/** An event that was reported to the page as lost. */
export interface Loss {
  readonly body: string;
  readonly reason: LostReason;
  readonly at: number;
}

/** All that came of a viewing. */
export interface Run {
  readonly wire: WireModel;
  readonly made: readonly Made[];
  readonly lost: readonly Loss[];
  readonly attempts: readonly Attempt[];
  /** What the service keeps, by session id, in its order. */
  readonly kept: ReadonlyMap<string, readonly MediaEvent[]>;
  readonly log: readonly Incident[];
  readonly warnings: readonly string[];
  /** When the page died, if it did. */
  readonly diedAt: number | undefined;
  /** When there was no consent, in ms since the beginning. */
  readonly withheld: readonly { readonly from: number; readonly to: number }[];
}

const identity = {
  'analytics.trackingServer': 'acme.sc.omtrdc.net',
  'analytics.reportSuite': 'acme',
  'visitor.marketingCloudOrgId': 'ACME@AdobeOrg',
  'media.channel': 'faults',
  'media.playerName': 'faults',
};
/** What remains to be sent is sent within this time. */
const REST_MS = 3_600_000;

type Act = { readonly [W in Step[1]]: (step: Extract<Step, readonly [number, W, ...unknown[]]>) => void };

/** Lets a viewing happen over a network of such a conditions, with a real tracker and a real collector. */
export async function run(viewing: Viewing, conditions: Conditions, seed: number, wire: WireModel): Promise<Run> {
  const world = createWorld();
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal('window', window);
  vi.stubGlobal('document', document);
  const jitter = createRandom(seed + 1);
  vi.spyOn(Math, 'random').mockImplementation(jitter.next);

  const store = createMemoryStore();
  let ids = 0;
  const collector = createCollector({ store, now: () => EPOCH + world.now(), newId: () => `s${++ids}` });
  const made: Made[] = [];
  const network = createNetwork(world, createRandom(seed + 2), conditions, collector, wire, made, () =>
    window.dispatchEvent(new Event('online')),
  );

  const lost: Loss[] = [];
  const warnings: string[] = [];
  const withheld: { from: number; to: number }[] = [];
  let session = -1;
  let hasEnded = false;
  let diedAt: number | undefined;
  let head = { from: 0, since: 0, rate: 0 };
  const playhead = (): number => head.from + ((world.now() - head.since) / 1_000) * head.rate;
  let emit: Emit = () => {};
  let contents = 0;
  const adapter: Adapter = {
    name: 'fake',
    playhead,
    media: () => ({ params: { ...content, 'media.id': `content-${++contents}` } }),
    subscribe: (to) => void (emit = to),
  };
  const { byHand, prerollWait, adPingInterval, consent, params } = viewing;
  const promised = (): Promise<typeof identity> =>
    new Promise((resolve, reject) =>
      world.after(params!.after, () => world.toPage(() => (params!.kept ? resolve(identity) : reject()))),
    );

  const tracker = createTracker({
    ...wire.options,
    params: params ? promised : identity,
    clock: world.page,
    fetch: network.fetch,
    playhead,
    prerollWait,
    adPingInterval,
    consent,
    onEvent: (event) => {
      if (hasEnded) return;
      if (event.eventType === 'sessionStart') session++;
      made.push({ event, body: JSON.stringify(event), session });
    },
    onLost: (event, reason) => {
      if (hasEnded) return;
      world.stir();
      lost.push({ body: JSON.stringify(event), reason, at: world.now() });
    },
    onWarning: (sentence) => warnings.push(sentence),
  });
  let detach = byHand ? () => {} : tracker.attach(adapter);

  const decide = (decision: string): void => {
    const last = withheld.at(-1);
    if (decision !== 'in' && last?.to !== Infinity) withheld.push({ from: world.now(), to: Infinity });
    else if (decision === 'in' && last?.to === Infinity) last.to = world.now();
  };
  decide(consent);

  const shows = (isHidden: boolean): void => {
    document.hidden = isHidden;
    document.dispatchEvent(new Event('visibilitychange'));
  };
  const leave = (persisted: boolean): void => {
    network.leaving = true;
    window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted }));
  };
  const page: Readonly<Record<PageWord, () => void>> = {
    hide: () => shows(true),
    show: () => shows(false),
    freeze: world.freeze,
    thaw: world.thaw,
    leave: () => {
      shows(true);
      leave(true);
    },
    return: () => {
      world.thaw();
      network.leaving = false;
      shows(false);
    },
    die: () => leave(false),
  };
  const acts: Act = {
    emit: ([, , intent]) => emit(intent),
    track: ([, , ...words]) => (tracker.track as (...words: unknown[]) => void)(...words),
    qoe: ([, , values]) => tracker.qoe(values),
    playhead: ([, , from, rate]) => void (head = { from, since: world.now(), rate }),
    page: ([, , word]) => page[word](),
    jump: ([, , ms]) => world.jump(ms),
    consent: ([, , decision]) => {
      decide(decision);
      tracker.consent(decision);
    },
    detach: () => detach(),
    attach: () => void (detach = tracker.attach(adapter)),
    destroy: () => tracker.destroy(),
  };

  for (const step of viewing.steps) {
    const [at, what, word] = step;
    await world.pass(at);
    if (world.dead) break;
    (acts[what] as (step: Step) => void)(step);
    if (what !== 'page' || (word !== 'leave' && word !== 'die')) continue;
    // Promises that are kept while the page goes are kept in time.
    await world.pass(at);
    if (word === 'leave') world.freeze();
    else {
      diedAt = world.now();
      world.die();
      network.abandon();
    }
  }
  await world.pass(world.now());
  if (!world.dead) network.calm();
  await world.pass(world.now() + REST_MS);
  hasEnded = true;
  network.end();
  await world.pass(world.now());
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  const kept = new Map(
    (await store.list()).map(({ id, events }) => [id, events.map((event) => wire.original(event as MediaEvent, made))] as const),
  );
  return { wire, made, lost, attempts: network.attempts, kept, log: network.log, warnings, diedAt, withheld };
}
