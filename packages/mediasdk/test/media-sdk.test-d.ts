import { expectTypeOf, test } from 'vitest';
import { html5 } from '@media-collection/html5';
import { createMediaSdk, type MediaTracker } from '../src/index';

const { Media, MediaConfig } = createMediaSdk();
declare const tracker: MediaTracker;
declare const video: HTMLVideoElement;

test('constants have their values as types', () => {
  expectTypeOf(Media.Event.AdBreakStart).toEqualTypeOf<'adBreakStart'>();
  expectTypeOf(Media.StreamType.VOD).toEqualTypeOf<'vod'>();
  expectTypeOf(Media.VideoMetadataKeys.MVPD).toEqualTypeOf<'a.media.pass.mvpd'>();
  expectTypeOf(Media.AdMetadataKeys.CreativeUrl).toEqualTypeOf<'a.media.ad.creativeURL'>();
});

test('a page may be written as for Adobe’s script', () => {
  const config = new MediaConfig();
  config.trackingServer = 'acme.hb-api.omtrdc.net';
  Media.configure(config, { account: 'acme' });
  expectTypeOf(Media.getInstance({ [Media.TrackerConfig.Channel]: 'web' })).toEqualTypeOf<MediaTracker | null>();
  const media = Media.createMediaObject('Pilot', 'ep-1', 60, Media.StreamType.VOD, Media.MediaType.Video)!;
  media[Media.MediaObjectKey.MediaResumed] = true;
  tracker.trackSessionStart(media, { [Media.VideoMetadataKeys.Show]: 'Show', mine: 5 });
  tracker.trackEvent(Media.Event.AdStart, Media.createAdObject('Ad', 'adAnnounced', 1, 15), {
    [Media.AdMetadataKeys.SiteId]: 's',
  });
  tracker.trackEvent(Media.Event.StateStart, Media.createStateObject(Media.PlayerState.Mute));
  expectTypeOf(tracker.attach(html5(video))).toEqualTypeOf<() => void>();
});

test('wrong words and objects are errors', () => {
  // @ts-expect-error -- no such event
  tracker.trackEvent('adPause');
  // @ts-expect-error -- an ad is no chapter
  tracker.trackEvent(Media.Event.ChapterStart, Media.createAdObject('Ad', 'adAnnounced', 1, 15));
  // @ts-expect-error -- a length is a number
  Media.createMediaObject('Pilot', 'ep-1', '60', 'vod', 'video');
});
