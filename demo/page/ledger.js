import { followEnd } from '/page/follow.js';
import { createReportView } from '/page/report.js';
import { callRow, clockTime, element, nameOf, noteRow } from '/page/row.js';

const byId = (id) => document.getElementById(id);
const scroller = byId('scroller');
const follow = followEnd(scroller);
const groups = byId('groups');
/** One list a session, by session id. */
const lists = new Map();
/** What shows a session's report, by session id. */
const views = new Map();
let calls = 0;
let refused = 0;

/** Changes the ledger, and follows to its end only a reader who is there. */
function keepingPlace(change) {
  follow(() => {
    change();
    byId('empty').hidden = groups.childElementCount > 0;
    byId('count').textContent = String(calls);
    byId('refused').textContent = String(refused);
  });
}

function addGroup(title, id) {
  const group = element('section', 'group');
  const head = element('div', 'head');
  const heading = element('h3', '', title);
  heading.id = `group-${groups.childElementCount + 1}`;
  const list = element('ol');
  // Safari forgets that a list without bullets is one.
  list.setAttribute('role', 'list');
  list.setAttribute('aria-labelledby', heading.id);
  head.append(heading);
  group.append(head, list);
  if (id) {
    const view = createReportView(title);
    heading.append(' ', element('code', '', id));
    head.append(view.metrics);
    head.after(view.findings);
    views.set(id, view);
  }
  groups.append(group);
  return list;
}

const isOutside = (list) => list !== undefined && ![...lists.values()].includes(list);
const lastList = () => groups.lastElementChild?.querySelector('ol');

/** The list that a call belongs to; what names no session that there is stands where it came. */
function listOf({ sessionId, time, status }) {
  if (!sessionId || (status >= 400 && !lists.has(sessionId)))
    return isOutside(lastList()) ? lastList() : addGroup('Outside any session');
  if (!lists.has(sessionId)) lists.set(sessionId, addGroup(`Session ${lists.size + 1}, ${clockTime(time)}`, sessionId));
  return lists.get(sessionId);
}

/** Adds a call that the collector answered. */
export function add(call) {
  keepingPlace(() => {
    calls += 1;
    if (call.status >= 400) refused += 1;
    listOf(call).append(callRow(call));
  });
}

/** Shows what the collector reports of a session; a breach that is new is said, too. */
export function showReport(id, standing) {
  keepingPlace(() =>
    views
      .get(id)
      ?.show(standing)
      .forEach(({ message }) => hear(`Breach: ${message}`)),
  );
}

/** Adds a remark of this page below what came last. */
export function note(text) {
  keepingPlace(() => (lastList() ?? addGroup('Outside any session')).append(noteRow(text)));
  hear(text);
}

/** Takes the calls out of the ledger, not the page's own remarks; `gone` is the number of earlier calls that nobody keeps any more. */
export function reset(gone) {
  keepingPlace(() => {
    calls = 0;
    refused = 0;
    lists.clear();
    views.clear();
    const notes = groups.querySelectorAll('.note');
    groups.replaceChildren();
    if (notes.length) addGroup('Outside any session').append(...notes);
  });
  if (gone) note('Earlier calls are no longer kept.');
}

/** Says to a screen reader what came, in a few words; pings would only be noise. */
export function hear(what) {
  const text = typeof what === 'string' ? what : what.status >= 400 ? `Refused: ${what.message ?? nameOf(what)}` : nameOf(what);
  if (text !== 'ping') byId('heard').textContent = text;
}

byId('newest').addEventListener('click', () => (scroller.scrollTop = scroller.scrollHeight));
