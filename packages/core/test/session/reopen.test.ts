import { describe, expect, test } from 'vitest';
import { createMachine } from './machine';
import { chapter, opening, plays, pod, refuses, spot, state, story, track, type Row, type Said } from './story';

const playing: Row[] = [
  [0, opening],
  [500, plays(0), track('play')],
];
const [start, more, other] = [3_000, 4_000, 5_000];

describe('a session that the service does not know any more', () => {
  const rows: Row[] = [
    ...playing,
    [start, chapter(1), state('stateStart', 'mute')],
    [more, state('stateEnd', 'mute'), state('stateStart', 'fullScreen'), pod(), spot()],
    [other, track('adComplete')],
  ];

  test('is replaced by one that resumes it, with how things stood before the refused event, just before it', () => {
    const { sent } = story([...rows, [6_000, refuses('adComplete')]]);
    const replayed = sent.filter(({ viewing }) => viewing === 1).map(({ event }) => event);
    expect(replayed.map(({ eventType }) => eventType)).toEqual([
      'sessionStart',
      'chapterStart',
      'adBreakStart',
      'adStart',
      'stateStart',
      'play',
    ]);
    const refused = sent.find(({ event }) => event.eventType === 'adComplete')!.event;
    const times = [...replayed, refused].map(({ playerTime }) => playerTime.ts);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    expect(times.at(-1)! - times[0]!).toBeLessThan(50);
    for (const { playerTime } of replayed) expect(playerTime.playhead).toBe(refused.playerTime.playhead);
    expect(replayed[0]!.params).toMatchObject({ 'media.id': 'film', 'media.resume': true });
    expect(replayed[4]!.params).toEqual({ 'media.state.name': 'fullScreen' });
  });

  test('is replaced between two ads without playback, which counts in ads alone', () => {
    const { sent } = story([...rows, [6_000, refuses('adStart')]]);
    const types = sent.filter(({ viewing }) => viewing === 1).map(({ event }) => event.eventType);
    expect(types).toEqual(['sessionStart', 'chapterStart', 'adBreakStart', 'stateStart']);
  });

  test('is replaced once, and the queue moves over after what was replayed', () => {
    const machine = createMachine();
    machine.dispatch(opening);
    machine.clock.advance(500);
    machine.dispatch(track('play'));
    machine.clock.advance(5_000);
    machine.dispatch(track('bitrateChange'));
    const { event, before } = machine.sent.at(-1)!;
    const from = machine.effects.length;
    machine.dispatch({ type: 'sessionLost', event, before: before!, wasDelivered: true });
    expect(
      machine.effects
        .slice(from)
        .map((effect) => effect.do)
        .filter((effect) => effect !== 'setTimer'),
    ).toEqual(['open', 'send', 'adoptQueue']);
  });

  test('leaves the times of what comes later alone', () => {
    const { lines } = story([...rows, [6_000, refuses('adComplete')], [7_000, 6, track('chapterComplete')]]);
    expect(lines.at(-1)).toBe('7000 chapterComplete 6');
  });

  test('is reported as it stood, not as it stands', () => {
    const { sent } = story([...rows, [6_000, refuses('chapterStart')]]);
    const replayed = sent.filter(({ viewing }) => viewing === 1).map(({ event }) => event.eventType);
    expect(replayed).toEqual(['sessionStart', 'play']);
  });

  test('carries the quality that was known then', () => {
    const { sent } = story([
      ...playing,
      [3_000, track('qoe', { 'media.qoe.bitrate': 1 }), track('bitrateChange')],
      [4_000, track('qoe', { 'media.qoe.bitrate': 2 }), chapter()],
      [5_000, refuses('bitrateChange')],
    ]);
    expect(sent.find(({ viewing }) => viewing === 1)!.event.qoeData).toEqual({ 'media.qoe.bitrate': 1 });
  });

  test.each([
    ['chapterStart', 'sessionStart play'],
    ['adBreakStart', 'sessionStart chapterStart play'],
    ['adStart', 'sessionStart chapterStart adBreakStart'],
    ['stateStart', 'sessionStart chapterStart adBreakStart adStart play'],
    ['play', 'sessionStart chapterStart adBreakStart adStart stateStart play'],
  ])('and is lost again while it is resumed, from %s on, is resumed with what was reported of it so far', (type, expected) => {
    const again: Said = ({ sent }) => {
      const { event, before } = sent.findLast((one) => one.event.eventType === type)!;
      return { type: 'sessionLost', event, before: before!, wasDelivered: true };
    };
    const { sent } = story([...rows, [6_000, refuses('adComplete')], [7_000, again]]);
    const last = sent.filter(({ viewing }) => viewing === 2).map(({ event }) => event.eventType);
    expect(last.join(' ')).toBe(expected);
  });

  test('keeps the rhythm of the pings', () => {
    const { lines } = story([...playing, [3_000, chapter()], [4_000, refuses('chapterStart')]], { until: 21_500, pings: true });
    expect(lines.slice(-2)).toEqual(['11500 ping 11', '21500 ping 21']);
  });
});

describe('what reopens nothing', () => {
  test('a refused ping: silence, until the playhead moves', () => {
    const rows: Row[] = [...playing, [5_000, 4.5], [11_600, refuses('ping')]];
    expect(story(rows, { until: 600_000, pings: true }).lines.slice(-1)).toEqual(['11500 ping 4.5']);
    const { lines } = story([...rows, [60_000, plays(4.5)]], { until: 71_500, pings: true });
    const [reopened, ...rest] = lines.slice(lines.indexOf('11500 ping 4.5') + 1);
    expect(reopened).toMatch(/^\d+ sessionStart [\d.]+ resume$/);
    expect(rest[0]).toMatch(/^\d+ play /);
    const at = Number.parseInt(reopened!, 10);
    expect(at).toBeGreaterThan(60_000);
    expect(at).toBeLessThanOrEqual(70_000);
  });

  test('a refused ping while the playhead moves, until the next moment at which something is due', () => {
    const { lines } = story([...playing, [11_600, refuses('ping')]], { until: 22_000 });
    expect(lines.filter((one) => one.includes('sessionStart'))).toHaveLength(2);
  });

  test.each<[string, Row]>([
    ['paused', [3_000, 2.5, track('pauseStart')]],
    ['buffering', [3_000, 2.5, track('bufferStart')]],
    ['seeking', [3_000, 2.5, track('seekStart')]],
  ])('anything refused while %s, until the viewer goes on', (_what, row) => {
    const rows: Row[] = [...playing, row, [4_000, refuses('play', 1)], [5_000, chapter()]];
    const { lines } = story(rows, { until: 4_000_000 });
    expect(lines).toHaveLength(4);
    expect(story([...rows, [60_000, track('play')]]).lines.slice(4)).toEqual([
      '60000 sessionStart 2.5 resume',
      '60001 chapterStart 2.5',
      '60002 play 2.5',
    ]);
  });

  test('a refused ping, once the viewer pauses and goes on at the same second', () => {
    const rows: Row[] = [
      ...playing,
      [5_000, 4.5],
      [11_600, refuses('ping')],
      [12_000, track('pauseStart')],
      [13_000, track('play')],
    ];
    expect(story(rows).lines.slice(3)).toEqual(['13000 sessionStart 4.5 resume', '13001 play 4.5']);
  });

  test.each(['sessionEnd', 'sessionComplete'] as const)('a refused %s', (word) => {
    const { lines } = story([...playing, [3_000, 2.5, track(word)], [4_000, refuses(word)]], { until: 600_000 });
    expect(lines.at(-1)).toBe(`3000 ${word} 2.5`);
  });

  test('an event that was refused after the session had ended', () => {
    const { lines } = story([...playing, [3_000, 2.5, chapter(), track('sessionEnd')], [4_000, refuses('chapterStart')]], {
      until: 600_000,
    });
    expect(lines.at(-1)).toBe('3002 sessionEnd 2.5');
  });

  test('a second refusal while the session is only remembered', () => {
    const rows: Row[] = [
      ...playing,
      [3_000, 2.5, track('pauseStart')],
      [4_000, refuses('play', 0), refuses('play', 1), refuses('pauseStart')],
    ];
    expect(story(rows, { until: 60_000 }).lines).toHaveLength(4);
  });
});

describe('a service that opens sessions and takes none of their events', () => {
  /** Each new session is refused its first event a moment after it was opened. */
  const deaf = (until: number, heard: (viewing: number) => boolean, more: Row[] = []) => {
    const machine = createMachine();
    machine.dispatch(opening);
    machine.clock.advance(500);
    machine.playhead = () => machine.clock.now() / 1_000;
    machine.dispatch(track('play'));
    const refused = new Set<number>();
    const opened = [0];
    const rows = [...more];
    for (let ms = 500; ms < until; ms += 500) {
      const last = machine.sent.at(-1)!;
      const first = machine.sent.find(({ viewing, event }) => viewing === last.viewing && event.eventType !== 'sessionStart');
      if (last.viewing >= opened.length) opened.push(ms);
      if (first && !refused.has(last.viewing)) {
        refused.add(last.viewing);
        machine.dispatch({ type: 'sessionLost', event: first.event, before: first.before!, wasDelivered: heard(last.viewing) });
      }
      if (rows[0] && rows[0][0] <= ms) machine.dispatch(rows.shift()![1] as never);
      machine.clock.advance(500);
    }
    return opened;
  };

  test('is given ever fewer of them: twelve in an hour at most', () => {
    const opened = deaf(3_600_000, () => false);
    expect(opened.length).toBeGreaterThan(6);
    expect(opened.length).toBeLessThanOrEqual(12);
    const gaps = opened.slice(2).map((ms, index) => ms - opened[index + 1]!);
    expect(gaps.slice(0, 4).map((gap) => Math.round(gap / 10_000))).toEqual([1, 2, 4, 8]);
  });

  test('is given no more of them where the viewer pauses and plays all the time', () => {
    const toggles: Row[] = Array.from({ length: 1_800 }, (_, index) => [
      1_000 + index * 2_000,
      track(index % 2 ? 'play' : 'pauseStart'),
    ]);
    expect(deaf(3_600_000, () => false, toggles).length).toBeLessThanOrEqual(12);
  });

  test('and later loses sessions whose answers it gave is given the next one as soon as ever', () => {
    const opened = deaf(300_000, (viewing) => viewing === 3);
    const [, , third, fourth, fifth] = opened;
    expect(fourth! - third!).toBeGreaterThan(15_000);
    expect(fifth! - fourth!).toBeLessThan(2_000);
  });
});
