import type { Wire } from '../wire/wire';
import type { createLane, Lane, LanePorts, QueuedEvent } from '../transport/lane';

/** What a road needs: what its lanes need, but for what becomes of a session that is gone. */
export type OfflinePorts = Omit<LanePorts<QueuedEvent>, 'onGone'>;

/** Makes a tracker's lanes, and hears what they hear of the page. */
export interface OfflineTransport extends Pick<Lane<QueuedEvent>, 'drop' | 'wake' | 'leave' | 'finish'> {
  /** As long as the tracker lives it has something to do. */
  readonly busy: true;
  readonly createLane: typeof createLane;
}

/** What makes the wire of a tracker, as `edge()` does; it refuses the option `endpoint` where it takes none. */
export type MakeWire = (endpoint: string | undefined, ports: Pick<OfflinePorts, 'clock' | 'permission' | 'warn'>) => Wire;

/** What `offline()` makes: lanes that outlive their page, out of those that do not. */
export type Offline = (ports: OfflinePorts, make: typeof createLane) => OfflineTransport;
