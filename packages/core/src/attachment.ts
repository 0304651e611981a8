import type { Adapter, Emit } from './adapter';
import { readIntent } from './answers';
import type { Guard } from './guard';
import type { SessionInput } from './session/input';
import { show } from './show';
import { createClaim } from './targets';

interface AttachmentPorts {
  readonly guard: Guard;
  warn(sentence: string): void;
  /** The player may be tracked by other trackers, too. */
  readonly isShared: boolean | undefined;
  /** False while intents are not heard. */
  isOpen(): boolean;
  dispatch(input: SessionInput, isIntent?: boolean): void;
}

/** The adapter of a tracker; it has one at a time. */
export interface Attachment {
  current(): Adapter | undefined;
  /** Subscribes to an adapter, and detaches the one before; returns what detaches it. One that is refused is warned of. */
  attach(next: Adapter): () => void;
  detach(): void;
}

/** Not made inside attach(), where it would keep the adapter, and so the player, alive. */
export const noop = (): void => {};

/** Creates the attachment of a tracker. */
export function createAttachment({ guard, warn, isShared, isOpen, dispatch }: AttachmentPorts): Attachment {
  let adapter: Adapter | undefined;
  let detach = noop;
  const attachment: Attachment = {
    current: () => adapter,
    detach: () => detach(),
    attach: (next) => {
      if (!guard('attach()', () => typeof (next as Adapter | undefined)?.subscribe === 'function')) {
        warn(`attach is ignored: expected an adapter, got ${show(next)}.`);
        return noop;
      }
      // Before the adapter that it replaces is detached, because a call that is ignored changes nothing.
      const claim = createClaim(next, attachment, isShared, guard, warn);
      if (!claim.take('attach is ignored')) return noop;
      detach();
      const listening = new AbortController();
      const leave = (): void => {
        if (listening.signal.aborted) return;
        // An adapter may still emit what ends just now.
        listening.abort();
        detach = noop;
        claim.release();
        dispatch({ type: 'unloaded' });
        adapter = undefined;
      };
      adapter = next;
      detach = leave;
      const emit: Emit = (intent) => {
        const read = isOpen() && detach === leave && intent && readIntent(intent, guard, warn);
        if (!read) return;
        // By now the player may have an element that it did not have when it was attached.
        if (read.type === 'playRequested' && !claim.take('the player is detached')) return leave();
        dispatch(read, true);
      };
      guard('the subscribe() of the adapter', () => next.subscribe(emit, listening.signal));
      return leave;
    },
  };
  return attachment;
}
