/** The scenarios of `npm run engines`, in plain words for who watches. */
export const acted: Readonly<Record<string, string>> = {
  'plays by itself': 'Plays by itself',
  'pauses and goes on': 'Pauses, and goes on',
  'jumps within what is loaded': 'Jumps forward',
  'scrubs: ten jumps in 0.8 s': 'Jumps ten times, one after the other',
  'plays at twice the speed': 'Plays at twice the speed',
  'plays to the end, and again': 'Plays to the end, and once more',
  'stalls for 4 s': 'Runs out of data for 4 s',
  'is muted, and not': 'Switches the sound on and off',
  'changes to other content': 'Changes to another video',
  'leaves a page that destroys its player': 'Removes the player',
};

/** How a scenario is played. */
export interface Way {
  /** Its letter in the code. */
  readonly letter: string;
  readonly title: string;
  readonly player: 'html5' | 'hlsjs';
  /** The element plays HLS by itself. */
  readonly isNative: boolean;
}

/** All ways to play; not every engine has all. */
export const ways: readonly Way[] = [
  { letter: 'F', title: 'A plain element with a file', player: 'html5', isNative: false },
  { letter: 'N', title: 'A plain element with HLS, which the browser plays itself', player: 'html5', isNative: true },
  { letter: 'H', title: 'hls.js', player: 'hlsjs', isNative: false },
];
