import type { TagAttributes } from '@media-collection/element';
import type { ReactNode } from 'react';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'media-collection': Partial<TagAttributes> & { children?: ReactNode };
    }
  }
}
