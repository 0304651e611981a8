import type { TrackerOptions } from './options';

/** Makes what tells the page that something was refused: by `onWarning`, else each kind once on the console. Never throws. */
export function createWarn({ onWarning }: TrackerOptions): (sentence: string) => void {
  const warned = new Set<string>();
  return (sentence) => {
    const kind = sentence.split(':', 1)[0]!;
    try {
      if (onWarning) onWarning(sentence);
      else if (!warned.has(kind)) console.warn(`media-collection: ${sentence}`);
    } catch (error) {
      console.warn('media-collection: onWarning threw', error);
    }
    warned.add(kind);
  };
}
