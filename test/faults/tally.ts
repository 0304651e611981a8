import type { Played } from './play';

/** Figures by name. */
export type Figures = Map<string, number>;

/** What was seen of all seeds. */
export interface Tally {
  readonly figures: Figures;
  readonly faults: Figures;
  readonly losses: Figures;
  add(played: Played): void;
}

const raise = (figures: Figures, name: string, by = 1): void => void figures.set(name, (figures.get(name) ?? 0) + by);

/** Counts what befell viewings, and what came of it. */
export function createTally(): Tally {
  const figures: Figures = new Map();
  const faults: Figures = new Map();
  const losses: Figures = new Map();
  return {
    figures,
    faults,
    losses,
    add: ({ breaches, compared, faulty, sessions, viewing }) => {
      const { attempts, diedAt, lost, made, log } = faulty;
      const said = new Set(lost.map(({ body }) => body));
      const taken = new Map<string, number>();
      for (const { body, takenAt } of attempts) raise(taken, body, takenAt.length);
      const arrived = made.filter(({ body }) => taken.get(body));
      const underway = made.filter(({ body }) => !taken.get(body) && !said.has(body));
      const silent = breaches.filter((breach) => breach.startsWith('lost without a reason')).length;
      raise(figures, 'viewings');
      raise(figures, 'sessions', sessions);
      raise(figures, 'sessions whose report could be compared, and was equal', compared);
      raise(figures, 'events', made.length);
      raise(figures, 'events that arrived', arrived.length);
      raise(figures, 'requests', attempts.length);
      raise(
        figures,
        'events that arrived again, with the same body',
        [...taken.values()].reduce((sum, times) => sum + Math.max(times - 1, 0), 0),
      );
      raise(
        figures,
        'events on their way when the page died, which did not arrive',
        diedAt === undefined ? 0 : underway.length - silent,
      );
      raise(figures, 'events lost without a reason', silent);
      raise(figures, 'breaches of any kind', breaches.length);
      for (const { reason } of lost) raise(losses, reason);
      for (const { fault } of attempts) if (fault) raise(faults, fault === 'offline' ? 'sent while offline' : fault);
      for (const { what } of log) if (what === 'offline') raise(faults, 'offline spell');
      for (const [, what, word] of viewing.steps) {
        if (what === 'jump') raise(faults, 'clock jump');
        if (what === 'consent') raise(faults, 'change of consent');
        if (word === 'show') raise(faults, 'page hidden, and seen again');
        if (word === 'freeze') raise(faults, 'page freeze');
        if (word === 'leave') raise(faults, 'page left, and come back to');
        if (word === 'die') raise(faults, 'page closed');
      }
      if (viewing.params) raise(faults, 'params promised');
    },
  };
}

const rows = (figures: Figures): string[] => [...figures].map(([name, figure]) => `| ${name} | ${figure.toLocaleString('en')} |`);

/** The figures as tables. */
export const tableOf = ({ figures, faults, losses }: Tally): string =>
  [
    '| what was seen | how many |',
    '| --- | --- |',
    ...rows(figures),
    '',
    '### Faults that occurred',
    '',
    '| fault | how many |',
    '| --- | --- |',
    ...rows(new Map([...faults].sort(([, one], [, other]) => other - one))),
    '',
    '### What was lost, and why',
    '',
    'A loss is reported to `onLost`; some of these arrived all the same, for only their answer was lost.',
    '',
    '| reason | how many |',
    '| --- | --- |',
    ...rows(new Map([...losses].sort(([, one], [, other]) => other - one))),
    '',
  ].join('\n');
