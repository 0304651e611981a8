import { createTracker, type Adapter, type Consent, type Tracker } from '@media-collection/core';
import { attempt } from './attempt';
import { CONNECTION, isKnown, lacking } from './attributes';
import { askPlayer, findMedia, PLACES } from './find-media';
import type { FollowOptions } from './follow';
import { trackerOptions, type ElementOptions } from './tracker-options';

export type { ElementOptions } from './tracker-options';

/** `<media-collection>`: tracks what plays beside it in its player, or in it. */
export interface MediaCollectionElement extends HTMLElement {
  /** What is followed: an element or a player; without it the element looks for it around itself. */
  media: unknown;
  /** The options of `createTracker` and of the adapters, which override the attributes. */
  options: ElementOptions;
  /** Its tracker, while it has what it needs; it fires `ready` when it follows. */
  readonly tracker: Tracker | undefined;
}

/** What stands in the tag, for frameworks that type it: attributes, and properties where they set those. */
export type TagAttributes = Readonly<
  Record<
    | 'endpoint'
    | 'tracking-server'
    | 'report-suite'
    | 'org-id'
    | 'channel'
    | 'player-name'
    | 'datastream-id'
    | 'for'
    | `media-${string}`,
    string
  > & { consent: Consent; media: unknown; options: ElementOptions }
>;

/** The class of `<media-collection>`. */
export type MediaCollectionClass = new () => MediaCollectionElement;

/** An element that does not track warns after this time: parsers and frameworks add what it needs one after the other. */
const PATIENCE_MS = 1_000;

/** Media that are removed with the element may return with it: their adapter keeps the session for a second. */
const RETURN_MS = 1_500;

/** An element that is put back within this time resumes its session, for its tracker still knows where it ended. */
const RESUME_MS = 60_000;

/** Makes the class, with a way to follow media. On a server, where there are no elements, it is a class that nobody uses. */
export function createElementClass(follow: (media: unknown, options: FollowOptions) => Adapter): MediaCollectionClass {
  const Base = (globalThis.HTMLElement ?? Object) as typeof HTMLElement;

  class MediaCollection extends Base implements MediaCollectionElement {
    static readonly observedAttributes = [...CONNECTION, 'for', 'consent'];
    #media: unknown;
    #options: ElementOptions = {};
    #tracker: Tracker | undefined;
    /** Its tracker after it was removed, for a while. */
    #kept: Tracker | undefined;
    #detach = (): void => {};
    /** What is followed now. */
    #followed: unknown;
    /** What a Video.js 10 player around it gives. */
    #provided: unknown;
    #isDue = false;
    #isChanged = false;
    #watched: Node | null = null;
    #leavePlayer: (() => void) | undefined;
    #observer: MutationObserver | undefined;
    #timer: ReturnType<typeof setTimeout> | undefined;
    #warning: ReturnType<typeof setTimeout> | undefined;
    #fault = '';
    readonly #warned = new Set<string>();

    get media(): unknown {
      return this.#media;
    }
    set media(media) {
      this.#media = media;
      this.#schedule();
    }
    get options(): ElementOptions {
      return this.#options;
    }
    set options(options) {
      this.#options = options ?? {};
      this.#isChanged = true;
      this.#schedule();
    }
    get tracker(): Tracker | undefined {
      return this.#tracker;
    }

    connectedCallback(): void {
      // A framework may have set them before the element was defined.
      for (const name of ['media', 'options'] as const) {
        if (!Object.hasOwn(this, name)) continue;
        const own = this as unknown as Record<string, unknown>;
        const value = own[name];
        delete own[name];
        own[name] = value;
      }
      this.#schedule();
    }

    disconnectedCallback(): void {
      // It may only be moved.
      this.#schedule();
    }

    attributeChangedCallback(name: string, before: string | null, now: string | null): void {
      if (before === now) return;
      if (name === 'consent') return (this.#tracker ?? this.#kept)?.consent((now ?? 'in') as 'in');
      if (name !== 'for') this.#isChanged = true;
      this.#schedule();
    }

    #schedule(): void {
      if (this.#isDue) return;
      this.#isDue = true;
      // What is put in, moved and set in one task counts when the task is over.
      queueMicrotask(() => {
        this.#isDue = false;
        this.#update();
      });
    }

    #warn(sentence: string): void {
      if (this.#warned.has(sentence)) return;
      this.#warned.add(sentence);
      console.warn(`<media-collection>: ${sentence}.`);
    }

    #update(): void {
      if (!this.isConnected) return this.#stop();
      clearTimeout(this.#timer);
      this.#watch();
      for (const { name } of this.attributes)
        if (!isKnown(name))
          this.#warn(
            `${name} is no attribute of it: expected ${CONNECTION.join(', ')}, for, consent, or media-… (media-id, media-name)`,
          );
      if (this.#isChanged) this.#end();
      const before = this.#fault;
      this.#fault = '';
      this.#start();
      // A page that changes all the time does not put the warning off.
      if (this.#fault === before) return;
      clearTimeout(this.#warning);
      if (this.#fault) this.#warning = setTimeout(() => this.#warn(this.#fault), PATIENCE_MS);
    }

    #start(): void {
      try {
        const missing = lacking(this, this.#options);
        if (missing)
          return void (this.#fault = `it tracks nothing: expected the attribute ${missing}, or the same in the property options, got none`);
        const media = this.#media ?? findMedia(this, this.#provided);
        if (!media) {
          if (!this.#tracker) this.#fault = `it tracks nothing: no media was found; looked at ${PLACES}`;
          return;
        }
        if (media === this.#followed) return;
        const adapter = follow(media, this.#options);
        this.#isChanged = false;
        this.#tracker ??=
          this.#kept ?? createTracker(trackerOptions(this, this.#options, (sentence) => this.#warn(sentence)) as never);
        this.#kept = undefined;
        let isTaken = false;
        // Its members may be getters, which a copy would not keep.
        const noticed = Object.assign(Object.create(adapter) as Adapter, {
          subscribe: (...subscriber: Parameters<Adapter['subscribe']>) => {
            isTaken = true;
            adapter.subscribe(...subscriber);
          },
        });
        const detach = this.#tracker.attach(noticed);
        this.#followed = media;
        // A tracker refuses what another one tracks already, and stays with what it has.
        if (!isTaken) return;
        this.#detach = detach;
        this.dispatchEvent(new Event('ready'));
      } catch (error) {
        this.#fault = `it tracks nothing: ${attempt(() => String((error as Error).message)) ?? 'something was thrown'}`;
      }
    }

    /** Ends its tracker. */
    #end(): void {
      (this.#tracker ?? this.#kept)?.destroy();
      this.#tracker = this.#kept = this.#followed = undefined;
      this.#isChanged = false;
    }

    /** Looks again when something is put in around it. */
    #watch(): void {
      // What `for` names may come anywhere, and be given its id later.
      const scope = this.hasAttribute('for') ? this.getRootNode() : this.parentNode;
      if (this.#watched === scope) return;
      this.#unwatch();
      this.#watched = scope;
      this.#show();
      this.#leavePlayer = askPlayer(this, (media) => {
        this.#provided = media;
        this.#schedule();
      });
      this.#observer = new MutationObserver(() => {
        if (!(this.#followed as Node | undefined)?.isConnected) this.#schedule();
      });
      this.#observer.observe(scope!, { childList: true, subtree: true, attributes: true, attributeFilter: ['id'] });
    }

    #unwatch(): void {
      this.#observer?.disconnect();
      attempt(() => this.#leavePlayer?.());
      this.#watched = null;
      this.#provided = undefined;
    }

    /** It has no box of its own, which what is in it would lose with `display: none`. No attribute is set: a server may have rendered it. */
    #show(): void {
      const root = this.getRootNode() as Document;
      if (!root.adoptedStyleSheets || root.adoptedStyleSheets.some((sheet) => sheet === SHEETS.get(root))) return;
      const view = (root.ownerDocument ?? root).defaultView ?? globalThis;
      const sheet = new (view as typeof globalThis).CSSStyleSheet();
      sheet.insertRule(`${this.localName}{display:contents}`);
      SHEETS.set(root, sheet);
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    }

    #stop(): void {
      clearTimeout(this.#timer);
      clearTimeout(this.#warning);
      this.#fault = '';
      this.#unwatch();
      if ((this.#followed as Partial<Node> | undefined)?.isConnected === false)
        this.#timer = setTimeout(() => this.#leave(), RETURN_MS);
      else this.#leave();
    }

    /** Ends its session. */
    #leave(): void {
      this.#detach();
      this.#kept = this.#tracker ?? this.#kept;
      this.#tracker = this.#followed = undefined;
      this.#timer = setTimeout(() => this.#end(), RESUME_MS);
    }
  }
  return MediaCollection;
}

/** The style of the element, by the document or shadow root that has it. */
const SHEETS = new WeakMap<object, CSSStyleSheet>();
