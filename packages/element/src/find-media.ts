import { isElement } from './host';

/** Names of elements that play, though they are not defined yet. */
const PLAYS = /^(video|audio|video-js|(mux|media)-player|[\w-]+-(video|audio))$/;

const mediaIn = (scope: Element | null | undefined, self: Element): Element | undefined =>
  Array.from(scope?.querySelectorAll('*') ?? []).find(
    (element) => element !== self && (isElement(element) || PLAYS.test(element.localName)),
  );

/** Where media are looked for, in this order, beside the property `media`. */
export const PLACES =
  'the property media, the element that the attribute for names, a Video.js 10 player, its children, its siblings';

/** The media that belong to the element: what `for` names, what a player around it gives, what is in it or beside it. */
export function findMedia(self: HTMLElement, provided: unknown): unknown {
  const id = self.getAttribute('for');
  const root = self.getRootNode() as Document | ShadowRoot;
  if (id) return root.getElementById?.(id) ?? undefined;
  const { parentElement } = self;
  const around = parentElement ?? (root as Partial<ShadowRoot>).host;
  return (
    provided ??
    mediaIn(self, self) ??
    (around as { media?: unknown } | undefined)?.media ??
    mediaIn(parentElement, self) ??
    Array.from((root as Partial<ShadowRoot>).host ? (root as ShadowRoot).children : []).find(
      (element) => isElement(element) || PLAYS.test(element.localName),
    )
  );
}

interface MediaContext {
  readonly media?: unknown;
}

/** Asks the Video.js 10 player around an element for its media, now and at each change; returns what ends that. */
export function askPlayer(self: Element, take: (media: unknown) => void): () => void {
  let stop = (): void => {};
  const callback = (value: MediaContext | null | undefined, unsubscribe?: () => void): void => {
    stop = unsubscribe ?? stop;
    take(value?.media ?? undefined);
  };
  const asked = { context: Symbol.for('@videojs/media'), contextTarget: self, subscribe: true, callback };
  self.dispatchEvent(Object.assign(new Event('context-request', { bubbles: true, composed: true }), asked));
  return () => stop();
}
