/** So near to its end, in pixels, a list counts as read there. */
const NEAR = 8;

/**
 * Keeps the end of a list in sight for a reader who is there, and leaves everybody else in their place. Answers what changes the list:
 * `keepingPlace(change)`. Where the reader is, is remembered: a list that was given another size does not show it any more.
 */
export function followEnd(scroller) {
  let follows = true;
  let width = scroller.clientWidth;
  let height = scroller.clientHeight;
  const toEnd = () => {
    if (follows) scroller.scrollTop = scroller.scrollHeight;
  };
  const look = () => {
    if (scroller.clientWidth !== width || scroller.clientHeight !== height) return;
    follows = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
  };
  scroller.addEventListener('scroll', look);
  new window.ResizeObserver(() => {
    width = scroller.clientWidth;
    height = scroller.clientHeight;
    toEnd();
  }).observe(scroller);

  return (change) => {
    look();
    change();
    toEnd();
  };
}
