/** The numbers behind a chart, folded away. */
import './DataTable.css';
import { t } from '../../text/text.ts';
import { NumbersTable, namedRows } from './NumbersTable.tsx';

interface DataTableProps {
  /** of what they are */
  name: string;
  head: readonly string[];
  /** as many cells a row as there are heads; the first names the row */
  rows: readonly (readonly string[])[];
}

export function DataTable({ name, head, rows }: DataTableProps) {
  return (
    <details className="data-table small">
      <summary>{t('controls.numbers')}</summary>
      {/* reachable by keyboard, as it scrolls */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region */}
      <section className="data-table-scroll" aria-label={t('controls.numbersOf', { name })} tabIndex={0}>
        <NumbersTable head={head} rows={namedRows(rows)} />
      </section>
    </details>
  );
}
