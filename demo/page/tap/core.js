import { createTracker as create } from '/packages/core/index.js';
import { count } from '/page/network.js';
import { api, intent } from '/page/story.js';

export * from '/packages/core/index.js';

/** The real `createTracker`, overheard: what its adapter says and what it tells the API is shown on the page, and passed on as it is. */
export function createTracker(options) {
  const tracker = create({
    ...options,
    onEvent(event, context) {
      api(event);
      count('made');
      options.onEvent?.(event, context);
    },
    onLost(...lost) {
      count('lost');
      options.onLost?.(...lost);
    },
  });
  const overheard = (adapter) => ({
    __proto__: adapter,
    subscribe: (emit, signal) => adapter.subscribe((said) => intent(said, () => emit(said)), signal),
  });
  return { __proto__: tracker, attach: (adapter) => tracker.attach(overheard(adapter)) };
}
