/** A strength sweep: the dose-response curve in one measure at a time, the window, and the strength to use. */
import { Suspense, useRef, useState } from 'react';
import type { StrengthSweepResult, SweepAnswer } from '../../lab/strengthSweep.ts';
import { ratePoint, strengthRows, strengthTable } from '../../state/evaluate/charts.ts';
import { strengthText } from '../../state/evaluate/words.ts';
import type { JobOf } from '../../state/jobs/jobs.ts';
import { DataTable } from '../controls/DataTable.tsx';
import { FigureExport } from '../controls/FigureExport.tsx';
import { AdoptButton } from './AdoptButton.tsx';
import { AnswersByGroup } from './AnswersByGroup.tsx';
import { StrengthCurve } from './charts.ts';
import { Legend } from './Legend.tsx';
import type { Measure } from './StrengthCurve.tsx';
import type { ShownVerdict } from './VerdictWord.tsx';

const MEASURES: readonly [measure: Measure, title: string][] = [
  ['rate', 'Pass rate, percent'],
  ['perplexity', 'Perplexity under the unsteered model, median'],
  ['repetition', 'Repetition, percent of three-word groups'],
  ['words', 'Length, words'],
];

const WINDOW_MARK = [
  'window',
  'where the vector acts without harm; the upright line is the strength to use',
] as const;
const HATCH_MARK = ['hatch', 'text falls apart'] as const;

export function StrengthResult({ job }: { job: JobOf<'strengthSweep'> }) {
  const { input, update, result, vectorIds } = job;
  const [measure, setMeasure] = useState<Measure>(input.check ? 'rate' : 'perplexity');
  const curve = result ?? update;
  const [vectorId] = vectorIds;
  const drawing = useRef<HTMLDivElement>(null);
  if (!curve) return null;
  const rows = strengthRows(curve.points);
  const table = strengthTable(curve.plain, curve.points);
  return (
    <>
      {result ? <p className="evaluate-verdict">{result.reason}</p> : null}
      <fieldset className="segments evaluate-measures" aria-label="Measure">
        {MEASURES.map(([value, title]) => (
          <label key={value}>
            <input
              type="radio"
              name={`measure ${job.id}`}
              checked={measure === value}
              onChange={() => setMeasure(value)}
            />
            {title.split(/[ ,]/)[0]}
          </label>
        ))}
      </fieldset>
      <p className="small muted">{MEASURES.find(([value]) => value === measure)?.[1]}, by strength</p>
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
          ['steer', 'by strength'],
          ['plain', 'no steering'],
          ...(result?.recommended == null ? [] : [WINDOW_MARK]),
          ...(result?.degeneratesAbove == null && result?.degeneratesBelow == null ? [] : [HATCH_MARK]),
        ]}
      />
      <DataTable name="Numbers by strength" {...table} />
      <FigureExport name="Numbers by strength" {...table} drawing={drawing} />
      {result && result.recommended !== null && vectorId !== undefined ? (
        <AdoptButton vectorId={vectorId} setting={{ ...input.steering, strength: result.recommended }}>
          Use strength {strengthText(result.recommended)} on the Playground
        </AdoptButton>
      ) : null}
      {result ? (
        <AnswersByGroup
          label="Answers at"
          groups={groupsOf(result)}
          initial={result.recommended === null ? 'no steering' : strengthText(result.recommended)}
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
    name: strength === null ? 'no steering' : strengthText(strength),
    answers: answers
      .filter((answer) => answer.strength === strength)
      .map((answer) => ({
        prompt: answer.asked,
        text: answer.text,
        verdict: sweepVerdict(answer),
        note: answer.perplexity === null ? null : `perplexity ${answer.perplexity.toFixed(1)}`,
      })),
  }));
}

function sweepVerdict({ loose, isDegenerate }: SweepAnswer): ShownVerdict {
  if (isDegenerate) return 'degenerate';
  if (loose === null) return 'noCheck';
  return loose ? 'pass' : 'fail';
}
