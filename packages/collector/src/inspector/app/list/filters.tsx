import type { VNode } from 'preact';
import type { Filter } from '../data/model';

const flags = [
  ['breaches', 'Breaches'],
  ['refused', 'Refused'],
  ['noEcid', 'No ECID'],
  ['open', 'Open'],
] as const;

/** What narrows the list of sessions. */
export function Filters({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }): VNode {
  return (
    <form class="filters" role="search" aria-label="Sessions" onSubmit={(event) => event.preventDefault()}>
      <input
        type="search"
        value={filter.text}
        placeholder="Name, id, player or channel"
        aria-label="Media name, id, player or channel"
        onInput={(event) => onChange({ ...filter, text: event.currentTarget.value })}
      />
      <div class="chips" role="group" aria-label="Show only">
        {flags.map(([key, label]) => (
          <button
            key={key}
            type="button"
            class="chip"
            aria-pressed={filter[key]}
            onClick={() => onChange({ ...filter, [key]: !filter[key] })}
          >
            {label}
          </button>
        ))}
      </div>
    </form>
  );
}
