/** A layer search: the curve while it grows, the pick or why there is none, and the way to use it. */
import { Suspense, useRef } from 'react';
import type { FastSearchResult } from '../../lab/fastLayerSearch.ts';
import type { LayerProgress, LayerSearchResult } from '../../lab/layerSearch.ts';
import { layerRows, layerTable, plainPoint } from '../../state/evaluate/charts.ts';
import type { JobOf } from '../../state/jobs/jobs.ts';
import { t } from '../../text/text.ts';
import { DataTable } from '../controls/DataTable.tsx';
import { FigureExport } from '../controls/FigureExport.tsx';
import { AdoptButton } from './AdoptButton.tsx';
import { AnswersByGroup } from './AnswersByGroup.tsx';
import { LayerCurve } from './charts.ts';
import { Legend } from './Legend.tsx';

const CROSS_MARK = ['cross', 'an answer fell apart: the layer counts as 0'] as const;

export function LayerResult({ job }: { job: JobOf<'layerSearch'> | JobOf<'fastLayerSearch'> }) {
  const { input, update, result, vectorIds } = job;
  const curve = result ? finalCurve(result) : (update?.curve ?? []);
  const pick = result?.layer ?? null;
  const [vectorId] = vectorIds;
  const drawing = useRef<HTMLDivElement>(null);
  const table = layerTable(curve, pick);
  return (
    <>
      {result ? (
        <>
          <p className="evaluate-verdict">{result.reason}</p>
          <p className="small muted">{t('cost.ofSearch')}</p>
          {result.layer === null ? (
            <p className="small muted">
              Declined: no layer is better than no steering. The vector can still be used by hand.
            </p>
          ) : null}
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
          ['steer', 'share of answers that pass, by layer, with its 95 % interval'],
          ['plain', 'no steering'],
          ...(curve.some(({ degenerate, layer }) => layer !== null && degenerate > 0) ? [CROSS_MARK] : []),
        ]}
      />
      <DataTable name="Pass rate by layer" {...table} />
      <FigureExport name="Pass rate by layer" {...table} drawing={drawing} />
      {result ? (
        <>
          <p className="small muted numbers">
            All answers together have {result.tokens.generated.toLocaleString('en-US')} tokens; ending them
            when their verdict was certain saved at most {result.tokens.savedAtMost.toLocaleString('en-US')}.
          </p>
          {vectorId !== undefined && result.layer !== null ? (
            <AdoptButton
              vectorId={vectorId}
              setting={{ ...input.steering, ...strengthOf(result), layer: result.layer }}
            >
              Use layer {result.layer} on the Playground
            </AdoptButton>
          ) : null}
          <AnswersByGroup
            label="Answers at"
            groups={[
              { name: 'no steering', layer: null },
              ...result.layers.map(({ layer }) => ({ name: `layer ${layer}`, layer })),
            ].map(({ name, layer }) => ({
              name,
              answers: result.answers
                .filter((answer) => answer.layer === layer)
                .map(({ prompt, text, verdict, isDecided }) => ({
                  prompt,
                  text,
                  verdict,
                  note: isDecided ? 'ended early, its verdict was certain' : null,
                })),
            }))}
            initial={result.layer === null ? 'no steering' : `layer ${result.layer}`}
          />
        </>
      ) : null}
    </>
  );
}

/** Fast mode may have settled on another strength than it was begun with. */
function strengthOf(result: LayerSearchResult | FastSearchResult): { strength?: number } {
  return 'strength' in result ? { strength: result.strength } : {};
}

const finalCurve = ({ plain, layers }: LayerSearchResult): LayerProgress[] => [
  { ...plain, layer: null, open: 0 },
  ...layers.map((score) => ({ ...score, open: 0 })),
];
