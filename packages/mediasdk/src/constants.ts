type Split<L extends string> = L extends `${infer Head} ${infer Tail}` ? Head | Split<Tail> : L;
type NameOf<M extends string> = M extends `${infer Name}:${string}` ? Name : M;
type ValueOf<M extends string> = M extends `${string}:${infer Value}` ? Value : Uncapitalize<M>;

/** The constants that a list of names stands for. */
export type Constants<L extends string, P extends string = ''> = {
  readonly [M in Split<L> as NameOf<M>]: `${P}${ValueOf<M>}`;
};

/** The wire's keys of standard metadata, by the event that takes them and the SDK's key: the wire says `assetId` where the SDK says `asset`. */
export const WIRE_KEYS: Record<string, string> = {};

/** `Name` is worth the same with a small first letter, `Name:value` another value; both behind the prefix. */
export const constants = <const L extends string, const P extends string = ''>(list: L, prefix = '' as P): Constants<L, P> =>
  Object.fromEntries(
    list.split(' ').map((member) => {
      const [name = '', short] = member.split(':');
      const small = name[0]!.toLowerCase() + name.slice(1);
      const value = prefix + (short ?? small);
      if (prefix[1] === '.')
        WIRE_KEYS[(prefix === 'a.media.' ? 'sessionStart' : 'adStart') + value] =
          prefix.slice(2) + (/pass|URL/.test(value) ? short : small);
      return [name, value];
    }),
  ) as Constants<L, P>;

/** `ADB.Media.Event`. */
export const EVENT = constants(
  'AdBreakStart AdBreakComplete AdStart AdComplete AdSkip ChapterStart ChapterComplete ChapterSkip SeekStart SeekComplete BufferStart BufferComplete BitrateChange StateStart StateEnd',
);

/** The constants of `ADB.Media`, as Adobe's script has them. */
export const CONSTANTS = {
  Event: EVENT,
  MediaType: constants('Video Audio'),
  StreamType: constants('VOD:vod Live Linear Podcast Audiobook AOD:aod'),
  PlayerState: constants('FullScreen ClosedCaption:closedCaptioning Mute PictureInPicture InFocus'),
  TrackerConfig: constants('Channel PlayerName', 'media.'),
  MediaObjectKey: constants('MediaResumed:resumed GranularAdTracking:granularadtracking', 'media.'),
  VideoMetadataKeys: constants(
    'Show Season Episode AssetId:asset Genre FirstAirDate:airDate FirstDigitalDate:digitalDate Rating Originator Network ShowType:type AdLoad MVPD:pass.mvpd Authorized:pass.auth DayPart Feed StreamFormat:format',
    'a.media.',
  ),
  AudioMetadataKeys: constants('Artist Album Label Author Station Publisher', 'a.media.'),
  AdMetadataKeys: constants(
    'Advertiser CampaignId:campaign CreativeId:creative PlacementId:placement SiteId:site CreativeUrl:creativeURL',
    'a.media.ad.',
  ),
} as const;
