import type { Call } from './calls';
import type { Members } from './parsed-event';
import { metricTable } from './metric-table';
import type { Xdm, XdmDetails, XdmState } from './metrics';

type Value = XdmDetails[string];
type Dimension = readonly [field: string, type: 'string' | 'integer'];

const texts = (prefix: string, fields: string): Record<string, Dimension> =>
  Object.fromEntries(fields.split(' ').map((field) => [prefix + field, [field, 'string']]));

/** The fields that describe the content, the ad and the chapter, by the key that they have on the wire (adobe/xdm, data types). */
const dimensions: Readonly<
  Record<'sessionDetails' | 'advertisingDetails' | 'chapterDetails', Readonly<Record<string, Dimension>>>
> = {
  sessionDetails: {
    ...texts(
      'media.',
      'contentType playerName channel streamType show season episode genre firstAirDate firstDigitalDate rating',
    ),
    ...texts(
      'media.',
      'originator network showType adLoad dayPart feed streamFormat artist album label author station publisher',
    ),
    'media.id': ['name', 'string'],
    'media.name': ['friendlyName', 'string'],
    'media.length': ['length', 'integer'],
    'media.assetId': ['assetID', 'string'],
    'media.sdkVersion': ['appVersion', 'string'],
    'media.pass.mvpd': ['mvpd', 'string'],
  },
  advertisingDetails: {
    ...texts('media.ad.', 'playerName advertiser creativeURL'),
    'media.ad.id': ['name', 'string'],
    'media.ad.name': ['friendlyName', 'string'],
    'media.ad.length': ['length', 'integer'],
    'media.ad.podPosition': ['podPosition', 'integer'],
    'media.ad.campaignId': ['campaignID', 'string'],
    'media.ad.creativeId': ['creativeID', 'string'],
    'media.ad.siteId': ['siteID', 'string'],
    'media.ad.placementId': ['placementID', 'string'],
  },
  chapterDetails: {
    'media.chapter.friendlyName': ['friendlyName', 'string'],
    'media.chapter.index': ['index', 'integer'],
    'media.chapter.offset': ['offset', 'integer'],
    'media.chapter.length': ['length', 'integer'],
  },
};

/** Which of the fields above a call carries. */
const describedBy: Readonly<Record<Call['call'], keyof typeof dimensions>> = {
  mediaStart: 'sessionDetails',
  mediaClose: 'sessionDetails',
  adStart: 'advertisingDetails',
  adClose: 'advertisingDetails',
  chapterStart: 'chapterDetails',
  chapterClose: 'chapterDetails',
};

/** The paths whose values are integers in XDM; `secondsSinceLastCall` is a number there. */
const integers = new Set<string>(
  Object.values(metricTable)
    .filter(([, , path, kind]) => /^(seconds|count)/.test(kind) && path !== 'sessionDetails.secondsSinceLastCall')
    .map(([, , path]) => path),
);

function convert(value: unknown, type: Dimension[1]): Value | undefined {
  if (type === 'integer') return typeof value === 'number' ? Math.round(value) : undefined;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function describe(group: keyof typeof dimensions, params: Members): XdmDetails {
  const fields = Object.entries(dimensions[group]).map(([key, [field, type]]) => [field, convert(params[key], type)] as const);
  return Object.fromEntries(fields.filter((field): field is readonly [string, Value] => field[1] !== undefined));
}

const roundState = ({ time, ...state }: XdmState): XdmState => ({ ...state, time: Math.round(time) });

/** Makes of the XDM of a call what Adobe's schemas accept: durations in whole seconds, and the fields that describe what it is about. */
export function toStrictXdm({ mediaReporting }: Xdm, call: Call['call'], params: Members): Xdm {
  const { states, ...groups } = mediaReporting;
  const rounded: Record<string, XdmDetails> = { [describedBy[call]]: describe(describedBy[call], params) };
  for (const [group, details] of Object.entries<XdmDetails | undefined>(groups)) {
    const values = Object.entries(details ?? {}).map(([field, value]) => [
      field,
      typeof value === 'number' && integers.has(`${group}.${field}`) ? Math.round(value) : value,
    ]);
    rounded[group] = { ...rounded[group], ...Object.fromEntries(values) };
  }
  return { mediaReporting: { ...rounded, ...(states && { states: states.map(roundState) }) } };
}
