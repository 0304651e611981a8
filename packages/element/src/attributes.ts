/** The members of `params` that have an attribute. */
const PARAMS: Readonly<Record<string, string>> = {
  'tracking-server': 'analytics.trackingServer',
  'report-suite': 'analytics.reportSuite',
  'org-id': 'visitor.marketingCloudOrgId',
  channel: 'media.channel',
  'player-name': 'media.playerName',
};

/** Attributes that configure the tracker: a change creates a new one. */
export const CONNECTION: readonly string[] = ['endpoint', 'datastream-id', ...Object.keys(PARAMS)];

/** Standard metadata, as attributes with `media-` before them: `media-first-air-date` is `media.firstAirDate`. */
const MEDIA =
  /^media-(id|name|length|content-type|stream-type|resume|show|season|episode|asset-id|genre|first-air-date|first-digital-date|rating|originator|network|show-type|ad-load|pass\.mvpd|pass\.auth|day-part|feed|stream-format|artist|album|label|author|station|publisher)$/;

/** Attributes of every element, and those that frameworks put there. */
const GLOBAL =
  /^(id|class|style|slot|hidden|title|lang|dir|role|part|is|nonce|inert|translate|key|ref)$|^(data|aria|ng|v|x)-|^on[a-z]|^[^a-z]|:/;

/** Whether an attribute means something here, or is anybody's. */
export const isKnown = (name: string): boolean =>
  CONNECTION.includes(name) || name === 'for' || name === 'consent' || MEDIA.test(name) || GLOBAL.test(name);

/** Calls `warn` with a sentence about each attribute that means nothing. */
export function warnOfUnknown(element: Element, warn: (sentence: string) => void): void {
  for (const { name } of element.attributes)
    if (!isKnown(name))
      warn(`${name} is no attribute of it: expected ${CONNECTION.join(', ')}, for, consent, or media-… (media-id, media-name)`);
}

/** What of `params` stands in the attributes of an element. */
export function paramsOf(element: Element): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [name, key] of Object.entries(PARAMS)) {
    const value = element.getAttribute(name);
    if (value) params[key] = value;
  }
  return params;
}

/** What is playing, from the attributes; `warn` is called with a sentence about one that is left out. */
export function mediaOf(element: Element, warn?: (sentence: string) => void): Record<string, unknown> {
  const params: Record<string, unknown> = {};
  for (const { name, value } of element.attributes) {
    const isResume = name === 'media-resume';
    if (!MEDIA.test(name) || (!value && !isResume)) continue;
    // Adobe knows no other value: the player's own guess is better than that.
    if (name === 'media-stream-type' && !/^(video|audio)$/.test(value)) {
      warn?.(`${name} is left out: expected video or audio, got "${value}"`);
      continue;
    }
    const key = name.replace('-', '.').replace(/-./g, (letter) => letter[1]!.toUpperCase());
    // What is no number is named as it stands there.
    params[key] = name === 'media-length' && +value >= 0 ? +value : isResume ? value !== 'false' : value;
  }
  return params;
}

/** The first attribute that lacks, of those that a tracker needs. */
export const lacking = (
  element: Element,
  options: { endpoint?: unknown; wire?: unknown; params?: unknown },
): string | undefined => {
  if (options.wire || element.hasAttribute('datastream-id')) return undefined;
  if (!options.endpoint && !element.getAttribute('endpoint')) return 'endpoint';
  if (typeof options.params === 'function') return undefined;
  return Object.keys(PARAMS)
    .slice(0, 3)
    .find((name) => !element.getAttribute(name) && !(options.params as Record<string, unknown> | undefined)?.[PARAMS[name]!]);
};
