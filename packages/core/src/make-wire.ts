import type { LanePorts, QueuedEvent } from './transport/lane';
import type { Wire } from './wire/wire';

/** Creates the wire of a tracker, as `edge()` does; it refuses the option `endpoint` if it takes none. */
export type MakeWire = (
  endpoint: string | undefined,
  ports: Pick<LanePorts<QueuedEvent>, 'clock' | 'permission' | 'warn'>,
) => Wire;
