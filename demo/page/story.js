import { followEnd } from '/page/follow.js';
import { clockTime, element, padded } from '/page/row.js';

const MOST_ROWS = 200;
const keepingPlace = followEnd(document.getElementById('story-scroller'));
const body = document.getElementById('story');
const everything = document.getElementById('everything');
const showEverything = () => keepingPlace(() => body.parentElement.classList.toggle('everything', everything.checked));
everything.addEventListener('change', showEverything);
// A reloaded page may come with the box still checked.
showEverything();

/** The rows of what is being said in this very task, the latest last: intents belong to the last of them. */
let open = [];
/** The row of the intent that is being passed on: what the API is told meanwhile, it is told of that. */
let current;
/** `timeupdate` is shown only once it is known what it means, for it comes four times a second. */
let ticking = false;
/** The row that counts how often the playhead moved. */
let moves;
const closing = new window.MessageChannel();
closing.port1.onmessage = () => {
  open = [];
  ticking = false;
};

function addRow() {
  const now = Date.now();
  const time = element('td', 'time', clockTime(now));
  time.append(element('span', 'ms', `.${padded(now % 1000, 3)}`));
  const row = {
    line: element('tr'),
    native: element('td', 'native'),
    intent: element('td', 'intent'),
    api: element('td', 'api'),
    at: element('td', 'at'),
  };
  row.line.append(time, row.native, row.intent, row.api, row.at);
  keepingPlace(() => {
    body.append(row.line);
    if (body.childElementCount > MOST_ROWS) body.firstElementChild.remove();
  });
  moves = undefined;
  return row;
}

function put(cell, word, more) {
  keepingPlace(() => cell.append(element('strong', '', word), ...(more ? [' ', element('span', '', more)] : [])));
}

const written = {
  on: (on) => (on ? 'on' : 'off'),
  seconds: (value) => `${value.toFixed(1)} s`,
  playhead: (value) => (value >= 0 ? `at ${value.toFixed(1)} s` : ''),
  agoMs: (value) => (value < 50 ? '' : `${(value / 1_000).toFixed(1)} s ago`),
  kbps: (value) => `${value.toFixed(1)} kbit/s`,
  isLate: () => 'late',
  isNetwork: () => 'network',
  stillPlaying: () => 'still playing',
  guess: () => '',
};
const dataOf = ({ type: _, ...data }) =>
  Object.entries(data)
    .filter(([, value]) => value !== undefined && value !== false)
    .concat(data.on === false ? [['on', false]] : [])
    .map(([key, value]) => written[key]?.(value) ?? (typeof value === 'object' ? JSON.stringify(value) : String(value)))
    .filter(Boolean)
    .join(' ');

/** Begins a row with a native event and a word of its state. */
export function native(type, state) {
  closing.port2.postMessage('');
  if (type === 'timeupdate') return void (ticking = true);
  const row = addRow();
  put(row.native, type, state);
  open.push(row);
}

/** Counts a `timeupdate` that means no more than that the playhead moves. */
function move() {
  moves ??= Object.assign(addRow(), { count: 0 });
  moves.count += 1;
  const times = moves.count > 1 ? `× ${moves.count}` : '';
  for (const [cell, word] of [
    [moves.native, 'timeupdate'],
    [moves.intent, 'progress'],
  ]) {
    cell.replaceChildren();
    put(cell, word, times);
  }
  return moves;
}

/** The row of the native event that an intent is said of, or one below it that names it again, more quietly. */
function rowOfIntent() {
  const last = open.at(-1);
  if (last && !last.intent.hasChildNodes()) return last;
  const row = addRow();
  if (last) row.native.append(element('span', '', last.native.firstChild.textContent));
  else if (ticking) {
    put(row.native, 'timeupdate');
    open.push(row);
  }
  return row;
}

/** Shows what an adapter says beside the native event that it says it of, and then passes it on. */
export function intent(said, passOn) {
  if (ticking && said.type === 'progress') current = move();
  else {
    current = rowOfIntent();
    put(current.intent, said.type, dataOf(said));
  }
  try {
    passOn();
  } finally {
    current = undefined;
  }
}

/** Shows what the API is told: beside what it is told of, or later and by itself where the session waited for what follows. */
export function api({ eventType, playerTime, params, qoeData }) {
  const row = current ?? addRow();
  if (row.api.hasChildNodes()) for (const cell of [row.api, row.at]) cell.append(element('br'));
  keepingPlace(() => row.line.classList.add('sent'));
  put(row.api, eventType, params?.['media.state.name'] ?? qoeData?.['media.qoe.errorID']);
  keepingPlace(() => row.at.append(element('span', '', `${playerTime.playhead.toFixed(1)} s`)));
  // What comes next is counted anew, below what was told.
  moves = undefined;
}
