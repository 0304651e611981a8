import type { Wire } from '../browser/html5-scene';
import { offBy, type Truth } from '../truth/truth';
import { elements, streams, type Player } from './cast';
import { scenarios } from './scenarios/scenarios';

/** What came of a scenario with a player: seconds that were shown and reported, where they can be compared. */
export interface Row {
  readonly player: Player;
  readonly wire: Wire;
  readonly name: string;
  readonly passed: boolean;
  readonly shown?: Truth;
  readonly reported?: Truth;
}

/** The heads of the columns. */
const all = [...streams, ...elements];
const names: Readonly<Partial<Record<Player, string>>> = {
  shakaDash: 'shaka, DASH',
  hlsVideo: '`<hls-video>`',
  dashVideo: '`<dash-video>`',
  shakaVideo: '`<shaka-video>`',
  videojs10: 'Video.js 10',
};

const line = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Which player passes which scenario, what differs and why, and how far each report is off. */
export function tableOf(rows: readonly Row[]): string {
  const of = (player: Player, name: string, wire: Wire = 'Media Collection') =>
    rows.find((row) => row.player === player && row.name === name && row.wire === wire);
  const notes: string[] = [];
  const note = (text: string): string => {
    if (!notes.includes(text)) notes.push(text);
    return `(${notes.indexOf(text) + 1})`;
  };
  const verdict = (player: Player, name: string): string => {
    const { without, but } = scenarios[name]!;
    if (without?.[player]) return `not there ${note(without[player])}`;
    const passed = of(player, name)?.passed ? 'pass' : '**fails**';
    return but?.[player] ? `${passed}, differs ${note(but[player].why)}` : passed;
  };
  const measured = (player: Player, name: string, wire?: Wire): string => {
    const { lines } = scenarios[name]!;
    const { shown, reported } = of(player, name, wire) ?? {};
    if (!shown || !reported) return '–';
    return (['content', 'pause', 'buffer'] as const).map((what) => offBy(shown[what], reported[what], lines.length)).join(', ');
  };
  const table = (cell: (player: Player, name: string) => string, shown = Object.keys(scenarios)): string[] => [
    line('a viewer who …', ...all.map((player) => names[player] ?? player)),
    line('---', ...all.map(() => '---')),
    ...shown.map((name) => line(name, ...all.map((player) => cell(player, name)))),
  ];
  const verdicts = table(verdict);
  const measures = table((player, name) => measured(player, name));
  const overEdge = table(
    (player, name) => {
      const row = of(player, name, 'Media Edge');
      if (!row) return '–';
      return row.passed ? `pass: ${measured(player, name, 'Media Edge')}` : '**fails**';
    },
    Object.keys(scenarios).filter((name) => scenarios[name]!.core),
  );
  return [
    ...verdicts,
    '',
    ...notes.map((text, index) => `${index + 1}. ${text}`),
    '',
    '## How far the reports are off',
    '',
    'Content, pause and buffering in milliseconds: what was reported minus what was shown.',
    '',
    ...measures,
    '',
    '## Over the Media Edge API',
    '',
    'The core of the list, with the option `wire`: the same events, as far as this API carries them, and how far the reports are off.',
    '',
    ...overEdge,
    '',
  ].join('\n');
}
