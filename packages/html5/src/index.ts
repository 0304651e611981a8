export { html5, type Html5Options } from './html5';
export { mediaIntents, type MediaEvents, type Place } from './media-intents';
