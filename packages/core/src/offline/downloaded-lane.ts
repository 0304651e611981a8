import { ends } from '../wire/downloaded';
import type { MediaEvent } from '../wire/events';
import type { Lane, LanePorts, QueuedEvent } from '../transport/lane';
import type { SessionLease } from './store';

/** The largest body that the service accepts, less the generated end and the commas. */
const MAX_BYTES = 8_388_608 - 65_536;

/** Records a session of downloaded content; `onOver` is called when it ends and can be sent. */
export function createDownloadedLane<L extends QueuedEvent>(
  { persist, release }: SessionLease,
  onLost: LanePorts<L>['onLost'],
  onOver: () => void,
): Lane<L> {
  let bytes = 0;
  const close = (): void => {
    lane.dead = true;
    release();
  };
  const end = (): void => {
    if (lane.dead) return;
    close();
    onOver();
  };
  const lane: { -readonly [K in keyof Lane<L>]: Lane<L>[K] } = {
    id: undefined,
    busy: false,
    hasDelivered: true,
    dead: false,
    push: (...items) => {
      for (const { event } of items) {
        const size = new TextEncoder().encode(JSON.stringify(event)).length + 1;
        if (lane.dead) onLost(event, 'refused');
        else if (bytes + size > MAX_BYTES) onLost(event, 'overflow');
        else {
          bytes += size;
          persist(event);
        }
        if (ends(event as MediaEvent)) end();
      }
    },
    take: () => [],
    drop: close,
    wake: () => {},
    leave: () => {
      close();
      release(true);
    },
    // The session may still get what waited for `params`, or for the callback that destroyed the tracker; its end always follows.
    finish: () => {},
    end,
  };
  return lane;
}
