/** A strength sweep: the dose-response curve in one measure at a time, the window, and the strength to use. */
import { Suspense, useRef, useState } from 'react';
import type { StrengthSweepResult, SweepAnswer } from '../../lab/strengthSweep.ts';
import { ratePoint, strengthRows, strengthTable } from '../../state/evaluate/charts.ts';
import { windowText } from '../../state/evaluate/searchWords.ts';
import { strengthText } from '../../state/evaluate/words.ts';
import type { JobOf } from '../../state/jobs/jobs.ts';
import { decimal } from '../../text/numbers.ts';
import { inEnglish, t } from '../../text/text.ts';
import { DataTable } from '../controls/DataTable.tsx';
import { FigureExport } from '../controls/FigureExport.tsx';
import { AdoptButton } from './AdoptButton.tsx';
import { AnswersByGroup } from './AnswersByGroup.tsx';
import { StrengthCurve } from './charts.ts';
import { Legend } from './Legend.tsx';
import type { Measure } from './StrengthCurve.tsx';
import type { ShownVerdict } from './VerdictWord.tsx';

const MEASURES: readonly Measure[] = ['rate', 'perplexity', 'repetition', 'words'];

export function StrengthResult({ job }: { job: JobOf<'strengthSweep'> }) {
  const { input, update, result, vectorIds } = job;
  const [measure, setMeasure] = useState<Measure>(input.check ? 'rate' : 'perplexity');
  const curve = result ?? update;
  const [vectorId] = vectorIds;
  const drawing = useRef<HTMLDivElement>(null);
  if (!curve) return null;
  const rows = strengthRows(curve.points);
  const table = () => strengthTable(curve.plain, curve.points);
  return (
    <>
      {result ? <p className="evaluate-verdict">{windowText(result)}</p> : null}
      <fieldset className="segments evaluate-measures" aria-label={t('evaluate.measure')}>
        {MEASURES.map((value) => (
          <label key={value}>
            <input
              type="radio"
              name={`measure ${job.id}`}
              checked={measure === value}
              onChange={() => setMeasure(value)}
            />
            {t(`evaluate.measure_${value}`)}
          </label>
        ))}
      </fieldset>
      <p className="small muted">{t(`evaluate.measured_${measure}`)}</p>
      <div className="evaluate-chart" aria-hidden="true" ref={drawing}>
        <Suspense>
          <StrengthCurve
            rows={rows}
            measure={measure}
            plain={plainValue(curve.plain, measure)}
            window={windowOf(result)}
            recommended={result?.recommended ?? null}
            degeneratesAbove={result?.degeneratesAbove ?? null}
            degeneratesBelow={result?.degeneratesBelow ?? null}
          />
        </Suspense>
      </div>
      <Legend
        items={[
          ['steer', t('evaluate.byStrength')],
          ['plain', t('evaluate.noSteering')],
          ...(result?.recommended == null ? [] : [['window', t('evaluate.legendWindow')] as const]),
          ...(result?.degeneratesAbove == null && result?.degeneratesBelow == null
            ? []
            : [['hatch', t('evaluate.legendHatch')] as const]),
        ]}
      />
      <DataTable name={t('evaluate.numbersByStrength')} {...table()} />
      <FigureExport name={t('evaluate.numbersByStrength')} {...inEnglish(table)} drawing={drawing} />
      {result && result.recommended !== null && vectorId !== undefined ? (
        <AdoptButton vectorId={vectorId} setting={{ ...input.steering, strength: result.recommended }}>
          {t('evaluate.useStrength', { strength: strengthText(result.recommended) })}
        </AdoptButton>
      ) : null}
      {result ? (
        <AnswersByGroup
          label={t('evaluate.answersAt')}
          groups={groupsOf(result)}
          initial={result.recommended === null ? t('evaluate.noSteering') : strengthText(result.recommended)}
        />
      ) : null}
    </>
  );
}

function windowOf(result: StrengthSweepResult | null): { from: number; to: number } | null {
  if (!result || result.from === null || result.to === null) return null;
  return { from: result.from, to: result.to };
}

function plainValue(plain: StrengthSweepResult['plain'], measure: Measure): number | null {
  if (plain.answers === 0) return null;
  if (measure === 'rate') return plain.loose ? ratePoint(plain.loose).rate : null;
  if (measure === 'repetition') return 100 * plain.repetition;
  return plain[measure];
}

function groupsOf({ points, answers }: StrengthSweepResult) {
  return [null, ...points.map(({ strength }) => strength)].map((strength) => ({
    name: strength === null ? t('evaluate.noSteering') : strengthText(strength),
    answers: answers
      .filter((answer) => answer.strength === strength)
      .map((answer) => ({
        prompt: answer.asked,
        text: answer.text,
        verdict: sweepVerdict(answer),
        note:
          answer.perplexity === null
            ? null
            : t('evaluate.perplexityNote', { value: decimal(answer.perplexity, 1) }),
      })),
  }));
}

function sweepVerdict({ loose, isDegenerate }: SweepAnswer): ShownVerdict {
  if (isDegenerate) return 'degenerate';
  if (loose === null) return 'noCheck';
  return loose ? 'pass' : 'fail';
}
