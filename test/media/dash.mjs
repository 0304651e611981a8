import { URLSearchParams } from 'node:url';

/** The representation that is not of the picture. */
const AUDIO = '3';
const INSERT = 'urn:mpeg:dash:event:alternativeMPD:insert:2025';

const escaped = (/** @type {string} */ text) => text.replaceAll('&', '&amp;');
const seconds = (/** @type {number} */ ms) => `PT${ms / 1_000}S`;

/** The adaptation sets of its period, whose addresses carry the query, with all renditions of the picture or only one. */
function parse(/** @type {string} */ text, /** @type {string} */ query) {
  const only = new URLSearchParams(query).get('only');
  const isOut = (/** @type {string} */ id) => only && id !== only && id !== AUDIO;
  const [, sets] = /<Period[^>]*>([^]*)<\/Period>/.exec(text) ?? [];
  return sets
    .replace(/(initialization|media)="([^"]*)"/g, (_, what, uri) => `${what}="${uri}${query && `?${escaped(query)}`}"`)
    .replace(/\s*<Representation id="(\d)"[^]*?<\/Representation>/g, (all, id) => (isOut(id) ? '' : all));
}

/** A period of the first segments; its own events, if there are any, come first. */
const period = (/** @type {string} */ sets, { id = 0, startMs = 0, durationMs = 0, events = '' }) =>
  `<Period id="${id}" start="${seconds(startMs)}" duration="${seconds(durationMs)}">${events}${sets}</Period>`;

const presentation = (/** @type {string} */ attributes, /** @type {string[]} */ ...parts) =>
  Buffer.from(
    `<?xml version="1.0" encoding="utf-8"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-live:2011" minBufferTime="PT2S" ${attributes}>
${parts.join('\n')}
</MPD>
`,
  );

/** Presentations that a player inserts: `ads=mid`. */
const inserted = (/** @type {{ at: number, ad: string, uri: string }[]} */ breaks) =>
  breaks.length
    ? `<EventStream schemeIdUri="${INSERT}" timescale="1">${breaks
        .map(
          ({ at, ad, uri }) =>
            `<Event presentationTime="${at}" duration="4" id="${ad}"><InsertPresentation url="${escaped(uri)}"/></Event>`,
        )
        .join('')}</EventStream>`
    : '';

/**
 * A manifest of the first seconds, with all renditions of the picture or only one; `parts=6` repeats the first six of them, a period each.
 */
export function vod(
  /** @type {string} */ text,
  /** @type {string} */ query,
  /** @type {number} */ length,
  /** @type {{ at: number, ad: string, uri: string }[]} */ breaks,
) {
  const sets = parse(text, query);
  const lengthMs = length * 1_000;
  const partMs = Number(new URLSearchParams(query).get('parts')) * 1_000 || lengthMs;
  const periods = Array.from({ length: Math.ceil(lengthMs / partMs) }, (_, id) => {
    const startMs = id * partMs;
    const durationMs = Math.min(partMs, lengthMs - startMs);
    return period(sets, { id, startMs, durationMs, events: id ? '' : inserted(breaks) });
  });
  return presentation(`type="static" mediaPresentationDuration="${seconds(lengthMs)}"`, ...periods);
}

/** The window of a programme that repeats its round for ever, a period each, and has run for so long. */
export function live(
  /** @type {string} */ text,
  /** @type {string} */ query,
  /** @type {number} */ began,
  /** @type {number} */ ranMs,
  /** @type {number} */ segmentMs,
  /** @type {number} */ roundMs,
) {
  const sets = parse(text, query);
  const windowMs = (Number(new URLSearchParams(query).get('win')) || 10) * segmentMs;
  const first = Math.floor(Math.max(0, ranMs - windowMs) / roundMs);
  const periods = Array.from({ length: Math.floor(ranMs / roundMs) - first + 1 }, (_, index) => {
    const startMs = (first + index) * roundMs;
    return period(sets, { id: first + index, startMs, durationMs: roundMs });
  });
  const date = (/** @type {number} */ ms) => new Date(ms).toISOString();
  return presentation(
    `type="dynamic" availabilityStartTime="${date(began)}" publishTime="${date(began + ranMs)}" minimumUpdatePeriod="${seconds(segmentMs)}" timeShiftBufferDepth="${seconds(windowMs)}" suggestedPresentationDelay="PT6S"`,
    ...periods,
    `<UTCTiming schemeIdUri="urn:mpeg:dash:utc:direct:2014" value="${date(began + ranMs)}"/>`,
  );
}
