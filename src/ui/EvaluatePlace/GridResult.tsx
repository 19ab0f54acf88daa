/** Two vectors together: a cell for every pair of strengths, tinted by how many answers follow both; a press reads them. */
import { type CSSProperties, useState } from 'react';
import type { GridCell } from '../../core/evaluate/composition.ts';
import { checkTitle } from '../../state/checks/checks.ts';
import { gridVerdict, strengthText } from '../../state/evaluate/words.ts';
import type { JobOf } from '../../state/jobs/jobs.ts';
import { t } from '../../text/text.ts';
import { AnswerList } from './AnswersByGroup.tsx';

export function GridResult({ job }: { job: JobOf<'compositionGrid'> }) {
  const { input, update, result } = job;
  const [open, setOpen] = useState<{ row: number; column: number } | null>(null);
  const cells = result?.cells ?? update?.cells;
  const names = [input.a.vector.name, input.b.vector.name] as const;
  if (!cells) return null;
  const answers = open ? result?.answers[open.row]?.[open.column] : undefined;
  const openCell = open ? cells[open.row]?.[open.column] : undefined;
  return (
    <>
      {result ? <p className="evaluate-verdict">{gridVerdict(cells, [...names])}</p> : null}
      <p className="small muted">
        In each cell: answers that follow both, of all; then A alone and B alone. A is {names[0]} (
        {checkTitle(input.a.check)}, layer {input.a.setting.layer}), B is {names[1]} (
        {checkTitle(input.b.check)}, layer {input.b.setting.layer}).
      </p>
      {/* reachable by keyboard, as it scrolls */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region */}
      <section className="evaluate-scroll" aria-label="Grid of strengths" tabIndex={0}>
        <table className="grid-table numbers">
          <thead>
            <tr>
              <td />
              {cells[0]?.map(({ strengthB }) => (
                <th key={String(strengthB)} scope="col">
                  B {strengthText(strengthB)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cells.map((row, rowIndex) => (
              <tr key={String(row[0]?.strengthA)}>
                <th scope="row">A {strengthText(row[0]?.strengthA ?? null)}</th>
                {row.map((cell, column) => (
                  <td key={String(cell.strengthB)}>
                    <button
                      type="button"
                      className="grid-cell"
                      style={tint(cell)}
                      aria-pressed={open?.row === rowIndex && open.column === column}
                      aria-label={cellLabel(cell)}
                      disabled={!result}
                      onClick={() => setOpen({ row: rowIndex, column })}
                    >
                      <strong>
                        {cell.bothPass} of {cell.answers}
                      </strong>
                      <span className="small">
                        A {cell.passA} · B {cell.passB}
                      </span>
                      {cell.degenerate > 0 ? (
                        <span className="small">{cell.degenerate} fell apart</span>
                      ) : null}
                    </button>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {result ? <p className="small muted">{t('cost.ofGrid')}</p> : null}
      {result && !openCell ? <p className="small muted">Press a cell to read its answers.</p> : null}
      {openCell && answers ? (
        <section className="grid-answers" aria-label="Answers of the cell">
          <h3>
            A at {strengthText(openCell.strengthA)}, B at {strengthText(openCell.strengthB)}
          </h3>
          <AnswerList
            answers={answers.map(({ asked, text, results, isDegenerate, loose }) => ({
              prompt: asked,
              text,
              verdict: isDegenerate ? 'degenerate' : loose ? 'pass' : 'fail',
              note: `A ${word(results[0]?.loose)}, B ${word(results[1]?.loose)}`,
            }))}
          />
        </section>
      ) : null}
    </>
  );
}

/** The style sheet makes a tint of it. */
const tint = ({ bothPass, answers }: GridCell): CSSProperties =>
  ({ '--share': answers > 0 ? bothPass / answers : 0 }) as CSSProperties;

const word = (passed: boolean | undefined): string => (passed ? 'pass' : 'fail');

function cellLabel({ strengthA, strengthB, bothPass, answers, passA, passB, degenerate }: GridCell): string {
  return (
    `A ${strengthText(strengthA)}, B ${strengthText(strengthB)}: both ${bothPass} of ${answers}, ` +
    `A ${passA}, B ${passB}, fell apart ${degenerate}`
  );
}
