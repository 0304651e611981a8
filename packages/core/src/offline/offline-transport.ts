import type { createLane, Lane, LanePorts, QueuedEvent } from '../transport/lane';

/** What the offline transport needs: the ports of its lanes, except `onGone`. */
export type OfflinePorts = Omit<LanePorts<QueuedEvent>, 'onGone'>;

/** Creates the lanes of a tracker, and handles page events as they do. */
export interface OfflineTransport extends Pick<Lane<QueuedEvent>, 'drop' | 'wake' | 'leave' | 'finish'> {
  /** It is in use as long as the tracker lives. */
  readonly busy: true;
  readonly createLane: typeof createLane;
}

/** What `offline()` returns: it creates lanes that outlive their page. */
export type Offline = (ports: OfflinePorts, make: typeof createLane) => OfflineTransport;
