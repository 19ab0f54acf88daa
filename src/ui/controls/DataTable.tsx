/** The numbers behind a chart, folded away. */
import './controls.css';
import { t } from '../../text/text.ts';

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
        <table className="numbers">
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
            {rows.map(([first, ...others]) => (
              <tr key={first}>
                <th scope="row">{first}</th>
                {others.map((value, index) => (
                  <td key={head[index + 1]}>{value}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
