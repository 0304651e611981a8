/** Where an engine makes something else of a scenario, and why that is right or not ours to mend. */
export interface Difference {
  readonly engine: string;
  readonly players: readonly string[];
  readonly name: string;
  readonly why: string;
  /** What is told instead; without it the scenario is not acted at all, or, with `unjudged`, only not held against what was shown. */
  readonly lines?: readonly string[];
  readonly unjudged?: true;
  /** The report may be off by so many ms from what was shown, instead of 150 ms. */
  readonly offMs?: number;
}

const both = ['html5', 'hlsjs'];

export const differences: readonly Difference[] = [
  {
    engine: 'WebKitGTK',
    players: both,
    name: 'is muted, and not',
    why: 'WebKit pauses what is unmuted without a viewer’s hand.',
    lines: ['sessionStart stateStart:mute play play stateEnd:mute pauseStart stateStart:mute sessionEnd'],
  },
  {
    engine: 'WebKitGTK',
    players: both,
    name: 'plays at twice the speed',
    why: 'WebKitGTK unmutes what changes its speed, pauses it for that, and may never go on.',
  },
  {
    engine: 'WebKitGTK',
    players: both,
    name: 'stalls for 4 s',
    why: 'WebKitGTK fires `waiting` 0.2 to 0.5 s after its clock stopped.',
    unjudged: true,
  },
  {
    engine: 'Chromium 79',
    players: ['dashjs'],
    name: 'plays to the end, and again',
    why: 'dash.js jumps back by half a second from its end in Chromium 79, and pauses. Its session is completed; played again, that half second is shown.',
  },
  ...['Chromium 79', 'Chromium 83'].map((engine) => ({
    engine,
    players: ['html5'],
    name: 'pauses three times',
    why: 'The clock of Chromium 79 and 83 stands in a pause, and jumps by 70 to 85 ms as playback goes on. The witness counts that as shown.',
    offMs: 250,
  })),
  {
    engine: 'Chromium 79',
    players: ['html5'],
    name: 'plays to the end',
    why: 'Chromium 79 fires `ended` 0.2 s after its clock stopped.',
    offMs: 250,
  },
];

/** What is known of a scenario in an engine. */
export const differenceOf = (engine: string, player: string, name: string): Difference | undefined =>
  differences.find((known) => known.engine === engine && known.players.includes(player) && known.name === name);
