import { clockTime, element } from '/page/row.js';

const MOST_NOTES = 5;
const notes = document.getElementById('notes');

/** Adds a remark of this page, the newest first. */
export function note(text) {
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
