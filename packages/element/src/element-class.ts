import type { Adapter, Tracker } from '@media-collection/core';
import { attempt } from './attempt';
import { CONNECTION, lacking, warnOfUnknown } from './attributes';
import type { MediaCollectionClass, MediaCollectionElement } from './element-surface';
import { askPlayer, findMedia, PLACES } from './find-media';
import type { FollowOptions } from './follow';
import { setAgain } from './set-again';
import { showContents } from './show-contents';
import { createTagTracker, type TagTracker } from './tag-tracker';
import type { ElementOptions } from './tracker-options';

export type { MediaCollectionClass, MediaCollectionElement, TagAttributes } from './element-surface';
export type { ElementOptions } from './tracker-options';

/** An element that does not track warns after this time: parsers and frameworks add what it needs one after the other. */
const PATIENCE_MS = 1_000;

/** Media that are removed with the element may return with it: their adapter keeps the session for a second. */
const RETURN_MS = 1_500;

/** An element that is put back within this time resumes its session, for its tracker still knows where it ended. */
const RESUME_MS = 60_000;

/** Makes the class, with a way to follow media. On a server, where there are no elements, it is a class that nobody uses. */
export function createElementClass(follow: (media: unknown, options: FollowOptions) => Adapter): MediaCollectionClass {
  const Base = (globalThis.HTMLElement ?? Object) as typeof HTMLElement;
  /** The elements that have a tracker, or wait for another element to leave their media. */
  const elements = new Set<MediaCollection>();

  class MediaCollection extends Base implements MediaCollectionElement {
    static readonly observedAttributes = [...CONNECTION, 'for', 'consent'];
    #media: unknown;
    #options: ElementOptions = {};
    /** Its tracker, for a while also after it was removed. */
    #made: TagTracker | undefined;
    #detach = (): void => {};
    /** What is followed now, or waited for. */
    #followed: unknown;
    /** What was followed until it was removed. */
    #left: unknown;
    /** What a Video.js 10 player around it gives. */
    #provided: unknown;
    /** Another tracker tracks what it was to follow. */
    #isRefused = false;
    #isDue = false;
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
      this.#schedule();
    }
    get tracker(): Tracker | undefined {
      return this.#followed ? this.#made?.tracker : undefined;
    }

    connectedCallback(): void {
      setAgain(this, ['media', 'options']);
      this.#schedule();
    }

    disconnectedCallback(): void {
      // It may only be moved.
      this.#schedule();
    }

    attributeChangedCallback(): void {
      this.#schedule();
    }

    #schedule(): void {
      if (this.#isDue) return;
      this.#isDue = true;
      // What is put in, moved and set in one task counts when the task is over, and an element that takes the place of another comes first.
      queueMicrotask(() => {
        this.#isDue = false;
        if (this.isConnected) this.#update();
        else queueMicrotask(() => this.#update());
      });
    }

    #warn(sentence: string): void {
      if (this.#warned.has(sentence)) return;
      this.#warned.add(sentence);
      console.warn(`<media-collection>: ${sentence}.`);
    }

    #update(): void {
      const { isConnected } = this;
      const followed = this.#followed;
      // First, because what viewers refuse is not sent by a tracker that ends either.
      this.#made?.serve(this);
      if (isConnected && this.#made?.isOf(this) === false) this.#end();
      if (!isConnected) return this.#stop();
      clearTimeout(this.#timer);
      this.#watch();
      warnOfUnknown(this, (sentence) => this.#warn(sentence));
      const before = this.#fault;
      this.#fault = '';
      this.#start();
      if (followed && followed !== this.#followed) this.#free();
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
          if (!this.#made) this.#fault = `it tracks nothing: no media was found; looked at ${PLACES}`;
          return;
        }
        if (media === this.#followed) return;
        // What it followed is not its own any more, even if the next media cannot be followed.
        if (this.#made) this.#detach();
        this.#followed = undefined;
        if (this.#made || !this.#takeOver(media)) this.#attach(media);
        this.#followed = media;
        elements.add(this);
        if (this.#isRefused) return;
        this.#left = undefined;
        this.dispatchEvent(new Event('ready'));
      } catch (error) {
        this.#fault = `it tracks nothing: ${attempt(() => String((error as Error).message)) ?? 'something was thrown'}`;
      }
    }

    #attach(media: unknown): void {
      this.#made ??= createTagTracker(this, (sentence) => this.#warn(sentence));
      const detach = this.#made.attach(follow(media, this.#made.options));
      this.#isRefused = !detach;
      if (detach) this.#detach = detach;
      else this.#end();
    }

    /** Takes the tracker of an element like it that was removed from beside these media. True where it still follows them. */
    #takeOver(media: unknown): boolean {
      for (const other of elements) {
        if (other.isConnected || !other.#made || (other.#followed ?? other.#left) !== media) continue;
        const isFollowing = !!other.#followed;
        if (!other.#made.isOf(this)) {
          other.#release();
          continue;
        }
        this.#made = other.#made;
        this.#detach = other.#detach;
        this.#isRefused = false;
        other.#made = undefined;
        other.#end();
        this.#made.serve(this);
        return isFollowing;
      }
      return false;
    }

    /** Ends its tracker. */
    #end(): void {
      clearTimeout(this.#timer);
      elements.delete(this);
      this.#made?.tracker.destroy();
      this.#made = this.#followed = this.#left = undefined;
    }

    /** Others may follow now what it followed; those that wait for just these media at once. */
    #free(media?: unknown): void {
      // Of a copy: those that are refused again are put in again.
      for (const other of [...elements]) {
        if (other === this || !other.#isRefused || (media && other.#followed !== media)) continue;
        other.#followed = undefined;
        if (media) other.#update();
        else other.#schedule();
      }
    }

    /** Looks again when something is put in around it. */
    #watch(): void {
      // What `for` names may come anywhere, and be given its id later.
      const scope = this.hasAttribute('for') ? this.getRootNode() : this.parentNode;
      if (this.#watched === scope) return;
      this.#unwatch();
      this.#watched = scope;
      showContents(this);
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

    #stop(): void {
      clearTimeout(this.#timer);
      clearTimeout(this.#warning);
      this.#fault = '';
      this.#unwatch();
      if ((this.#followed as Partial<Node> | undefined)?.isConnected === false)
        this.#timer = setTimeout(() => this.#leave(), RETURN_MS);
      else this.#leave();
    }

    /** Ends its session, unless another element takes it over. */
    #leave(): void {
      if (this.#followed && !this.#isRefused) this.#free(this.#followed);
      this.#isRefused = false;
      // Another one has it.
      if (!this.#made) return this.#end();
      this.#release();
      this.#free();
    }

    #release(): void {
      clearTimeout(this.#timer);
      this.#detach();
      this.#left = this.#followed ?? this.#left ?? this;
      this.#followed = undefined;
      this.#timer = setTimeout(() => this.#end(), RESUME_MS);
    }
  }
  return MediaCollection;
}
