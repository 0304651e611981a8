/** Options of {@link report}; all of them may be left out. */
export interface ReportOptions {
  /**
   * `strict`: the XDM is what Adobe's schemas of `mediaReporting` accept: durations in whole seconds (rounded), and the content, the
   * ad and the chapter described by their own fields, e.g. `sessionDetails.name`. Otherwise it holds the metrics alone, unrounded.
   */
  readonly xdm?: 'strict';
  /** In which steps the content segment counts, in minutes: 1 when left out; 5 is the other reading of Adobe's pages. */
  readonly segmentMinutes?: 1 | 5;
  /** The id that the service gave the session: `a.media.vsid`, and `sessionDetails.ID` in XDM. */
  readonly sessionId?: string;
}
