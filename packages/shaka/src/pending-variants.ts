/** Renditions that the player chose to load, and from which second of the content on they are shown. */
export interface PendingVariants {
  /** From a second on something else is shown. */
  add(at: number, bandwidth: number): void;
  /** The playhead was moved, or the buffer was emptied: what was chosen last is what is loaded now. */
  jump(): void;
  forget(): void;
  /** Bits per second of what is shown at a second, if that is news. */
  reach(second: number): number | undefined;
}

/** Remembers choices until the playhead has come to them: they lie up to a whole buffer ahead. */
export function createPendingVariants(): PendingVariants {
  let choices: readonly { readonly at: number; readonly bandwidth: number }[] = [];
  return {
    add: (at, bandwidth) => {
      choices = [...choices.filter((choice) => choice.at < at), { at, bandwidth }];
    },
    jump: () => {
      choices = choices.slice(-1).map(({ bandwidth }) => ({ at: 0, bandwidth }));
    },
    forget: () => {
      choices = [];
    },
    reach: (second) => {
      const shown = choices.findLast(({ at }) => at <= second)?.bandwidth;
      choices = choices.filter(({ at }) => at > second);
      return shown;
    },
  };
}
