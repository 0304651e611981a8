import { settled } from './guard';
import type { TrackerOptions } from './options';

/** The kind of a sentence: its subject and verb, without the reason. */
const KIND = /^.*? (is|are|threw)\b[^:]*|^[^:]*/s;
/** Limits the console lines of a page that keeps making mistakes. */
const MAX_KINDS = 100;

/** Creates the function that warns the page: by `onWarning`, else once for each kind on the console. It never throws. */
export function createWarn({ onWarning }: TrackerOptions): (sentence: string) => void {
  let warned: Set<string> | undefined;
  return (sentence) => {
    const kind = KIND.exec(sentence)![0];
    warned ??= new Set();
    try {
      if (onWarning) settled(onWarning(sentence));
      else if (!warned.has(kind) && warned.size < MAX_KINDS) console.warn(`media-collection: ${sentence}`);
    } catch (error) {
      console.warn('media-collection: onWarning threw', error);
    }
    if (warned.size < MAX_KINDS) warned.add(kind);
  };
}
