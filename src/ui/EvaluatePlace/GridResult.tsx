/** Two vectors together: a cell for every pair of strengths, tinted by how many answers follow both; a press reads them. */
import { type CSSProperties, useState } from 'react';
import type { GridCell } from '../../core/evaluate/composition.ts';
import { shownCheckTitle } from '../../state/checks/checks.ts';
import { countText, gridVerdict, strengthText } from '../../state/evaluate/words.ts';
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
        {t('evaluate.gridAbout', {
          a: names[0],
          checkA: shownCheckTitle(input.a.check),
          layerA: input.a.setting.layer,
          b: names[1],
          checkB: shownCheckTitle(input.b.check),
          layerB: input.b.setting.layer,
        })}
      </p>
      {/* reachable by keyboard, as it scrolls */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region */}
      <section className="evaluate-scroll" aria-label={t('evaluate.grid')} tabIndex={0}>
        <table className="grid-table numbers">
          <thead>
            <tr>
              <td />
              {cells[0]?.map(({ strengthB }) => (
                <th key={String(strengthB)} scope="col">
                  {t('evaluate.gridB', { strength: strengthText(strengthB) })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cells.map((row, rowIndex) => (
              <tr key={String(row[0]?.strengthA)}>
                <th scope="row">
                  {t('evaluate.gridA', { strength: strengthText(row[0]?.strengthA ?? null) })}
                </th>
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
                      <strong>{countText({ passed: cell.bothPass, total: cell.answers })}</strong>
                      <span className="small">
                        {t('evaluate.gridCounts', { a: cell.passA, b: cell.passB })}
                      </span>
                      {cell.degenerate > 0 ? (
                        <span className="small">
                          {t('evaluate.gridFellApart', { number: cell.degenerate })}
                        </span>
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
      {result && !openCell ? <p className="small muted">{t('evaluate.pressCell')}</p> : null}
      {openCell && answers ? (
        <section className="grid-answers" aria-label={t('evaluate.cellAnswers')}>
          <h3>
            {t('evaluate.cellTitle', {
              a: strengthText(openCell.strengthA),
              b: strengthText(openCell.strengthB),
            })}
          </h3>
          <AnswerList
            answers={answers.map(({ asked, text, results, isDegenerate, loose }) => ({
              prompt: asked,
              text,
              verdict: isDegenerate ? 'degenerate' : loose ? 'pass' : 'fail',
              note: t('evaluate.cellNote', { a: word(results[0]?.loose), b: word(results[1]?.loose) }),
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

const word = (passed: boolean | undefined): string => t(passed ? 'evaluate.pass' : 'evaluate.fail');

function cellLabel({ strengthA, strengthB, bothPass, answers, passA, passB, degenerate }: GridCell): string {
  return t('evaluate.cell', {
    a: strengthText(strengthA),
    b: strengthText(strengthB),
    both: bothPass,
    answers,
    passA,
    passB,
    degenerate,
  });
}
