/** All charts of one vector. */
import { useMemo } from 'react';
import type { SteeringVector } from '../../core/steering/types.ts';
import { layerCharts } from '../../state/vectors/charts.ts';
import type { Control } from '../../state/vectors/fit.ts';
import { currentLanguage } from '../../text/text.ts';
import { ChartFigure } from '../charts/ChartFigure.tsx';

const NONE: readonly Control[] = [];

interface VectorChartsProps {
  vector: SteeringVector;
  controls?: readonly Control[] | null;
}

/** Made anew in another language: the charts hold words. */
export function VectorCharts(props: VectorChartsProps) {
  return <Charts key={currentLanguage()} {...props} />;
}

function Charts({ vector, controls }: VectorChartsProps) {
  const charts = useMemo(() => layerCharts(vector, controls ?? NONE), [vector, controls]);
  return (
    <div className="vector-charts">
      {charts.map((chart) => (
        <ChartFigure key={chart.id} chart={chart} />
      ))}
    </div>
  );
}
