import { appendFileSync } from 'node:fs';

/** A situation with ads as it was acted out. */
export interface AdRow {
  readonly player: string;
  readonly situation: string;
  /** What of player, plugin and ad system was real, and what stood in for it. */
  readonly real: string;
  /** The events of each session. */
  readonly received: readonly string[];
  /** Milliseconds by which the report was off: of each ad, and of the content. */
  readonly ads: readonly number[];
  readonly content: number;
}

/** How far a report may be off, per ad and for the content of a session, in seconds. */
export const ALLOWED = 0.15;

const ms = (seconds: number, sessions = 1): string =>
  `${seconds > 0 ? '+' : ''}${Math.round(seconds * 1_000)}${Math.abs(seconds) < ALLOWED * sessions ? '' : ' **over**'}`;

/** Leaves a row for docs/ads.md, when `npm run ads` asks for it. */
export function leaveRow({ player, situation, real, received, ads, content }: AdRow): void {
  if (!process.env.ADS) return;
  const cells = [
    player,
    situation,
    real,
    received.join('<br>'),
    ads.map((seconds) => ms(seconds)).join(', ') || '–',
    ms(content, received.length),
  ];
  appendFileSync(process.env.ADS, `| ${cells.join(' | ')} |\n`);
}
