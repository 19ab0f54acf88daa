/** Mean projection of each answer at every layer, beside the means of plain and instructed prompts. */
import { lazy, Suspense, useId, useMemo, useRef } from 'react';
import type { SteeringVector } from '../../core/steering/types.ts';
import { curveOf, type LaneReading } from '../../state/playground/reading.ts';
import { DataTable } from '../controls/DataTable.tsx';
import { FigureExport } from '../controls/FigureExport.tsx';

// The chart library is larger than the rest of the page together.
const CurveLines = lazy(async () => ({ default: (await import('./CurveLines.tsx')).CurveLines }));

interface ProjectionCurveProps {
  readings: readonly LaneReading[];
  vector: SteeringVector;
  /** of the readings, in order */
  titles: readonly string[];
}

export function ProjectionCurve({ readings, vector, titles }: ProjectionCurveProps) {
  const id = useId();
  const drawing = useRef<HTMLDivElement>(null);
  const points = useMemo(() => curveOf(readings, vector), [readings, vector]);
  const ids = readings.map((each) => each.id);
  const head = ['Layer', 'plain prompts', 'instructed prompts', ...titles];
  const rows = points.map(({ layer, plain, instructed, lanes }) => [
    String(layer),
    plain.toFixed(2),
    instructed.toFixed(2),
    ...ids.map((each) => (lanes[each] ?? 0).toFixed(2)),
  ]);
  return (
    <figure className="inside-figure" aria-labelledby={id}>
      <figcaption>
        <h3 id={id}>Projection by layer</h3>
        <p className="small muted">
          Mean over each answer’s tokens. Dashed: where plain and instructed prompts are, the target of
          strength 0 and 1.
        </p>
      </figcaption>
      <div className="inside-chart" aria-hidden="true" ref={drawing}>
        <Suspense>
          <CurveLines points={points} ids={ids} />
        </Suspense>
      </div>
      <FigureExport name="Projection by layer" head={head} rows={rows} drawing={drawing} />
      <DataTable name="Projection by layer" head={head} rows={rows} />
    </figure>
  );
}
