import { settled } from './guard';
import type { TrackerOptions } from './options';

/** A kind of sentence: what it is about and what became of it, without the reason. */
const KIND = /^.*? (is|are|threw)\b[^:]*|^[^:]*/s;
/** A page that goes on to misspell things is not logged without end. */
const MAX_KINDS = 100;

/** Makes what tells the page that something was refused: by `onWarning`, else each kind once on the console. Never throws. */
export function createWarn({ onWarning }: TrackerOptions): (sentence: string) => void {
  const warned = new Set<string>();
  return (sentence) => {
    const kind = KIND.exec(sentence)![0];
    try {
      if (onWarning) settled(onWarning(sentence));
      else if (!warned.has(kind) && warned.size < MAX_KINDS) console.warn(`media-collection: ${sentence}`);
    } catch (error) {
      console.warn('media-collection: onWarning threw', error);
    }
    if (warned.size < MAX_KINDS) warned.add(kind);
  };
}
