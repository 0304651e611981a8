import type { Fetch } from './forward/deliver';
import { targetOf } from './forward/target';
import type { MediaEvent } from './media-event';

/** Where a session is sent again. */
export interface ReplayOptions {
  /** The endpoint of another service, as a forwarder's: `?configId=<datastream>` names one of the Media Edge API. */
  readonly url: string;
  readonly fetch?: Fetch;
  /** When the last event is to have happened, in epoch ms; now when left out. */
  readonly endsAt?: number;
}

/** What became of a replay. */
export interface Replayed {
  /** The session's id at the other service; undefined when it was not opened, or sent as a whole. */
  readonly id?: string;
  readonly sent: number;
  /** What was refused, in sentences. */
  readonly problems: readonly string[];
}

/** Sends the events of one session again, as a session of its own, with its time shifted so that it ends now; never rejects. */
export async function replay(events: readonly MediaEvent[], options: ReplayOptions): Promise<Replayed> {
  const { url, fetch = globalThis.fetch, endsAt = Date.now() } = options;
  const last = events.reduce((latest, { playerTime }) => Math.max(latest, playerTime.ts), 0);
  const shifted = events.map((event) => ({
    ...event,
    playerTime: { ...event.playerTime, ts: event.playerTime.ts + endsAt - last },
  }));
  const [start, ...rest] = shifted;
  if (!start) return { sent: 0, problems: ['The session has no events.'] };
  const target = targetOf(url, fetch);
  const isWhole = start.params?.['media.downloaded'] === true;
  const opened = isWhole ? await target.sendWhole(shifted) : await target.open(start);
  if (opened.outcome !== 'taken') return { sent: 0, problems: [sentenceOf(start, opened)] };
  if (isWhole) return { sent: shifted.length, problems: [] };
  const problems: string[] = [];
  for (const event of rest) {
    const delivery = await target.send(opened.id!, event);
    if (delivery.outcome !== 'taken') problems.push(sentenceOf(event, delivery));
  }
  return { id: opened.id!, sent: shifted.length - problems.length, problems };
}

function sentenceOf(
  { eventType }: MediaEvent,
  delivery: { readonly outcome: string; readonly status?: number; readonly message?: string },
): string {
  const what = delivery.outcome === 'gone' ? 'its session is gone' : (delivery.message ?? 'it was refused');
  return `${eventType}: ${delivery.status === undefined ? '' : `${delivery.status} `}${what}`;
}
