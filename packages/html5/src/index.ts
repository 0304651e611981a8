export { chapterAt, type ChapterOption, type Chapters, type Tracks } from './chapters';
export { doubtEnds } from './doubt-ends';
export { followElement, type FollowOptions, type Owner } from './follow-element';
export { createFrames, type Frames, type Screen } from './frames';
export { guessOf, type Known } from './guess';
export { html5, type Html5Options } from './html5';
export { DAY_S, secondOfDay, shownSecond } from './live';
export { mediaIntents, muteOf, type MediaEvents, type Medium, type Place } from './media-intents';
export { captions, followFocus, only, state, STATES } from './states';
