import type { MediaEvent } from '../events';
import { fields, MAX_INT, MAX_PLAYHEAD, sectionOf, takesMetadata, type Field } from './table';

/** An event of the Media Edge API. */
export interface Xdm {
  readonly eventType: string;
  readonly timestamp: string;
  readonly mediaCollection: Readonly<Record<string, unknown>>;
}

/** Keys that other parts of a body say. */
const ELSEWHERE = /^(media\.libraryVersion|visitor\.(marketingCloudUserId|customerIDs|aamLocationHint))$/;

const toInt = (value: unknown, max: number): number => Math.max(0, Math.min(max, Math.floor(Number(value))));

/** When an event happened, as text. */
// eslint-disable-next-line no-restricted-globals -- it writes a given time as text, and reads no clock
export const timeOf = (ts: number): string => new Date(toInt(ts, 253_402_300_799_999) || 0).toISOString();

/** Where an event happened, in whole seconds. */
export const playheadOf = (playhead: number): number => toInt(playhead, MAX_PLAYHEAD) || 0;

/** A value as the field wants it; undefined when it cannot be one. */
function convert({ type, required }: Field, value: unknown): unknown {
  if (type === 'int') {
    const whole = toInt(value, MAX_INT);
    return whole >= 0 ? whole : undefined;
  }
  if (type === 'flag') return String(value) === 'true';
  const text = String(value);
  const words = type.split('|');
  // What must be there has one of the words anyway: a free text for the source of an error is the player's.
  if (words[1]) return words.includes(text) ? text : required ? words[0] : undefined;
  return type === 'uri' && !/^[a-z][a-z\d+.-]*:\S+$/i.test(text) ? undefined : text;
}

/** Makes the XDM of an event, without an id for one that opens a session; `dropped` gets the keys that the wire does not carry. */
export function xdmOf(
  { eventType, playerTime: { playhead, ts }, params, qoeData, customMetadata }: MediaEvent,
  id: string | undefined,
  dropped: string[],
): Xdm {
  const [, state] = /^state(.*)/.exec(eventType) ?? [];
  const section = sectionOf[eventType];
  const media: Record<string, unknown> = { ...(id && { sessionID: id }), playhead: playheadOf(playhead) };
  const details: Record<string, Record<string, unknown>> = section ? { [section]: {} } : {};
  if (eventType === 'error') details[section!]!['source'] = 'player';
  for (const [key, value] of Object.entries({ ...params, ...qoeData })) {
    const field = fields.get(key);
    const isOwn = field && (field.section === section || field.section === 'qoeDataDetails');
    const converted = isOwn ? convert(field, value) : undefined;
    if (state && key === 'media.state.name') media['states' + state] = [{ name: value }];
    else if (converted !== undefined) (details[field!.section] ??= {})[field!.name] = converted;
    else if (value !== undefined && !ELSEWHERE.test(key)) dropped.push(key);
  }
  const pairs = Object.entries(customMetadata ?? {});
  if (pairs[0] && takesMetadata(eventType)) media['customMetadata'] = pairs.map(([name, value]) => ({ name, value }));
  return {
    eventType: 'media.' + (state ? 'statesUpdate' : eventType),
    timestamp: timeOf(ts),
    mediaCollection: Object.assign(media, details),
  };
}
