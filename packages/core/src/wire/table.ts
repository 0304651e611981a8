/**
 * The one table of the Media Collection API: every key, its type, the event it rides on, and whether it must be there.
 * Types, validate and the JSON Schemas are all read from it, so they cannot disagree.
 *
 * A kind ends in `!` when the caller must give the key, in `*` when the wire asks for it and the tracker fills it in.
 */
export const table = {
  sessionStart: {
    metadata: true,
    params: {
      /** Host of the Analytics tracking server, e.g. `acme.sc.omtrdc.net`. */
      'analytics.trackingServer': 'string*',
      /** Report suite id. */
      'analytics.reportSuite': 'string*',
      'analytics.enableSSL': 'boolean',
      /** Custom visitor id (VID). */
      'analytics.visitorId': 'string',
      /** Legacy visitor id. */
      'analytics.aid': 'string',
      /** Privacy: the data is not shared inside Adobe's suite. */
      'analytics.optOutServerSideForwarding': 'boolean',
      /** Privacy: the data is not federated. */
      'analytics.optOutShare': 'boolean',
      /** Organisation id, of the form `…@AdobeOrg`. */
      'visitor.marketingCloudOrgId': 'string*',
      /** Experience Cloud id (ECID, also MID) of the visitor. */
      'visitor.marketingCloudUserId': 'string',
      'visitor.aamLocationHint': 'integer',
      /** Customer ids by name; `authState` is 0 (unknown), 1 (authenticated) or 2 (logged out). */
      'visitor.customerIDs': 'customerIDs',
      /** Unique per application and device, kept by the client. */
      appInstallationId: 'string',
      /** Id of the content. */
      'media.id': 'string!',
      /** Human-readable name of the content. */
      'media.name': 'string',
      /** Length of the content in seconds; 86400 for live, 0 when unknown. */
      'media.length': 'number!',
      /** `vod`, `live`, `linear`, `aod`, `song`, `podcast`, `audiobook`, `radio`, or a word of your own. */
      'media.contentType': 'string!',
      /** `video` or `audio`. */
      'media.streamType': 'string',
      'media.playerName': 'string*',
      'media.channel': 'string*',
      'media.publisher': 'string',
      /** True when an earlier session is being continued. */
      'media.resume': 'boolean',
      /** True when the content was played from the device's storage. */
      'media.downloaded': 'boolean',
      /** Version of the player or application. */
      'media.sdkVersion': 'string',
      /** Version of this library; filled in by the tracker. */
      'media.libraryVersion': 'string',
      'media.show': 'string',
      'media.season': 'string',
      'media.episode': 'string',
      'media.assetId': 'string',
      'media.genre': 'string',
      'media.firstAirDate': 'string',
      'media.firstDigitalDate': 'string',
      'media.rating': 'string',
      'media.originator': 'string',
      'media.network': 'string',
      /** `"0"` full episode, `"1"` preview, `"2"` clip, `"3"` other. */
      'media.showType': 'string',
      'media.adLoad': 'string',
      'media.pass.mvpd': 'string',
      /** `"true"` or absent. */
      'media.pass.auth': 'string',
      'media.dayPart': 'string',
      'media.feed': 'string',
      'media.streamFormat': 'string',
      'media.artist': 'string',
      'media.album': 'string',
      'media.label': 'string',
      'media.author': 'string',
      'media.station': 'string',
    },
  },
  play: {},
  ping: {},
  pauseStart: {},
  bufferStart: {},
  bitrateChange: {},
  error: {},
  adBreakStart: {
    params: {
      /** 1 for the first break of the session. */
      'media.ad.podIndex': 'integer!',
      /** Second of the content where the break stands. */
      'media.ad.podSecond': 'number!',
      'media.ad.podFriendlyName': 'string',
    },
  },
  adStart: {
    metadata: true,
    params: {
      'media.ad.id': 'string!',
      /** Length of the ad in seconds. */
      'media.ad.length': 'number!',
      /** 1 for the first ad of the break. */
      'media.ad.podPosition': 'integer!',
      'media.ad.playerName': 'string*',
      'media.ad.name': 'string',
      'media.ad.advertiser': 'string',
      'media.ad.campaignId': 'string',
      'media.ad.creativeId': 'string',
      'media.ad.siteId': 'string',
      'media.ad.creativeURL': 'string',
      'media.ad.placementId': 'string',
    },
  },
  adComplete: {},
  adSkip: {},
  adBreakComplete: {},
  chapterStart: {
    metadata: true,
    params: {
      /** 1 for the first chapter. */
      'media.chapter.index': 'integer!',
      /** Start of the chapter, second of the content. */
      'media.chapter.offset': 'number!',
      /** Length of the chapter in seconds. */
      'media.chapter.length': 'number!',
      'media.chapter.friendlyName': 'string',
    },
  },
  chapterComplete: {},
  chapterSkip: {},
  stateStart: {
    params: {
      /** `fullScreen`, `mute`, `closedCaptioning`, `pictureInPicture`, `inFocus`, or a name of your own. */
      'media.state.name': 'string!',
    },
  },
  stateEnd: {
    params: {
      /** The name that `stateStart` had. */
      'media.state.name': 'string!',
    },
  },
  sessionComplete: {},
  sessionEnd: {},
} as const;

/** Quality of experience: may ride on every event. */
export const qoeTable = {
  /** Kilobits per second. */
  'media.qoe.bitrate': 'integer',
  /** Running total of the session, never a delta. */
  'media.qoe.droppedFrames': 'integer',
  'media.qoe.framesPerSecond': 'integer',
  /** Milliseconds from the playback request to the first frame. */
  'media.qoe.timeToStart': 'integer',
  'media.qoe.errorID': 'string',
  /** `player` or `external`. */
  'media.qoe.errorSource': 'string',
} as const;
