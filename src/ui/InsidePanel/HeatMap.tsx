/** Layers by tokens: how far each state lies along the vector, on that layer's own scale from plain to instructed. */
import { memo, useId, useMemo, useRef } from 'react';
import type { SteeringVector } from '../../core/steering/types.ts';
import { ribbonStep } from '../../state/playground/inside.ts';
import { type LaneReading, visibleToken } from '../../state/playground/reading.ts';
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
  const { tokens, values } = reading;
  const head = useMemo(() => ['Token', ...values.map((_, each) => `layer ${each}`)], [values]);
  const rows = useMemo(
    () =>
      tokens.map((token, place) => [
        `${place} ${visibleToken(token)}`,
        ...values.map((row) => (row[place] ?? 0).toFixed(2)),
      ]),
    [tokens, values],
  );
  const [width, height] = [tokens.length * CELL, values.length * CELL];
  return (
    <figure className="inside-figure" aria-labelledby={id}>
      <figcaption>
        <h3 id={id}>Layers by tokens</h3>
        <p className="small muted">
          Orange: as far along the vector as instructed prompts are at that layer. Blue: as plain ones, or
          beyond. Layer 0 is at the bottom; choose a token with the slider or a click.
        </p>
      </figcaption>
      {/* reachable by keyboard, as it scrolls; the slider above is the keyboard's way to choose */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region */}
      <section className="heat-scroll" aria-label="Layers by tokens, drawing" tabIndex={0} ref={drawing}>
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
      <FigureExport name="Layers by tokens" head={head} rows={rows} drawing={drawing} />
      <DataTable name="Layers by tokens" head={head} rows={rows} />
    </figure>
  );
}

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
