/** Four conditions: rates with intervals, what steering won and lost with both texts, and all of it as files. */
import { type EvaluationPrompt, isSteered } from '../../core/evaluate/conditions.ts';
import type { JudgedAnswer } from '../../core/evaluate/judged.ts';
import type { Comparison } from '../../core/evaluate/summary.ts';
import {
  conditionColumns,
  conditionRow,
  EXPORT_FORMATS,
  exportEvaluation,
  exportName,
} from '../../state/evaluate/export.ts';
import { checksText, whereText } from '../../state/evaluate/input.ts';
import {
  chanceText,
  conditionInText,
  conditionsVerdict,
  conditionTitle,
} from '../../state/evaluate/words.ts';
import type { JobOf } from '../../state/jobs/jobs.ts';
import { t } from '../../text/text.ts';
import { AnswersByGroup, AnswerText } from './AnswersByGroup.tsx';
import { download } from './download.ts';
import { QualityPart } from './QualityPart.tsx';
import { SummaryTable } from './SummaryTable.tsx';
import { type ShownVerdict, VerdictWord } from './VerdictWord.tsx';

export function ConditionsResult({ job }: { job: JobOf<'evaluation'> }) {
  const { input, update, result } = job;
  const shown = result ?? update;
  if (!shown) return null;
  const hasOwnChecks = input.prompts.some(({ checks = [] }) => checks.length > 0);
  return (
    <>
      <p className="evaluate-verdict">{conditionsVerdict(shown, whereText(input.applied))}</p>
      <p className="small muted">
        {t('evaluate.judgedPrompts', {
          count: input.prompts.length,
          judges: hasOwnChecks ? t('evaluate.ownChecks') : checksText(input.checks),
        })}
      </p>
      <SummaryTable
        label={t('evaluate.conditions')}
        head={conditionColumns()}
        rows={shown.conditions.map((summary) => {
          const [name = '', ...cells] = conditionRow(summary);
          return { name, isSteered: isSteered(summary.condition), cells };
        })}
      />
      {shown.comparisons.map((comparison) => (
        <ComparisonLists
          key={comparison.steered}
          comparison={comparison}
          prompts={input.prompts}
          answers={shown.answers}
        />
      ))}
      {result ? (
        <>
          <Downloads job={job} />
          <QualityPart job={job} />
          <AnswersByGroup
            label={t('evaluate.answers')}
            groups={result.conditions.map(({ condition }) => ({
              name: conditionTitle(condition),
              answers: result.answers
                .filter((answer) => answer.condition === condition)
                .map((answer) => ({
                  prompt: answer.asked,
                  text: answer.text,
                  verdict: verdictOf(answer),
                  note: answer.results.map(({ detail }) => detail).join(' ') || null,
                })),
            }))}
            initial={conditionTitle('steered')}
          />
        </>
      ) : null}
    </>
  );
}

interface ComparisonListsProps {
  comparison: Comparison;
  prompts: readonly EvaluationPrompt[];
  answers: readonly JudgedAnswer[];
}

function ComparisonLists({ comparison, prompts, answers }: ComparisonListsProps) {
  const { base, steered, won, lost, wonDegenerate } = comparison;
  const of = (condition: string, prompt: number) =>
    answers.find((answer) => answer.condition === condition && answer.prompt === prompt);
  const lists: readonly [title: string, positions: readonly number[]][] = [
    [t('evaluate.won', { number: won.length }), won],
    [t('evaluate.lost', { number: lost.length }), lost],
  ];
  return (
    <div className="comparison">
      <h3>{t('evaluate.against', { steered: conditionTitle(steered), base: conditionInText(base) })}</h3>
      <p className="small">
        {[
          t('evaluate.wonLost', { won: won.length, lost: lost.length }),
          wonDegenerate.length > 0 ? t('evaluate.wonDegenerate', { number: wonDegenerate.length }) : '',
          chanceText(comparison),
        ]
          .filter(Boolean)
          .join(' ')}
      </p>
      {lists.map(([title, positions]) =>
        positions.length === 0 ? null : (
          <details key={title} className="evaluate-answers">
            <summary>{title}</summary>
            <ol className="answer-list">
              {positions.map((prompt) => (
                <li key={prompt}>
                  <p className="small">
                    <strong>{prompts[prompt]?.text}</strong>
                  </p>
                  <div className="answer-pair">
                    {[base, steered].map((condition) => {
                      const answer = of(condition, prompt);
                      return answer ? (
                        <div key={condition} data-kind={condition === base ? 'plain' : 'steer'}>
                          <p className="small muted">
                            {conditionTitle(condition)} <VerdictWord verdict={verdictOf(answer)} />
                          </p>
                          <AnswerText text={answer.text} />
                        </div>
                      ) : null;
                    })}
                  </div>
                </li>
              ))}
            </ol>
          </details>
        ),
      )}
    </div>
  );
}

function verdictOf({ loose, isDegenerate }: JudgedAnswer): ShownVerdict {
  if (loose === null) return isDegenerate ? 'degenerate' : 'noCheck';
  return loose ? 'pass' : 'fail';
}

function Downloads({ job }: { job: JobOf<'evaluation'> }) {
  const { result } = job;
  if (!result) return null;
  return (
    <div className="checks-actions">
      {EXPORT_FORMATS.map(([format, mediaType]) => (
        <button
          key={format}
          type="button"
          className="button button-small"
          onClick={() => download(exportName(job, format), exportEvaluation(job, result, format), mediaType)}
        >
          {t('evaluate.download', { format: t(`evaluate.format_${format}`) })}
        </button>
      ))}
    </div>
  );
}
