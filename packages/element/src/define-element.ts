import type { MediaCollectionClass } from './element-class';

/** Defines `<media-collection>`, once a page; does nothing on a server. */
export function defineElement(element: MediaCollectionClass): void {
  const { customElements } = globalThis;
  if (customElements && !customElements.get('media-collection')) customElements.define('media-collection', element);
}
