import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** How many rows are drawn beyond those that are seen. */
const SPARE = 6;

/** Keeps the place of a list of any length: draws only what is seen. */
export function VirtualList<T>({
  items,
  rowHeight,
  label,
  selected,
  keyOf,
  render,
  onSelect,
  onNearEnd,
  follow = false,
  class: name = '',
}: {
  items: readonly T[];
  rowHeight: number;
  label: string;
  /** The place of the selected row. */
  selected: number | undefined;
  keyOf: (item: T, index: number) => string | number;
  render: (item: T, index: number) => ComponentChildren;
  onSelect: (item: T, index: number) => void;
  onNearEnd?: () => void;
  /** Whether a reader at the end stays there when rows are added. */
  follow?: boolean;
  class?: string;
}): VNode {
  const element = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const [view, setView] = useState({ top: 0, height: 600 });
  const total = items.length * rowHeight;

  const read = (): void => {
    const { scrollTop, clientHeight, scrollHeight } = element.current!;
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < rowHeight;
    setView({ top: scrollTop, height: clientHeight });
  };
  useLayoutEffect(() => {
    const observer = new ResizeObserver(read);
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (follow && isAtEnd.current && element.current) element.current.scrollTop = total;
  }, [total, follow]);
  useEffect(() => {
    if (onNearEnd && view.top + view.height * 2 > total) onNearEnd();
  }, [view, total, onNearEnd]);
  // What is selected elsewhere, on the picture, is shown here.
  useEffect(() => {
    if (selected === undefined || selected < 0 || !element.current) return;
    const { scrollTop, clientHeight } = element.current;
    const top = selected * rowHeight;
    if (top < scrollTop) element.current.scrollTop = top - rowHeight;
    else if (top + rowHeight > scrollTop + clientHeight) element.current.scrollTop = top + 2 * rowHeight - clientHeight;
  }, [selected, rowHeight]);

  const first = Math.max(0, Math.floor(view.top / rowHeight) - SPARE);
  const last = Math.min(items.length, Math.ceil((view.top + view.height) / rowHeight) + SPARE);
  const idOf = (index: number): string => `${label.replace(/\W+/g, '-')}-${index}`;
  const page = Math.max(1, Math.floor(view.height / rowHeight) - 1);
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -items.length,
    End: items.length,
  };
  const isShown = selected !== undefined && selected >= first && selected < last;

  return (
    <div
      ref={element}
      class={`virtual ${name}`}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={isShown ? idOf(selected) : undefined}
      onScroll={read}
      onKeyDown={(event) => {
        const step = steps[event.key];
        if (step === undefined || !items.length || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        const from = selected === undefined || selected < 0 ? (step > 0 ? -1 : items.length) : selected;
        const index = Math.min(items.length - 1, Math.max(0, from + step));
        onSelect(items[index]!, index);
      }}
    >
      <div class="rows" style={{ height: `${total}px` }}>
        {items.slice(first, last).map((item, offset) => {
          const index = first + offset;
          return (
            <div
              key={keyOf(item, index)}
              id={idOf(index)}
              role="option"
              aria-selected={index === selected}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              class="row"
              style={{ top: `${index * rowHeight}px`, height: `${rowHeight}px` }}
              onClick={() => onSelect(item, index)}
            >
              {render(item, index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
