import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Breach } from '@media-collection/report';
import { answerPrivately, type Answer } from './answer';
import type { RequestLike } from './request-like';
import type { Call } from './call';
import type { Collector } from './collector';
import type { Forwarder } from './forward';
import { isEventType } from './media-event';

/** What a supervisor asks a collector: is it alive, is it ready, how does it stand. */
export interface Operations {
  /** The collector, with `/livez`, `/readyz` and `/metrics` before it. */
  wrap(collector: Collector): Collector;
  /** To be called with every answered call. */
  onCall(call: Call): void;
  /** To be called with every breach that is found. */
  onBreach(breach: Breach): void;
  /** Says that the collector is stopping: it is not ready any more. */
  stop(): void;
}

/** What operations are made of. */
export interface OperationsOptions {
  readonly forward?: Forwarder;
  /** Why the collector is not ready; undefined when it is. */
  readonly trouble?: () => string | undefined;
  readonly now?: () => number;
}

/** A session that is silent for so long is over, in ms. */
const SILENCE_MS = 10 * 60_000;
/** A viewer whose last call is not older than this counts as present, in ms. */
const NOW_MS = 60_000;
/** After a failure the collector is not ready for so long, in ms. */
const RECOVERY_MS = 10_000;
const MAX_VIEWERS = 1_000_000;

const typeOf = (event: unknown): string => {
  const { eventType } = Object(event) as { eventType?: unknown };
  if (Array.isArray(event)) return 'downloaded';
  return typeof eventType === 'string' && isEventType(eventType) ? eventType : 'none';
};

/** Makes {@link Operations}, whose metrics are those of Prometheus. */
export function createOperations({ forward, trouble, now = () => Date.now() }: OperationsOptions = {}): Operations {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const metric = (name: string, help: string) => ({ name: `media_collector_${name}`, help, registers: [register] });
  const calls = new Counter({ ...metric('calls_total', 'Answered calls.'), labelNames: ['type', 'status'] });
  const repeats = new Counter(metric('repeated_events_total', 'Events that came again and were counted once.'));
  const breaches = new Counter({ ...metric('breaches_total', 'Rules that events broke.'), labelNames: ['rule'] });
  const duration = new Histogram({
    ...metric('call_duration_seconds', 'Time from a call to its answer.'),
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
  });
  /** When each session last called, the one that has been silent for longest first. */
  const lastCalls = new Map<string, number>();

  const recently = (withinMs: number): number => {
    let count = 0;
    for (const at of lastCalls.values()) if (now() - at <= withinMs) count++;
    return count;
  };
  const gauge = (name: string, help: string, value: () => number): void => {
    new Gauge({
      ...metric(name, help),
      collect() {
        this.set(value());
      },
    });
  };
  gauge('open_sessions', 'Sessions that received an event within 10 minutes and have not ended.', () => recently(SILENCE_MS));
  gauge('viewers', 'Sessions that received an event within a minute and have not ended.', () => recently(NOW_MS));
  if (forward) {
    gauge('forward_waiting_sessions', 'Sessions with events that are not forwarded yet.', () => forward.status().waiting);
    gauge('forward_lag_seconds', 'For how long the oldest event has waited.', () => forward.status().lagMs / 1_000);
    gauge('forward_refused_events', 'Events that the other service refused for good.', () => forward.status().refused);
  }

  let failedAt = -Infinity;
  let isStopping = false;

  function follow({ sessionId, event, status }: Call): void {
    if (!sessionId || status >= 300) return;
    const at = now();
    lastCalls.delete(sessionId);
    const type = typeOf(event);
    if (type !== 'sessionEnd' && type !== 'downloaded') lastCalls.set(sessionId, at);
    for (const [id, last] of lastCalls) {
      if (at - last <= SILENCE_MS && lastCalls.size <= MAX_VIEWERS) break;
      lastCalls.delete(id);
    }
  }

  const answerText = (status: number, text: string): Answer => answerPrivately(status, 'text/plain; charset=utf-8', `${text}\n`);

  async function answerTo({ url }: RequestLike): Promise<Answer | undefined> {
    // Without a URL of its own: this is asked of every call.
    if (url.endsWith('/livez') && pathOf(url) === '/livez') return answerText(200, 'alive');
    if (url.endsWith('/readyz') && pathOf(url) === '/readyz') {
      if (isStopping) return answerText(503, 'stopping');
      const reason = trouble?.();
      if (reason) return answerText(503, reason);
      return now() - failedAt < RECOVERY_MS ? answerText(503, 'a call failed within the last 10 s') : answerText(200, 'ready');
    }
    if (url.endsWith('/metrics') && pathOf(url) === '/metrics')
      return answerPrivately(200, register.contentType, await register.metrics());
    return undefined;
  }
  const pathOf = (url: string): string => new URL(url).pathname;

  return {
    wrap(collector) {
      async function answer(asked: RequestLike): Promise<Answer | Response> {
        if (asked.method === 'GET') {
          const own = await answerTo(asked);
          if (own) return own;
        }
        const from = performance.now();
        const answered = await collector.answer(asked);
        if (!(answered instanceof Response)) duration.observe((performance.now() - from) / 1_000);
        return answered;
      }
      const wrapped = async (request: Request): Promise<Response> => {
        const answered = await answer(request);
        return answered instanceof Response ? answered : new Response(answered.body, answered);
      };
      return Object.assign(wrapped, { answer, note: collector.note, endStreams: () => collector.endStreams() });
    },
    onCall(call) {
      if (call.method !== 'OPTIONS') calls.inc({ type: typeOf(call.event), status: String(call.status) });
      if (call.repeated) repeats.inc();
      if (call.status >= 500) failedAt = now();
      follow(call);
    },
    onBreach: ({ rule }) => breaches.inc({ rule }),
    stop: () => void (isStopping = true),
  };
}
