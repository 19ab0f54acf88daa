/** Layers by tokens: how far each state lies along the vector, on that layer's own scale from plain to instructed. */

import { memo, type RefObject, useId, useRef } from 'react';
import type { SteeringVector } from '../../core/steering/types.ts';
import { ribbonStep } from '../../state/playground/inside.ts';
import { type LaneReading, visibleToken } from '../../state/playground/reading.ts';
import { fixed } from '../../text/numbers.ts';
import { currentLanguage, inEnglish, t } from '../../text/text.ts';
import { DataTable } from '../controls/DataTable.tsx';
import { FigureExport } from '../controls/FigureExport.tsx';

interface HeatMapProps {
  reading: LaneReading;
  vector: SteeringVector;
  position: number;
  layer: number;
  onPosition: (position: number) => void;
}

const CELL = 10;

export function HeatMap({ reading, vector, position, layer, onPosition }: HeatMapProps) {
  const id = useId();
  const drawing = useRef<HTMLElement>(null);
  const drawingName = t('inside.layersByTokensDrawing');
  const { tokens, values } = reading;
  const [width, height] = [tokens.length * CELL, values.length * CELL];
  return (
    <figure className="inside-figure" aria-labelledby={id}>
      <figcaption>
        <h3 id={id}>{t('inside.layersByTokens')}</h3>
        <p className="small muted">{t('inside.layersByTokensHint')}</p>
      </figcaption>
      {/* reachable by keyboard, as it scrolls; the slider above is the keyboard's way to choose */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region */}
      <section className="heat-scroll" aria-label={drawingName} tabIndex={0} ref={drawing}>
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${width} ${height}`}
          width={width}
          height={height}
          onClick={({ nativeEvent }) => onPosition(Math.floor(nativeEvent.offsetX / CELL))}
        >
          <Cells reading={reading} vector={vector} />
          <rect className="heat-place" x={position * CELL} y={0} width={CELL} height={height} />
          <rect
            className="heat-place"
            x={0}
            y={(values.length - 1 - layer) * CELL}
            width={width}
            height={CELL}
          />
        </svg>
      </section>
      <Numbers key={currentLanguage()} reading={reading} drawing={drawing} />
    </figure>
  );
}

interface NumbersProps {
  reading: LaneReading;
  drawing: RefObject<HTMLElement | null>;
}

/** Some thousand of them: written once a reading, and again in another language. */
const Numbers = memo(function Numbers({ reading: { tokens, values }, drawing }: NumbersProps) {
  const head = () => [t('inside.token'), ...values.map((_, each) => t('inside.layerHead', { layer: each }))];
  const rows = () =>
    tokens.map((token, place) => [
      `${place} ${visibleToken(token)}`,
      ...values.map((row) => fixed(row[place] ?? 0, 2)),
    ]);
  const name = t('inside.layersByTokens');
  return (
    <>
      <FigureExport name={name} head={inEnglish(head)} rows={inEnglish(rows)} drawing={drawing} />
      <DataTable name={name} head={head()} rows={rows()} />
    </>
  );
});

/** Some thousand of them: drawn once a reading. */
const Cells = memo(function Cells({ reading, vector }: Pick<HeatMapProps, 'reading' | 'vector'>) {
  const { values } = reading;
  return values.flatMap((row, layer) =>
    row.map((value, place) => (
      <rect
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its layer and its place
        key={`${layer} ${place}`}
        className="heat-cell"
        data-step={ribbonStep({ vector, layer }, value)}
        x={place * CELL}
        y={(values.length - 1 - layer) * CELL}
        width={CELL}
        height={CELL}
      />
    )),
  );
});
