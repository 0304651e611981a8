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
