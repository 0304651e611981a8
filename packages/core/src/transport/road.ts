import type { createLane, Lane, LanePorts, Letter } from './lane';

/** What a road needs beside what its lanes do. */
export interface RoadPorts extends Omit<LanePorts<Letter>, 'onGone'> {
  /** What the viewer decided, and what waits for it. */
  readonly permission: { readonly now: string; when<T>(run: () => Promise<T>): Promise<T> };
  warn(sentence: string): void;
}

/** Makes a tracker's lanes, and hears what they hear of the page. */
export interface Road extends Pick<Lane<Letter>, 'drop' | 'wake' | 'leave' | 'finish'> {
  /** As long as the tracker lives it has something to do. */
  readonly busy: true;
  readonly createLane: typeof createLane;
}

/** What `offline()` makes: lanes that outlive their page, out of those that do not. */
export type Offline = (ports: RoadPorts, make: typeof createLane) => Road;
