/** The style of the element, by the document or shadow root that has it. */
const SHEETS = new WeakMap<object, CSSStyleSheet>();

/** The element has no box of its own, which what is in it would lose with `display: none`. No attribute is set: a server may have rendered it. */
export function showContents(element: Element): void {
  const root = element.getRootNode() as Document;
  if (!root.adoptedStyleSheets || root.adoptedStyleSheets.some((sheet) => sheet === SHEETS.get(root))) return;
  const view = (root.ownerDocument ?? root).defaultView ?? globalThis;
  const sheet = new (view as typeof globalThis).CSSStyleSheet();
  sheet.insertRule(`${element.localName}{display:contents}`);
  SHEETS.set(root, sheet);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
