/** Two ways to leave something out, beside the unsteered answers. */
import type { ConditionSummary } from '../../core/evaluate/summary.ts';
import { EXCLUSION_WAYS, type ExclusionWay } from '../../lab/exclusion.ts';
import { checkWords } from '../../state/checks/checks.ts';
import { conditionColumns, conditionRow } from '../../state/evaluate/export.ts';
import { chanceText, conditionTitle, exclusionVerdict, strengthText } from '../../state/evaluate/words.ts';
import type { JobOf } from '../../state/jobs/jobs.ts';
import { t } from '../../text/text.ts';
import { type AnswerGroup, AnswersByGroup } from './AnswersByGroup.tsx';
import { SummaryTable } from './SummaryTable.tsx';

export function ExclusionResult({ job }: { job: JobOf<'exclusion'> }) {
  const { input, update, result } = job;
  const shown = {
    negative: result?.negative ?? (update?.way === 'negative' ? update.update : null),
    own: result?.own ?? (update?.way === 'own' ? update.update : null),
  };
  const known = shown.own ?? shown.negative;
  if (!known) return null;
  const names = namesOf(job);
  const plain = summaryOf(known, 'plain');
  const negative = summaryOf(shown.negative, 'steered');
  const own = summaryOf(shown.own, 'steered');
  return (
    <>
      {result ? (
        <p className="evaluate-verdict">
          {exclusionVerdict(plain?.loose ?? null, [
            ['negative', negative?.loose ?? null],
            ['own', own?.loose ?? null],
          ])}
        </p>
      ) : null}
      <p className="small muted">
        {t('evaluate.passingIs', { count: input.prompts.length, check: checkWords(input.check) })}
      </p>
      <SummaryTable
        label={t('evaluate.waysOut')}
        head={conditionColumns()}
        rows={[
          { name: conditionTitle('plain'), isSteered: false, summary: plain },
          { name: names.negative, isSteered: true, summary: negative },
          { name: names.own, isSteered: true, summary: own },
        ].flatMap(({ name, isSteered, summary }) =>
          summary ? [{ name, isSteered, cells: conditionRow(summary).slice(1) }] : [],
        )}
      />
      {result
        ? EXCLUSION_WAYS.flatMap((way) =>
            result[way].comparisons.map((comparison) => (
              <p key={way} className="small">
                {t('evaluate.wayAgainst', {
                  way: names[way],
                  won: comparison.won.length,
                  lost: comparison.lost.length,
                })}{' '}
                {chanceText(comparison)}
              </p>
            )),
          )
        : null}
      {result ? (
        <AnswersByGroup label={t('evaluate.answers')} groups={groupsOf(job)} initial={names.own} />
      ) : null}
    </>
  );
}

function namesOf({ input: { include, exclude } }: JobOf<'exclusion'>): Record<ExclusionWay, string> {
  return {
    negative: t('evaluate.vectorAt', {
      name: include.vector.name,
      strength: strengthText(-Math.abs(include.setting.strength)),
    }),
    own: t('evaluate.wayForbids', {
      name: exclude.vector.name,
      strength: strengthText(exclude.setting.strength),
    }),
  };
}

function summaryOf(
  evaluation: { conditions: readonly ConditionSummary[] } | null,
  condition: 'plain' | 'steered',
): ConditionSummary | null {
  return evaluation?.conditions.find((each) => each.condition === condition) ?? null;
}

function groupsOf(job: JobOf<'exclusion'>): AnswerGroup[] {
  const { result } = job;
  if (!result) return [];
  const names = namesOf(job);
  return [
    { name: conditionTitle('plain'), answers: result.own.answers, condition: 'plain' },
    { name: names.negative, answers: result.negative.answers, condition: 'steered' },
    { name: names.own, answers: result.own.answers, condition: 'steered' },
  ].map(({ name, answers, condition }) => ({
    name,
    answers: answers
      .filter((answer) => answer.condition === condition)
      .map(({ asked, text, loose, isDegenerate }) => ({
        prompt: asked,
        text,
        verdict: isDegenerate ? 'degenerate' : loose ? 'pass' : 'fail',
        note: null,
      })),
  }));
}
