/** One chart with its name, what it says, a legend, and its numbers as a table. */
import { lazy, Suspense, useId, useRef } from 'react';
import { chartTable, type LayerChart } from '../../state/vectors/charts.ts';
import { DataTable } from '../controls/DataTable.tsx';
import { FigureExport } from '../controls/FigureExport.tsx';
import { LINE_STYLES } from './lineStyles.ts';
import './ChartFigure.css';
import { inEnglish } from '../../text/text.ts';

// The chart library is larger than the rest of the page together.
const LayerLines = lazy(async () => ({ default: (await import('./LayerLines.tsx')).LayerLines }));

/** @param Heading of its level, below the heading that the chart stands under */
export function ChartFigure({ chart, Heading = 'h4' }: { chart: LayerChart; Heading?: 'h3' | 'h4' }) {
  const { title, meaning, lines } = chart;
  const id = useId();
  const drawing = useRef<HTMLDivElement>(null);
  const { head, rows } = chartTable(chart);
  return (
    <figure className="chart-figure" aria-labelledby={id}>
      <figcaption>
        <Heading id={id}>{title}</Heading>
        <p className="small muted">{meaning}</p>
      </figcaption>
      <div className="chart-lines" aria-hidden="true" ref={drawing}>
        <Suspense>
          <LayerLines lines={lines} />
        </Suspense>
      </div>
      <ul className="chart-legend small" aria-hidden="true">
        {lines.map(({ key, title: name, role }) => (
          <li key={key}>
            <svg aria-hidden="true" viewBox="0 0 26 8" width="26" height="8">
              <line
                x1="0"
                x2="26"
                y1="4"
                y2="4"
                stroke={LINE_STYLES[role].colour}
                strokeWidth={LINE_STYLES[role].width}
                strokeDasharray={LINE_STYLES[role].dash}
              />
            </svg>
            {name}
          </li>
        ))}
      </ul>
      <DataTable name={title} head={head} rows={rows} />
      <FigureExport name={title} {...inEnglish(() => chartTable(chart))} drawing={drawing} />
    </figure>
  );
}
