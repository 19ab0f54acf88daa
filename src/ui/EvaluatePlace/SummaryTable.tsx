/** A table with one row a condition, marked as plain or steered. */

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
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region, reachable by keyboard
    <section className="evaluate-scroll" aria-label={label} tabIndex={0}>
      <table className="conditions-table numbers">
        <thead>
          <tr>
            {head.map((each) => (
              <th key={each} scope="col">
                {each}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, isSteered, cells }) => (
            <tr key={name} data-kind={isSteered ? 'steer' : 'plain'}>
              <th scope="row">{name}</th>
              {cells.map((cell, index) => (
                <td key={head[index + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
