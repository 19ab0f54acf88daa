/** A table with one row a condition, marked as plain or steered. */
import { NumbersTable } from '../controls/NumbersTable.tsx';

interface SummaryRow {
  name: string;
  isSteered: boolean;
  /** as many as there are heads after the first */
  cells: readonly string[];
}

interface SummaryTableProps {
  label: string;
  head: readonly string[];
  rows: readonly SummaryRow[];
}

export function SummaryTable({ label, head, rows }: SummaryTableProps) {
  const marked = rows.map(
    ({ isSteered, ...row }) => ({ ...row, kind: isSteered ? 'steer' : 'plain' }) as const,
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region, reachable by keyboard
    <section className="evaluate-scroll" aria-label={label} tabIndex={0}>
      <NumbersTable className="conditions-table" head={head} rows={marked} />
    </section>
  );
}
