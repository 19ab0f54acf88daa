/** Where the vector acts; behind the track, how well each layer tells the two kinds of prompts apart. */

import { lazy, Suspense, useMemo } from 'react';
import type { ScoredLayer } from '../../core/search/layerSearch.ts';
import { selectLayerScores } from '../../state/playground/findings.ts';
import { layerCurve, peakLayer, selectFittingVector, selectNumLayers } from '../../state/selectors.ts';
import { fixed } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { SliderField, Tick } from '../controls/SliderField.tsx';
import { LayerDots } from './LayerDots.tsx';

// The chart library is larger than the rest of the page together.
const SeparationCurve = lazy(async () => ({
  default: (await import('./SeparationCurve.tsx')).SeparationCurve,
}));

export function LayerControl({ layer }: { layer: number }) {
  const numLayers = useAppState(selectNumLayers);
  const vector = useAppState(selectFittingVector);
  const { setLayer } = useActions();
  const curve = useMemo(() => layerCurve(vector), [vector]);
  const peak = peakLayer(curve);
  const scores = useAppState(selectLayerScores);
  const passing = passText(scores?.find((each) => each.layer === layer));
  const range = { min: 0, max: numLayers - 1, step: 1 };
  return (
    <SliderField
      name={t('steering.layer')}
      shortcut="layer"
      value={layer}
      range={range}
      onChange={(value) => setLayer(value)}
      note={passing || (peak === null ? null : t('steering.peak', { layer: peak }))}
      valueText={[describeLayer(layer, curve, peak), passing].filter(Boolean).join(', ')}
      backdrop={
        <div className="layer-curve" aria-hidden="true">
          <Suspense>{curve.length > 0 ? <SeparationCurve values={curve} /> : null}</Suspense>
          {scores ? <LayerDots scores={scores} range={range} /> : null}
        </div>
      }
      ticks={
        <>
          <Tick value={range.min} range={range} />
          <Tick value={range.max} range={range} />
        </>
      }
    />
  );
}

/** What the search found at the layer that is set; empty where it did not try it. */
function passText(score: ScoredLayer | undefined): string {
  if (!score) return '';
  const { passed, total, degenerate } = score;
  return degenerate > 0 ? t('steering.fellApart') : t('cost.passedHere', { passed, total });
}

function describeLayer(layer: number, curve: readonly number[], peak: number | null): string {
  const value = curve[layer];
  if (value === undefined || peak === null) return String(layer);
  return t('steering.layerText', {
    layer,
    value: fixed(value, 1),
    highest: fixed(curve[peak] ?? 0, 1),
    peak,
  });
}
