/** Where content that goes on is the same viewing, in seconds (D27). */
export const NEAR_S = 5;

/** A session that must be reported, by what the viewer was shown. */
export interface Due {
  /** Number of the content, from 1. */
  readonly content: number;
  /** Which question about params it was, from 0; undefined where nobody was asked: the session takes over from another one. */
  readonly ask: number | undefined;
  /** Wall clock of the request to play; undefined where the session takes over from another one. */
  readonly at: number | undefined;
  readonly resume: boolean;
  /** Where the player stood when it was told to play. */
  readonly from: number;
  /** Where its first frame was shown, or would have been. */
  place: number;
  /** It was put back at another place, though near, before its first frame was shown. */
  isMoved: boolean;
  hasFrames: boolean;
  /** Seconds of content that were shown. */
  seconds: number;
  /** It was broken off by a sleep, or without consent: it has no end, and its last seconds may be missing. */
  isCut: boolean;
  /** The machine slept for so long that the service gave it up, if it was opened by then. */
  mayGoOn: boolean;
  /** It has its end: nothing took over from it. */
  ends: boolean;
  /** The content was played to its end. */
  isComplete: boolean;
}

/** What the viewer was shown, and what must be reported of it. */
export interface Account {
  readonly dues: readonly Due[];
  /** A request to play while nothing is viewed. */
  requested(content: number, place: number, at: number, byHand: boolean, ask: number): void;
  readonly isOpen: boolean;
  /** Frames were shown from this place on; they are counted where they may be. */
  frames(place: number, seconds: number): void;
  /** The viewer paused. */
  paused(): void;
  end(how: 'complete' | 'end' | 'left', place: number): void;
  decide(decision: 'in' | 'out' | 'pending'): void;
  /** The machine slept for so long that the service gave the session up. */
  loseSession(): void;
}

/** Makes an account, which knows nothing of the tracker. */
export function createAccount(isLive: (content: number) => boolean): Account {
  const dues: Due[] = [];
  let open:
    | {
        readonly content: number;
        due: Due | undefined;
        last: Due | undefined;
        byHand: boolean;
        resume: boolean;
        hasBegun: boolean;
        lost: boolean;
      }
    | undefined;
  let brokenOff: { readonly content: number; readonly place: number } | undefined;
  let left: { readonly content: number; readonly hasBegun: boolean } | undefined;
  let isOut = false;

  const openDue = (content: number, place: number, rest: Pick<Due, 'ask' | 'at' | 'resume'> & Partial<Due>): Due => {
    const due: Due = {
      content,
      from: place,
      place,
      isMoved: false,
      hasFrames: false,
      seconds: 0,
      isCut: false,
      mayGoOn: false,
      ends: false,
      isComplete: false,
      ...rest,
    };
    dues.push(due);
    return due;
  };

  return {
    dues,
    get isOpen() {
      return !!open;
    },
    requested: (content, place, at, byHand, ask) => {
      const isNear = brokenOff?.content === content && (isLive(content) || Math.abs(brokenOff.place - place) <= NEAR_S);
      // By hand, only other content says that it is other content.
      const isOther = byHand && left?.hasBegun && left.content !== content;
      const resume = (!!left && !isOther) || (!byHand && isNear);
      open = { content, byHand, due: undefined, last: undefined, resume, hasBegun: false, lost: false };
      left = undefined;
      if (isOut) return;
      open.last = open.due = openDue(content, place, { ask, at, resume });
      open.resume = true;
      brokenOff = undefined;
    },
    frames: (place, seconds) => {
      if (!open) return;
      open.hasBegun = true;
      if (isOut) return;
      if (!open.due || open.lost) {
        // By hand, nobody says when it went on.
        const isCut = open.byHand && open.lost;
        open.last = open.due = openDue(open.content, place, { ask: undefined, at: undefined, resume: open.resume, isCut });
      }
      open.resume = true;
      open.lost = false;
      if (!open.due.hasFrames) {
        open.due.isMoved = open.due.place !== place && Math.abs(open.due.place - place) <= NEAR_S;
        open.due.place = place;
      }
      open.due.hasFrames = true;
      open.due.seconds += seconds;
    },
    paused: () => {
      if (open) open.hasBegun = true;
    },
    end: (how, place) => {
      if (!open) {
        if (how !== 'left') left = undefined;
        return;
      }
      const { content, due, hasBegun, last, lost } = open;
      if (due && !lost) Object.assign(due, { ends: true, isComplete: how === 'complete' });
      if (last) brokenOff = how !== 'complete' && (hasBegun || last.resume) ? { content, place } : undefined;
      left = how === 'left' ? { content, hasBegun } : undefined;
      open = undefined;
    },
    decide: (decision) => {
      isOut = decision === 'out';
      if (!isOut || !open?.due) return;
      open.due.isCut = true;
      open.due = undefined;
    },
    loseSession: () => {
      if (!open?.due) return;
      open.lost = true;
      open.due.isCut = open.due.mayGoOn = true;
    },
  };
}
