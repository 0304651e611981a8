/** Intents of the content's element that the viewer does not cause in a break. */
export const CAUSED = {
  /** The ad manager causes them. */
  ofContent: /^(playing|paused|waiting|seeking|seeked|progress|chapter|contentEnded)$/,
  /** The ad manager causes these, too, while the element shows ads. */
  ofElement: /^(unloaded|durationKnown|failed)$/,
  /** These belong to the ad where the ad is part of the stream. */
  ofStream: /^(playing|paused|waiting)$/,
};
