import type { Adapter } from '@media-collection/core';
import { attempt } from './attempt';
import { elementOfHost } from './element-of-host';
import type { FollowOptions } from './follow';
import { enginesOf, innerOf, isIdle, type MediaHost } from './host';

/** After these the element may be another one, or have another player. */
const OF_ELEMENT = ['loadstart', 'emptied', 'play'];
const OF_HOST = ['loadstart', 'sourcechange', 'provider-change', 'hls-instance', 'dash-instance', 'slotchange'];

/** Attributes that change as a player is made: its source, and the class that Video.js gives to the element that it takes. */
const ATTRIBUTES = ['src', 'class'];

/** Makes the adapter of a player; undefined where none of the adapters takes it. */
export type Make = (player: unknown) => Adapter | undefined;

/** Listens until the signal aborts; not every host has listeners. */
function addListeners(
  target: Pick<MediaHost, 'addEventListener' | 'removeEventListener'>,
  types: readonly string[],
  listener: () => void,
  signal: AbortSignal,
): void {
  for (const type of types) target.addEventListener?.(type, listener);
  signal.addEventListener('abort', () => {
    for (const type of types) target.removeEventListener?.(type, listener);
  });
}

/**
 * Follows what plays in a host: its player where there is an adapter for it, else its element. Players are made late, and made anew with
 * other content.
 */
export function followHost(host: MediaHost, make: Make, options: FollowOptions): Adapter {
  let inner: HTMLMediaElement | undefined;
  let engine: unknown;
  let current: Adapter | undefined;

  /** Takes what is there now; true where it is another one than before. */
  const take = (): boolean => {
    const element = innerOf(host);
    let made: Adapter | undefined;
    const isUsed = (found: unknown): boolean =>
      !(element && isIdle(found as object, element)) && (found === engine || !!(made = make(found)));
    // A custom element may make the player of its inner element without a word.
    const player = [host, ...(element ? [element as MediaHost] : [])].flatMap(enginesOf).find(isUsed);
    if (current && player === engine && element === inner) return false;
    // The adapter of the player notices a new element by itself.
    const isSame = current && player && player === engine;
    inner = element;
    engine = player;
    if (isSame) return false;
    const next = made ?? (element && elementOfHost(element, host, options));
    const isOther = next !== current;
    current = next;
    return isOther;
  };
  take();

  return {
    get name() {
      return current?.name ?? 'html5';
    },
    get version() {
      return current?.version ?? '';
    },
    get target() {
      return current?.target ?? host;
    },
    element: () => inner,
    playhead: () => current?.playhead() ?? NaN,
    media: () => current?.media?.() ?? {},
    qoe: () => current?.qoe?.() ?? {},
    subscribe: (emit, signal) => {
      let watching = new AbortController();
      let listening: HTMLMediaElement | undefined;
      let source: string | undefined;
      const follow = (): void => {
        try {
          current?.subscribe(emit, watching.signal);
        } finally {
          watchElement();
        }
      };
      const watchElement = (): void => {
        listening = inner;
        source = inner?.currentSrc;
        if (inner) addListeners(inner, OF_ELEMENT, look, watching.signal);
      };
      const lookAgain = (): void => {
        if (signal.aborted) return;
        const [before, element, player] = [current, inner, engine];
        const isOther = take();
        // What a plain element plays goes on in a player that is made for it.
        const goesOn = !player && element === inner && source === inner?.currentSrc;
        if (!isOther) {
          if (listening !== inner) watchElement();
          source = inner?.currentSrc;
          return;
        }
        watching.abort();
        watching = new AbortController();
        // The old content ends here, if its player has not reported that. A player that is disposed of has no playhead.
        if (before && !goesOn) emit({ type: 'unloaded', playhead: attempt(() => before.playhead()) || undefined });
        follow();
      };
      // Players and custom elements may throw from whatever is read of them, and here nobody else catches it.
      const look = (): void => attempt(lookAgain);
      take();
      follow();
      signal.addEventListener('abort', () => watching.abort());
      addListeners(host, OF_HOST, look, signal);
      if (!(host instanceof Element)) return;
      // A player is made in the microtask after its `src` was set, and what fails at once has failed before the element fires anything.
      const observer = new MutationObserver(() => void Promise.resolve().then(() => Promise.resolve().then(look)));
      observer.observe(host, { attributes: true, attributeFilter: ATTRIBUTES, childList: true });
      signal.addEventListener('abort', () => observer.disconnect());
      // A custom element may put its media into its shadow root late, and exchange them there.
      const lookInside = (): void => {
        look();
        if (signal.aborted || !host.shadowRoot) return;
        const inside = new MutationObserver(() => void (inner?.isConnected || look()));
        inside.observe(host.shadowRoot, { childList: true, subtree: true });
        signal.addEventListener('abort', () => inside.disconnect());
      };
      if (host.localName.includes('-')) void customElements.whenDefined(host.localName).then(lookInside, () => {});
    },
  };
}
