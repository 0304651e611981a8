/** A package as it would be published. */
export interface Packed {
  readonly tarball: string;
  /** What the tarball holds. */
  readonly folder: string;
}

/** Packs every package unless it is packed already; by the name of its folder under packages/. */
export function ensurePacked(): Promise<Readonly<Record<string, Packed>>>;
