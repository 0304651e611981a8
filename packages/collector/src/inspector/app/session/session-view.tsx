import type { ComponentChildren, VNode } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { titleOf, type SessionData } from '../data/model';
import { Picture } from '../picture/picture';
import { Calls } from './calls';
import { Findings } from './findings';
import { Head } from './head';
import { Numbers } from './numbers';
import { ReportTable } from './report-table';

/** Head, numbers and picture of one session, and what is wrong with it. */
function Overview({
  data,
  span,
  selected,
  onSelect,
  children,
}: {
  data: SessionData;
  span?: number | undefined;
  selected: number | undefined;
  onSelect: (index: number) => void;
  children?: ComponentChildren;
}): VNode {
  const find = (event: unknown): void => {
    const key = JSON.stringify(event);
    const index = data.events.findIndex((each) => JSON.stringify(each) === key);
    if (index >= 0) onSelect(index);
  };
  return (
    <>
      <Head data={data}>{children}</Head>
      <Numbers data={data} />
      <Picture data={data} selected={selected} onSelect={onSelect} span={span} label={`Picture of ${titleOf(data.head)}`} />
      <Findings data={data} onFind={find} />
    </>
  );
}

/** A choice of one call of one session. */
function useSelection(id: string): [number | undefined, (index: number) => void] {
  const [choice, setChoice] = useState<{ id: string; index: number } | undefined>(undefined);
  const select = useCallback((index: number) => setChoice({ id, index }), [id]);
  return [choice?.id === id ? choice.index : undefined, select];
}

/** One session as a picture, with its calls and its report. */
export function SessionView({ data, children }: { data: SessionData; children?: ComponentChildren }): VNode {
  const [selected, select] = useSelection(data.head.id);
  return (
    <article class="session" aria-label={`Session ${titleOf(data.head)}`}>
      <Overview data={data} selected={selected} onSelect={select}>
        {children}
      </Overview>
      <div class="columns">
        <Calls data={data} selected={selected} onSelect={select} />
        <ReportTable metrics={data.report.metrics} />
      </div>
    </article>
  );
}

const lengthOf = ({ events }: SessionData): number => {
  const [first, last] = [events[0]?.playerTime.ts ?? 0, events.at(-1)?.playerTime.ts ?? 0];
  return last - first;
};

/** Two sessions, their pictures on one scale of time, their reports side by side. */
export function TwoSessions({
  one,
  other,
  children,
}: {
  one: SessionData;
  other: SessionData;
  children?: ComponentChildren;
}): VNode {
  const [selected, select] = useSelection(one.head.id);
  const [selectedOther, selectOther] = useSelection(other.head.id);
  const span = Math.max(lengthOf(one), lengthOf(other));
  return (
    <article class="session two" aria-label="Two sessions side by side">
      <section aria-label={`A: ${titleOf(one.head)}`}>
        <Overview data={one} selected={selected} onSelect={select} span={span}>
          {children}
        </Overview>
      </section>
      <section aria-label={`B: ${titleOf(other.head)}`}>
        <Overview data={other} selected={selectedOther} onSelect={selectOther} span={span} />
      </section>
      <ReportTable metrics={one.report.metrics} other={other.report.metrics} titles={['A', 'B']} />
      <div class="columns">
        <Calls data={one} selected={selected} onSelect={select} />
        <Calls data={other} selected={selectedOther} onSelect={selectOther} />
      </div>
    </article>
  );
}
