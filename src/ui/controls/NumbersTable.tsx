/** A table of numbers, each row named by its first cell. */

interface NumbersTableProps {
  head: readonly string[];
  rows: readonly NumbersRow[];
  className?: string;
}

export interface NumbersRow {
  name: string;
  /** as many as there are heads after the first */
  cells: readonly string[];
  /** plain and steered text keep their colours in tables, too */
  kind?: 'plain' | 'steer';
}

export function NumbersTable({ head, rows, className = '' }: NumbersTableProps) {
  return (
    <table className={`numbers ${className}`}>
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
        {rows.map(({ name, cells, kind }) => (
          <tr key={name} data-kind={kind}>
            <th scope="row">{name}</th>
            {cells.map((cell, index) => (
              <td key={head[index + 1]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Rows whose first cell is their name. */
export function namedRows(rows: readonly (readonly string[])[]): NumbersRow[] {
  return rows.map(([name = '', ...cells]) => ({ name, cells }));
}
