import type { Emit, Intent, Intents } from '@media-collection/core';
import { createShownTime } from '@media-collection/html5';
import type { ContentView } from './hls-intents';
import { interstitialOf, isAwaited, isInBreak, isLending } from './lending';
import type { HlsAsset, HlsEvents, HlsInterstitial, HlsPlayer } from './player';

/** What the element reports is about its ad then, and not about the content. */
const OF_CONTENT = new Set<Intent['type']>(['durationKnown', 'ended', 'contentEnded', 'chapter', 'seeking', 'seeked', 'failed']);

/** Largest lag, in seconds, between an ad boundary and the `timeupdate` that reveals it; anything longer is a seek. */
const MAX_BOUNDARY_LAG_S = 1;
const lagMs = (seconds: number): number => (seconds > 0 && seconds < MAX_BOUNDARY_LAG_S ? seconds * 1_000 : 0);

/** So near to the end of its content, in seconds, an interstitial is a post-roll. */
const SEAM = 0.1;

const guessOf = (asset: HlsAsset, event: HlsInterstitial) => ({
  params: {
    'media.ad.id': asset.identifier,
    'media.ad.name': event.identifier,
    'media.ad.length': asset.duration ?? 0,
    // Query and fragment may hold tokens.
    'media.ad.creativeURL': asset.uri.replace(/[?#].*/, ''),
  },
  native: event.dateRange.attr,
});

/** Seconds of an ad that are played if nobody skips it; null while nobody knows. */
const lengthOf = ({ duration, startOffset }: HlsAsset, { playoutLimit }: HlsInterstitial): number | null => {
  const limit = playoutLimit! - (startOffset ?? 0);
  return duration && limit >= 0 ? Math.min(duration, limit) : duration;
};

/** So near to its end, in seconds, content counts as over: hls.js begins a post-roll before the last frame. */
const END_S = 1;

/** The interstitials of a player, kept apart from its content. */
export interface Interstitials {
  readonly intents: Intents<HlsEvents>;
  /** Ends the open ad as its content goes, and forgets what is still to come; comes before the intents of the content. */
  readonly closing: Intents<HlsEvents>;
  /** The intents of an ad that ends as nobody listens any more. */
  close(): Intent[];
  /** Keeps from the content what its element reports of the ads that it is lent to. */
  ofContent(emit: Emit): Emit;
  /** The interstitial that plays already when somebody begins to listen. */
  alreadyPlaying(): Intent[];
}

/** Follows what hls.js does about its interstitials. */
export function createInterstitials(
  hls: HlsPlayer,
  view: Pick<ContentView, 'slot' | 'position' | 'ofElement' | 'interstitial'>,
): Interstitials {
  const { slot, position, ofElement } = view;
  // An adapter may be attached again, behind the ad.
  view.interstitial = undefined;
  const shown = createShownTime();
  /** The interstitial that plays; `view` keeps it until its content has gone, too. */
  let open: HlsInterstitial | undefined;
  let ad: HlsAsset | undefined;
  /** Frames of the ad run. */
  let isShown = false;
  /** The viewer has jumped to the end in a pause: what follows it does not complete the content (D32). */
  let isSought = false;
  /** The interstitial whose assets are not known yet. */
  let awaited: HlsInterstitial | undefined;

  /** Where the element is in the ad that it shows. */
  const measure = (): void => {
    const { element } = slot;
    if (!isShown || !element || element.seeking) return;
    const second = element.currentTime - (open!.appendInPlace ? ad!.timelineStart : 0);
    shown.pass(Math.min(second, lengthOf(ad!, open!) ?? second));
  };
  /** A boundary that an element plays over is reported with its next `timeupdate`, up to 0.3 s late. */
  const boundaryAt = ({ appendInPlace }: HlsInterstitial, boundary: number): Pick<Intent, 'agoMs'> => {
    const { element } = slot;
    return appendInPlace && element && !element.seeking
      ? { agoMs: lagMs(element.currentTime - boundary) / element.playbackRate }
      : {};
  };
  /** Content and ads in place are one stream: frames run on over the boundary without an event of the element. */
  const playsOn = ({ appendInPlace }: HlsInterstitial, at: Pick<Intent, 'agoMs' | 'playhead'>): Intent[] => {
    const { element } = slot;
    return appendInPlace && element && !element.paused && !element.seeking && element.readyState > 2
      ? [{ type: 'playing', ...at }]
      : [];
  };
  /** Where the content stands: behind it at its end, in it where the break does. Undefined for live content and a pre-roll: its place does not change. */
  const secondOf = ({ cue, startTime }: HlsInterstitial): number | undefined => {
    const { live, totalduration } = hls.latestLevelDetails ?? {};
    return cue.pre || live ? undefined : cue.post ? totalduration : startTime;
  };
  const isPostRoll = ({ cue, startTime }: HlsInterstitial): boolean => {
    const { live, totalduration } = hls.latestLevelDetails ?? {};
    return cue.post || (!cue.pre && !live && startTime >= totalduration! - SEAM);
  };
  /** The content's own end is not reported where a post-roll follows; its last chapter was played through, too. */
  const endContent = (event: HlsInterstitial, at: Pick<Intent, 'agoMs'>): Intent[] => {
    const isPost = isPostRoll(event);
    isSought = isPost && !!slot.element?.paused && slot.element.seeking;
    return isPost && !isSought
      ? [
          { type: 'chapter', ...at },
          { type: 'contentEnded', ...at },
        ]
      : [];
  };
  const begin = (event: HlsInterstitial, at: Pick<Intent, 'agoMs'>): Intent[] => {
    const ends = event === awaited ? [] : endContent(event, at);
    // hls.js has begun this at `seeking`, before the session knows of it.
    if (isSought && event !== awaited) ends.push({ type: 'seeking' });
    const { cue, startTime } = event;
    const name = cue.pre || (!isPostRoll(event) && startTime <= 0) ? 'preroll' : isPostRoll(event) ? 'postroll' : 'midroll';
    open = view.interstitial = event;
    awaited = undefined;
    return [...ends, { type: 'adBreakStarted', guess: { params: { 'media.ad.podFriendlyName': name } }, ...at }];
  };
  const contentNow = (): number => (position.isFrozen ? position.now() : ofElement());
  const isAtEnd = (): boolean => !(contentNow() < (hls.latestLevelDetails?.totalduration ?? NaN) - END_S);
  const enter = (event: HlsInterstitial, at: Pick<Intent, 'agoMs'>): Intent[] => {
    // The list of a post-roll came when the viewer had jumped back: hls.js plays it there, and then nothing more.
    const isEarly = event === awaited && isPostRoll(event) && !isAtEnd();
    isSought ||= isEarly;
    position.freeze((isEarly ? undefined : secondOf(event)) ?? contentNow());
    return begin(event, at);
  };
  const announce = (asset: HlsAsset, event: HlsInterstitial, at: Pick<Intent, 'agoMs'> = {}): Intent => {
    ad = asset;
    isShown = false;
    shown.begin();
    return { type: 'adAnnounced', guess: guessOf(asset, event), ...at };
  };
  const end = (at: Pick<Intent, 'agoMs' | 'playhead'>): Intent[] => {
    if (!ad) return [];
    measure();
    const isComplete = shown.isComplete(lengthOf(ad, open!)) ?? slot.element?.ended;
    const skipped = !!ad.error || !isComplete;
    ad = undefined;
    isShown = false;
    return [{ type: 'adEnded', skipped, ...at }];
  };

  const endOf = (): Intent => ({ type: isSought ? 'paused' : 'ended' });
  /** The interstitial has no assets: behind the content its end is due, unless the viewer has jumped back meanwhile. */
  const giveUp = (isOver: boolean): Intent | undefined => {
    const ends = isOver && isAtEnd() && isPostRoll(awaited!) ? endOf() : undefined;
    awaited = undefined;
    return ends;
  };
  const close = (): Intent[] => {
    const ends = end({});
    open = awaited = undefined;
    isSought = false;
    return ends;
  };

  return {
    ofContent: (emit) => (intent) => {
      const { type } = intent;
      // It fires `emptied`, and reports where it was, when it is lent and when it comes back, and that late.
      if (type === 'unloaded' && 'playhead' in intent) return;
      // The player of an ad whose end is reported may have given the element back before this.
      if (/^(ended|chapter)$/.test(type) && !slot.element?.readyState) return;
      if (!isInBreak(hls)) {
        // A post-roll is still to come.
        if (type === 'ended' && awaited && interstitialOf(hls) && isPostRoll(awaited)) return;
        if (type === 'seeking' && !awaited) isSought = false;
        return emit(type === 'ended' && isSought ? endOf() : intent);
      }
      if (type === 'seeking') shown.jump();
      if (type === 'playing') isShown = !!ad;
      if (type === 'playing' || type === 'progress') measure();
      // What a jump in the ad waits for belongs to the jump.
      if (OF_CONTENT.has(type) || (type === 'waiting' && slot.element?.seeking)) return;
      emit({ ...intent, playhead: position.now() });
    },
    alreadyPlaying: () => {
      const event = interstitialOf(hls);
      if (!event || isAwaited(event)) return [];
      const asset = hls.interstitialsManager!.playingAsset;
      const second = secondOf(event);
      if (second !== undefined) position.freeze(second);
      return [...begin(event, {}), ...(asset ? [announce(asset, event)] : [])];
    },
    intents: {
      hlsInterstitialStarted: ({ event }) => {
        // Media that are recovered in an ad begin it again.
        if (event === open) return undefined;
        const at = boundaryAt(event, event.timelineStart);
        if (!isAwaited(event)) return enter(event, at);
        awaited = event;
        return endContent(event, at);
      },
      hlsInterstitialAssetStarted: ({ event, asset }) => {
        if (asset === ad) return undefined;
        const at = boundaryAt(event, asset.timelineStart);
        // In place, the one before may end without an event: test/browser/hlsjs.ads.test.ts.
        const ends = end(at);
        const begins = event === open ? [] : enter(event, at);
        // Where the list of assets came late the element may be beyond an ad in place, and has shown content.
        const isPast =
          event.appendInPlace && slot.element!.currentTime >= asset.timelineStart + (lengthOf(asset, event) ?? Infinity);
        const intents = [...ends, ...begins, announce(asset, event, at), ...(isPast ? [] : playsOn(event, at))];
        isShown = intents.at(-1)!.type === 'playing';
        measure();
        return intents;
      },
      hlsInterstitialsUpdated: () => {
        const asset = hls.interstitialsManager?.playingAsset;
        const event = interstitialOf(hls);
        return event && asset ? { type: 'adUpdated', guess: guessOf(asset, event) } : undefined;
      },
      hlsInterstitialAssetEnded: ({ event, asset }) =>
        end(boundaryAt(event, asset.timelineStart + (lengthOf(asset, event) ?? Infinity))),
      hlsInterstitialEnded: ({ event, schedule, scheduleIndex }) => {
        const isOver = scheduleIndex < 0;
        if (event === awaited) return giveUp(isOver);
        const { live, totalduration = Infinity } = hls.latestLevelDetails ?? {};
        const at = {
          ...boundaryAt(event, event.timelineStart + event.duration),
          // Behind a post-roll another one may follow.
          playhead: live ? undefined : Math.min(event.resumeTime, totalduration),
        };
        const ends = end({});
        open = view.interstitial = undefined;
        // hls.js reports nothing more of the content after a post-roll, nor its end before it. Where it has taken an interstitial out of
        // its schedule, because its list of assets failed, the content follows.
        if (isOver && (isPostRoll(event) || schedule[schedule.length - 1]?.event === event))
          return [...ends, { type: 'adBreakEnded' }, endOf()];
        // Another break may follow, and the element shows the ad until then.
        if (at.playhead !== undefined) position.freeze(at.playhead);
        return [...ends, { type: 'adBreakEnded', ...at }, ...playsOn(event, at)];
      },
      // A pre-roll plays before the element knows how long the content is.
      hlsLevelLoaded: ({ details }) =>
        interstitialOf(hls) && !details.live ? { type: 'durationKnown', seconds: details.totalduration } : undefined,
      // An interstitial whose list of assets failed is forgotten by now, without another event.
      hlsError: ({ details }) => (awaited && details.startsWith('assetList') && !interstitialOf(hls) ? giveUp(true) : undefined),
    },
    closing: {
      hlsManifestLoading: close,
      hlsDestroying: close,
      hlsMediaDetaching: (data) => (isLending(hls, data) ? undefined : close()),
    },
    close,
  };
}
