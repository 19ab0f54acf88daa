/** Where the vector acts; behind the track, how well each layer tells the two kinds of prompts apart. */
import { lazy, Suspense, useMemo } from 'react';
import { layerCurve, peakLayer, selectNumLayers, selectVector } from '../../state/selectors.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { SliderField, Tick } from '../controls/SliderField.tsx';

// The chart library is larger than the rest of the page together.
const SeparationCurve = lazy(async () => ({
  default: (await import('./SeparationCurve.tsx')).SeparationCurve,
}));

export function LayerControl() {
  const layer = useAppState((state) => state.steering.layer);
  const numLayers = useAppState(selectNumLayers);
  const vector = useAppState(selectVector);
  const { setLayer } = useActions();
  const curve = useMemo(() => layerCurve(vector), [vector]);
  const peak = peakLayer(curve);
  const range = { min: 0, max: numLayers - 1, step: 1 };
  return (
    <SliderField
      name="Layer"
      value={layer}
      range={range}
      onChange={setLayer}
      note={peak === null ? null : `separation peaks at ${peak}`}
      valueText={describeLayer(layer, curve, peak)}
      backdrop={
        <div className="layer-curve" aria-hidden="true">
          <Suspense>{curve.length > 0 ? <SeparationCurve values={curve} /> : null}</Suspense>
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

function describeLayer(layer: number, curve: readonly number[], peak: number | null): string {
  const value = curve[layer];
  if (value === undefined || peak === null) return String(layer);
  return `${layer}, separation ${value.toFixed(1)}, highest ${curve[peak]?.toFixed(1)} at layer ${peak}`;
}
