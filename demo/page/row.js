const families = {
  session: ['sessionStart', 'sessionComplete', 'sessionEnd'],
  content: ['play', 'pauseStart', 'bufferStart'],
  quiet: ['ping'],
  error: ['error'],
};
const familyOf = (type) => Object.keys(families).find((family) => families[family].includes(type)) ?? 'other';

/** An element with a class and a text: never markup, whatever the text holds. */
export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Digits with zeros before them. */
export const padded = (number, digits = 2) => String(number).padStart(digits, '0');

/** `14:03:22`, the reader's time of day. */
export function clockTime(ms) {
  const time = new Date(ms);
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => padded(part)).join(':');
}

/** What tells one call from another comes first, and what is the same in every session last. */
const rank = (key) => (/^media\.(id|name|length)$/.test(key) ? 0 : key.startsWith('media.') ? 1 : 2);

/** The content of a call in one line: `id demo · name Demo video · length 20`. */
function inShort({ params, qoeData, customMetadata }) {
  const pairs = [params, qoeData, customMetadata].flatMap((part) => Object.entries(part ?? {}));
  return pairs
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([key, value]) => `${key.split('.').pop()} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(' · ');
}

/** What a call is called in the ledger; a refused one may hold anything. */
export const nameOf = ({ event, method, path }) =>
  typeof event?.eventType === 'string' ? event.eventType : Array.isArray(event) ? `${event.length} events` : `${method} ${path}`;

/** One call of the collector as a list item that opens to its JSON. */
export function callRow(call) {
  const { time, method, path, status, event, message } = call;
  const refused = status >= 400;
  const item = element('li', refused ? 'call refused' : 'call');
  item.dataset.family = familyOf(event?.eventType);

  const summary = element('summary');
  const clock = element('time', 'time', clockTime(time));
  clock.dateTime = new Date(time).toISOString();
  clock.append(element('span', 'ms', `.${padded(time % 1000, 3)}`));
  const playhead = event?.playerTime?.playhead;
  summary.append(
    clock,
    element('strong', 'type', nameOf(call)),
    element('span', 'playhead', typeof playhead === 'number' ? `${playhead.toFixed(1)} s` : ''),
    element('span', 'short', refused ? `Refused, ${status}: ${message ?? 'the collector gave no reason'}` : inShort(event ?? {})),
  );

  const json = element('pre', '', event === undefined ? 'No JSON came with it.' : JSON.stringify(event, null, 2));
  json.tabIndex = 0;
  json.ariaLabel = `JSON of ${nameOf(call)}`;
  const details = element('details');
  details.append(summary, element('p', 'request', `${method} ${path} → ${status}`), json);
  details.addEventListener('toggle', () => details.open && details.scrollIntoView({ block: 'nearest' }));
  item.append(details);
  return item;
}

/** Something that the page, not the collector, has to say. */
export function noteRow(text) {
  const item = element('li', 'note');
  item.append(element('strong', '', 'This page'), element('span', '', text));
  return item;
}
