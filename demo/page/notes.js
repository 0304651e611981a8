import { clockTime, element } from '/page/row.js';

const MOST_NOTES = 20;
const notes = document.getElementById('notes');

/** The service responds with `{"message": …}`; anything else is shown as it is. */
function sentenceOf(detail) {
  try {
    return JSON.parse(detail).message ?? detail;
  } catch {
    return detail;
  }
}

/** Adds a warning or a loss, the newest first; `detail` is the service's own message. */
export function note(warning, detail) {
  const text = detail ? `${warning}: ${sentenceOf(detail)}` : warning;
  const item = element('li');
  item.append(element('span', 'time', clockTime(Date.now())), ' ', element('span', '', text));
  notes.prepend(item);
  while (notes.childElementCount > MOST_NOTES) notes.lastElementChild.remove();
  hear(text);
}

/** Says something to a screen reader. */
export function hear(text) {
  document.getElementById('heard').textContent = text;
}
