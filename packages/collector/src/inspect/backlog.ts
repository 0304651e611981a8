import type { Call } from '../call';

/** How many calls are kept for those who come later. */
export const MAX_MESSAGES: number = 1_000;
/** How long all kept messages may be together, in characters: calls may be large, whatever their number. */
export const MAX_CHARACTERS: number = 4_000_000;

/** The last answered calls as server-sent messages, numbered from 1. */
export interface Backlog {
  /** How many calls came before the oldest that is kept. */
  readonly lost: number;
  /** Keeps a call, and gives up the oldest ones beyond the bounds. */
  add(call: Call): void;
  /** The message that follows the one of this number, which must not be below `lost`; undefined when there is none yet. */
  after(number: number): string | undefined;
  /** The number of the message with this id; undefined when it is not of this backlog. */
  numberOf(id: string): number | undefined;
}

/** Makes an empty {@link Backlog}. */
export function createBacklog(): Backlog {
  // A client that outlives a restart of the collector must not take up the numbering of the one before.
  const run = crypto.randomUUID().slice(0, 8);
  const kept: string[] = [];
  let lost = 0;
  let characters = 0;

  return {
    get lost() {
      return lost;
    },
    add(call) {
      const message = `id: ${run}-${lost + kept.length + 1}\ndata: ${JSON.stringify(call)}\n\n`;
      kept.push(message);
      characters += message.length;
      while (kept.length > MAX_MESSAGES || characters > MAX_CHARACTERS) {
        characters -= kept.shift()?.length ?? 0;
        lost++;
      }
    },
    after: (number) => kept[number - lost],
    numberOf(id) {
      const [, name, digits] = /^([^-]+)-(\d{1,15})$/.exec(id) ?? [];
      const number = name === run ? Number(digits) : NaN;
      return number <= lost + kept.length ? number : undefined;
    },
  };
}
