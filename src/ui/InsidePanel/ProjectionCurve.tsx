/** Mean projection of each answer at every layer, beside the means of plain and instructed prompts. */

import { lazy, Suspense, useId, useMemo, useRef } from 'react';
import type { SteeringVector } from '../../core/steering/types.ts';
import { curveOf, type LaneReading } from '../../state/playground/reading.ts';
import { fixed } from '../../text/numbers.ts';
import { inEnglish, t } from '../../text/text.ts';
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
  const head = () => [t('inside.layer'), t('inside.plainPrompts'), t('inside.instructedPrompts'), ...titles];
  const rows = () =>
    points.map(({ layer, plain, instructed, lanes }) => [
      String(layer),
      fixed(plain, 2),
      fixed(instructed, 2),
      ...ids.map((each) => fixed(lanes[each] ?? 0, 2)),
    ]);
  return (
    <figure className="inside-figure" aria-labelledby={id}>
      <figcaption>
        <h3 id={id}>{t('inside.byLayer')}</h3>
        <p className="small muted">{t('inside.byLayerHint')}</p>
      </figcaption>
      <div className="inside-chart" aria-hidden="true" ref={drawing}>
        <Suspense>
          <CurveLines points={points} ids={ids} />
        </Suspense>
      </div>
      <FigureExport
        name={t('inside.byLayer')}
        head={inEnglish(head)}
        rows={inEnglish(rows)}
        drawing={drawing}
      />
      <DataTable name={t('inside.byLayer')} head={head()} rows={rows()} />
    </figure>
  );
}
