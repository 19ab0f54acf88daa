/** A layer search: the curve while it grows, the pick or why there is none, and the way to use it. */
import { Suspense, useRef } from 'react';
import type { FastSearchResult } from '../../lab/fastLayerSearch.ts';
import type { LayerProgress, LayerSearchResult } from '../../lab/layerSearch.ts';
import { layerRows, layerTable, plainPoint } from '../../state/evaluate/charts.ts';
import { searchText } from '../../state/evaluate/searchWords.ts';
import type { JobOf } from '../../state/jobs/jobs.ts';
import { grouped } from '../../text/numbers.ts';
import { inEnglish, t } from '../../text/text.ts';
import { DataTable } from '../controls/DataTable.tsx';
import { FigureExport } from '../controls/FigureExport.tsx';
import { AdoptButton } from './AdoptButton.tsx';
import { AnswersByGroup } from './AnswersByGroup.tsx';
import { LayerCurve } from './charts.ts';
import { Legend } from './Legend.tsx';

export function LayerResult({ job }: { job: JobOf<'layerSearch'> | JobOf<'fastLayerSearch'> }) {
  const { input, update, result, vectorIds } = job;
  const curve = result ? finalCurve(result) : (update?.curve ?? []);
  const pick = result?.layer ?? null;
  const [vectorId] = vectorIds;
  const drawing = useRef<HTMLDivElement>(null);
  const table = () => layerTable(curve, pick);
  return (
    <>
      {result ? (
        <>
          <p className="evaluate-verdict">{searchText(result)}</p>
          <p className="small muted">{t('cost.ofSearch')}</p>
          {result.layer === null ? <p className="small muted">{t('evaluate.declined')}</p> : null}
        </>
      ) : null}
      <div className="evaluate-chart" aria-hidden="true" ref={drawing}>
        <Suspense>
          <LayerCurve
            rows={layerRows(curve, pick)}
            plain={plainPoint(curve)}
            numLayers={input.vector.numLayers}
          />
        </Suspense>
      </div>
      <Legend
        items={[
          ['steer', t('evaluate.legendByLayer')],
          ['plain', t('evaluate.noSteering')],
          ...(curve.some(({ degenerate, layer }) => layer !== null && degenerate > 0)
            ? [['cross', t('evaluate.legendCross')] as const]
            : []),
        ]}
      />
      <DataTable name={t('evaluate.rateByLayer')} {...table()} />
      <FigureExport name={t('evaluate.rateByLayer')} {...inEnglish(table)} drawing={drawing} />
      {result ? (
        <>
          <p className="small muted numbers">
            {t('evaluate.savedTokens', {
              generated: grouped(result.tokens.generated),
              saved: grouped(result.tokens.savedAtMost),
            })}
          </p>
          {vectorId !== undefined && result.layer !== null ? (
            <AdoptButton
              vectorId={vectorId}
              setting={{ ...input.steering, ...strengthOf(result), layer: result.layer }}
            >
              {t('evaluate.useLayer', { layer: result.layer })}
            </AdoptButton>
          ) : null}
          <AnswersByGroup
            label={t('evaluate.answersAt')}
            groups={[
              { name: layerName(null), layer: null },
              ...result.layers.map(({ layer }) => ({ name: layerName(layer), layer })),
            ].map(({ name, layer }) => ({
              name,
              answers: result.answers
                .filter((answer) => answer.layer === layer)
                .map(({ prompt, text, verdict, isDecided }) => ({
                  prompt,
                  text,
                  verdict,
                  note: isDecided ? t('evaluate.endedEarly') : null,
                })),
            }))}
            initial={layerName(result.layer)}
          />
        </>
      ) : null}
    </>
  );
}

const layerName = (layer: number | null): string =>
  layer === null ? t('evaluate.noSteering') : t('evaluate.atLayer', { layer });

/** Fast mode may have settled on another strength than it was begun with. */
function strengthOf(result: LayerSearchResult | FastSearchResult): { strength?: number } {
  return 'strength' in result ? { strength: result.strength } : {};
}

const finalCurve = ({ plain, layers }: LayerSearchResult): LayerProgress[] => [
  { ...plain, layer: null, open: 0 },
  ...layers.map((score) => ({ ...score, open: 0 })),
];
