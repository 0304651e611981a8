import { defineElement } from './define-element';
import { MediaCollectionElement, follow } from './index';
import type { MediaCollectionElement as MediaCollection } from './element-class';

export { follow, MediaCollectionElement };

declare global {
  interface HTMLElementTagNameMap {
    'media-collection': MediaCollection;
  }
}

defineElement(MediaCollectionElement);
