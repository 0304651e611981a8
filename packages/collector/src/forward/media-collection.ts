import type { MediaEvent } from '../media-event';
import { laterAfter, post, type Delivery, type Fetch, type Reply } from './deliver';
import type { Target } from './target';

/** Refusals that say nothing about the event. */
const passing = new Set([408, 425, 429]);

/** The id in the `Location` of a session that was opened; undefined when there is none. */
const idIn = ({ location }: Reply): string | undefined => /\/sessions\/([^/?#]+)\/?$/.exec(location ?? '')?.[1];

function messageOf({ text = '' }: Reply): string {
  try {
    return String((JSON.parse(text) as { message?: unknown }).message).slice(0, 500);
  } catch {
    return text.slice(0, 200);
  }
}

function read(reply: Reply, opens: boolean): Delivery {
  const { url, status } = reply;
  if (status >= 200 && status < 300) {
    if (!opens) return { outcome: 'taken' };
    const id = idIn(reply);
    if (id) return { outcome: 'taken', id };
    return {
      outcome: 'later',
      message: `${url} answered ${status} without the place of the session: is it a Media Collection endpoint?`,
    };
  }
  if (!opens && (status === 404 || status === 410)) return { outcome: 'gone' };
  if (status >= 500 || passing.has(status)) return laterAfter(reply);
  return { outcome: 'refused', status, message: messageOf(reply) };
}

/** A service that speaks the Media Collection API; `base` is its endpoint. */
export function mediaCollectionTarget(base: string, fetch: Fetch): Target {
  const addressOf = (path: string): string => `${base.replace(/\/+$/, '')}/api/v1/${path}`;
  const send = async (path: string, body: unknown, opens = false): Promise<Delivery> => {
    const reply = await post(fetch, addressOf(path), body);
    return 'outcome' in reply ? reply : read(reply, opens);
  };
  return {
    open: (start: MediaEvent) => send('sessions', start, true),
    send: (id, event) => send(`sessions/${id}/events`, event),
    sendWhole: (events) => send('downloaded', events),
    probe: {
      address: addressOf('sessions'),
      problemOf: (status) =>
        status === 400 || status === 429 || status >= 500
          ? undefined
          : `answered ${status} to an event that is none, where a Media Collection service answers 400`,
    },
  };
}
