import { readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { MediaEvent } from '@media-collection/core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EPOCH, replay, type Recording } from './replay';

const folder = new URL('recordings/', import.meta.url);
const recordings = readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Recording);

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

type Parts = Partial<Record<'params' | 'customMetadata' | 'qoeData', Record<string, unknown>>>;

/** What an event carries, but for who sends it. */
const partsOf = ({ params, customMetadata, qoeData }: MediaEvent): Parts => {
  const { 'media.libraryVersion': _, ...compared } = (params ?? {}) as Record<string, unknown>;
  return {
    ...(Object.keys(compared).length && { params: compared }),
    ...(customMetadata && { customMetadata }),
    ...(qoeData && { qoeData: { ...qoeData } }),
  };
};

/** What this project sends instead of what was recorded, and why. */
function departed(recorded: MediaEvent, before: readonly MediaEvent[]): Parts {
  const parts = partsOf(recorded);
  const { params, customMetadata, qoeData } = parts;
  // An infinite length is that of a day.
  if (params?.['media.length'] === null) params['media.length'] = 86_400;
  // Adobe's prefixes are reserved in custom metadata (D24).
  const own = Object.entries(customMetadata ?? {}).filter(([key]) => !/^(media|a)\./.test(key));
  if (customMetadata) parts.customMetadata = Object.fromEntries(own);
  // What rode on bitrateChange is not repeated (D11).
  const told = before.findLast((event) => event.qoeData && event.eventType !== 'error');
  if (told?.eventType === 'bitrateChange' && isDeepStrictEqual({ ...told.qoeData }, qoeData)) delete parts.qoeData;
  return parts;
}

const row = (event: MediaEvent): string =>
  `${event.playerTime.ts - EPOCH} ${event.eventType} ${event.playerTime.playhead} ${JSON.stringify(partsOf(event))}`;

/** Where the replay departs from the recording; the recorded script looked at its clock once a second (R-25a). */
function differences({ calls, requests }: Recording, sent: readonly MediaEvent[]): string[] {
  const found: string[] = [];
  let index = 0;
  requests.forEach(({ ts, body }, place) => {
    const wanted = `${ts} ${body.eventType} ${body.playerTime.playhead}`;
    const named = calls.some(({ t, every }) => t === ts && !every);
    const reach = named ? 20 : body.eventType === 'ping' ? 1_000 : 250;
    // The recorded script was about to send this ping when the next call put its clock back.
    const isExtra = (event?: MediaEvent): boolean =>
      event?.eventType === 'ping' && body.eventType !== 'ping' && ts - (event.playerTime.ts - EPOCH) <= 1_000;
    if (isExtra(sent[index])) index++;
    const event = sent[index];
    const at = (event?.playerTime.ts ?? NaN) - EPOCH;
    if (event?.eventType !== body.eventType || !(Math.abs(at - ts) <= reach))
      return void found.push(`wanted ${wanted}, sent ${event ? row(event) : 'nothing'}`);
    index++;
    const { playhead } = body.playerTime;
    // A playhead that is no finite number is the last one that was.
    // It was reported four times a second, and a timer comes before a call of the same moment.
    if (playhead !== null && Math.abs(event.playerTime.playhead - playhead) > 0.25 + (reach > 20 ? reach / 1_000 : 0))
      found.push(`playhead of ${row(event)}, wanted ${playhead}`);
    const parts = departed(
      body,
      requests.slice(0, place).map((request) => request.body),
    );
    if (!isDeepStrictEqual(partsOf(event), parts)) found.push(`parts of ${row(event)}, wanted ${JSON.stringify(parts)}`);
  });
  return [...found, ...sent.slice(index).map((event) => `also sent ${row(event)}`)];
}

describe('the recorded calls of Adobe’s script send what it sent', () => {
  test.each(recordings.map((recording) => [recording.scenario, recording] as const))('%s', async (_, recording) => {
    const { sent, returned, sessions } = await replay(recording);
    expect(differences(recording, sent)).toEqual([]);
    expect(sessions).toBe(recording.requests.filter(({ body }) => body.eventType === 'sessionStart').length);
    const recorded = recording.calls.filter(({ call }) => /^create/.test(call)).map((call) => call.returned);
    expect(JSON.parse(JSON.stringify(returned))).toEqual(recorded);
    // The service sorts by it (D2).
    const times = sent.map(({ playerTime }) => playerTime.ts);
    expect(times.every((ts, index) => sent[index]!.eventType === 'sessionStart' || !(ts <= times[index - 1]!))).toBe(true);
  });
});
