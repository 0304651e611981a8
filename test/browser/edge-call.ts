import type { Call, MediaEvent } from '@media-collection/collector';
import { eventsOf } from '@media-collection/core/schema';

interface EdgeBody {
  readonly events?: readonly [{ readonly xdm: Parameters<typeof eventsOf>[0] }];
}

/** What the datastream knows, and so no body says. */
const datastream = {
  'analytics.trackingServer': 'datastream',
  'analytics.reportSuite': 'datastream',
  'visitor.marketingCloudOrgId': 'datastream',
};

/**
 * A call of the Media Edge API as the same call of the Media Collection API, whose statuses and events tests read; any other call as it
 * is. The tracker sends one state in a `statesUpdate`; Adobe's Web SDK opens its sessions at `/v1/interact`.
 */
export function asMediaCollection(call: Call): Call {
  if (!/\/(va\/v1\/\w+|v1\/interact)$/.test(call.path.split('?')[0]!) || call.method !== 'POST' || call.status >= 300)
    return call;
  const xdm = (call.event as EdgeBody).events?.[0].xdm;
  if (!xdm?.mediaCollection) return call;
  const [event] = eventsOf(xdm) as unknown as [MediaEvent];
  if (event.eventType !== 'sessionStart') return { ...call, event, status: 204 };
  return { ...call, event: { ...event, params: { ...datastream, ...event.params } }, status: 201 };
}
