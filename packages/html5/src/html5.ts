import { listen, type Adapter, type Emit, type Guess } from '@media-collection/core';
import { isBroken, mediaIntents, muteOf, type Place } from './media-intents';

/** How an element is followed. */
export interface Html5Options {
  /** Player states to report; `[]` for none. */
  states?: readonly string[];
}

const STATES: readonly string[] = ['mute', 'fullScreen', 'pictureInPicture'];

const guess = (element: HTMLMediaElement): Guess<'sessionStart'> => {
  const { localName, currentSrc, duration, readyState } = element;
  const audio = localName === 'audio' || (readyState > 0 && !(element as HTMLVideoElement).videoWidth);
  return {
    params: {
      // Query and fragment may hold tokens; a blob: says nothing about the content.
      ...(/^(?!blob:|data:)./.test(currentSrc) && { 'media.id': currentSrc.replace(/[?#].*/, '') }),
      ...(duration < Infinity && { 'media.length': duration }),
      'media.contentType': audio ? 'aod' : 'vod',
      'media.streamType': audio ? 'audio' : 'video',
    },
    native: element,
  };
};

/** Whether a node is inside an element, also through shadow roots: from outside, only the host is seen to be full screen. */
const isWithin = (node: Node, element: Element): boolean => {
  const root = node.getRootNode();
  return element.contains(node) || (root instanceof ShadowRoot && isWithin(root.host, element));
};

/**
 * Follows a plain `<video>` or `<audio>` element, in the document or not.
 * @throws TypeError when it is given something else.
 */
export function html5(element: HTMLMediaElement, { states = STATES }: Html5Options = {}): Adapter {
  if (!element?.addEventListener || !('currentTime' in element))
    throw new TypeError(`@media-collection/html5: expected a <video> or <audio> element, got ${String(element)}`);
  const place: Place = { last: 0 };
  return {
    name: 'html5',
    playhead: () => (element.seeking || !element.readyState ? place.last : element.currentTime),
    media: () => guess(element),
    subscribe: (tell, signal) => {
      const emit: Emit = (intent) => (intent.type === 'state' && !states.includes(intent.name)) || tell(intent);
      const inserted = element.isConnected;
      place.last = element.currentTime;
      const page = element.ownerDocument;
      const fullScreen = () => {
        const full = page.fullscreenElement;
        // A page that is full screen as a whole is not the player's doing.
        return {
          type: 'state',
          name: 'fullScreen',
          on: !!full && full !== page.documentElement && isWithin(element, full),
        } as const;
      };
      listen(element, mediaIntents(element, place, inserted), emit, signal);
      listen(page, { fullscreenchange: fullScreen }, emit, signal);
      // A <source> says to itself alone that it failed; the last one leaves the element without any.
      const failed = () => !element.error && isBroken(element) && emit({ type: 'fail', id: 'html5.4' });
      element.addEventListener('error', failed, { capture: true, signal });
      // A paused element says nothing when it is removed; its box does. One that plays may still be put back in time.
      const box = new ResizeObserver(() => inserted && !element.isConnected && element.paused && emit({ type: 'unload' }));
      box.observe(element);
      signal.addEventListener('abort', () => box.disconnect());

      emit(muteOf(element));
      emit(fullScreen());
      emit({
        type: 'state',
        name: 'pictureInPicture',
        on: (element.getRootNode() as Document).pictureInPictureElement === element,
      });
      // Told to play in this very task: `play` is still to come, and only then the source is known.
      if (element.paused || element.ended || isBroken(element)) return;
      const runs = element.readyState > 2 && !element.seeking;
      emit({ type: 'start', late: runs, playhead: element.currentTime });
      if (runs) emit({ type: 'run' });
    },
  };
}
