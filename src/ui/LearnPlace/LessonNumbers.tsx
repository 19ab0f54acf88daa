/** The numbers behind a lesson, with where they come from. */
import type { LessonTable } from '../../learn/lesson.ts';
import { NumbersTable, namedRows } from '../controls/NumbersTable.tsx';

export function LessonNumbers({ table: { name, source, head, rows } }: { table: LessonTable }) {
  return (
    <figure className="numbers-table">
      <figcaption className="small">{name}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by keyboard */}
      <section className="numbers-table-scroll" aria-label={name} tabIndex={0}>
        <NumbersTable head={head} rows={namedRows(rows)} />
      </section>
      <p className="small muted">{source}</p>
    </figure>
  );
}
