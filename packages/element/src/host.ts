/** What is read of something that stands for a media element: a custom element, or a Video.js 10 media host, which is no node. */
export interface MediaHost {
  addEventListener?(type: string, listener: () => void): void;
  removeEventListener?(type: string, listener: () => void): void;
  readonly localName?: string;
  readonly shadowRoot?: ShadowRoot | null;
  readonly src?: unknown;
  /** Of Video.js 10: its `<video>`, and the player that loads for it; null while there is none. */
  readonly target?: unknown;
  readonly engine?: unknown;
  /** Of custom-media-element (media-chrome, Mux): the same. */
  readonly nativeEl?: unknown;
  readonly api?: unknown;
  readonly _hls?: unknown;
  /** Of `<mux-player>`: its `<mux-video>`. */
  readonly media?: unknown;
  /** Of Vidstack. */
  readonly provider?: { readonly video?: unknown; readonly instance?: unknown } | null;
  /** Of Video.js 8, on the element that it puts around its `<video>`. */
  readonly player?: unknown;
  readonly parentElement?: { readonly player?: unknown } | null;
  readonly streamType?: unknown;
  readonly error?: { readonly code?: number } | null;
  readonly videoRenditions?: Iterable<{ readonly active?: boolean; readonly bitrate?: number }> & EventTarget;
}

/** Whether something is a plain media element. */
export const isElement = (media: unknown): media is HTMLMediaElement =>
  /^(video|audio)$/i.test((media as Element | null | undefined)?.localName ?? '') && 'currentTime' in (media as object);

const childOf = (host: MediaHost): Element | null | undefined =>
  (host.shadowRoot ?? (host as Partial<Element>)).querySelector?.('video, audio') ??
  (host as Partial<Element>).querySelector?.('video, audio');

/** The plain media element in which a host plays, if it has one by now. */
export function innerOf(host: MediaHost): HTMLMediaElement | undefined {
  const { nativeEl, target, media, provider } = host;
  const inner = [host, nativeEl, target, media, provider?.video].find(isElement);
  return inner ?? (media ? innerOf(media) : (childOf(host) as HTMLMediaElement | null | undefined)) ?? undefined;
}

/** What may be the player behind a host. */
export const enginesOf = ({ engine, api, _hls, provider, player, parentElement }: MediaHost): readonly unknown[] =>
  [engine, api, _hls, provider?.instance, player, parentElement?.player].filter((found) => found && typeof found === 'object');

/** hls.js is there, but the element plays a file, or HLS by itself. */
export const isIdle = (engine: object, inner: HTMLMediaElement): boolean =>
  'levels' in engine && /^(?!blob:)./.test(inner.currentSrc);
