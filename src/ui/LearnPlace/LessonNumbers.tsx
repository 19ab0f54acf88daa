/** The numbers behind a lesson, with where they come from. */
import type { LessonTable } from '../../learn/lesson.ts';

export function NumbersTable({ table: { name, source, head, rows } }: { table: LessonTable }) {
  return (
    <figure className="numbers-table">
      <figcaption className="small">{name}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by keyboard */}
      <section className="numbers-table-scroll" aria-label={name} tabIndex={0}>
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
      <p className="small muted">{source}</p>
    </figure>
  );
}
