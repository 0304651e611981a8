import { appendFileSync } from 'node:fs';

/** What was seen of a consumer: with which versions it was built, under what it type-checks, and what it told as it was played. */
export interface Row {
  readonly consumer: string;
  readonly versions: readonly string[];
  readonly builds: string;
  readonly types: readonly string[];
  readonly plays: string;
}

/** Leaves a row for docs/consumers.md where tables are wanted. */
export function leaveRow({ consumer, versions, builds, types, plays }: Row): void {
  const cells = [consumer, versions.join(', '), builds, types.join(', ') || '-', plays];
  if (process.env.CONSUMERS) appendFileSync(process.env.CONSUMERS, `| ${cells.join(' | ')} |\n`);
}
