/** Pass rate by layer with its interval; no steering is the dashed line. The numbers stand in a table beside it. */
import {
  CartesianGrid,
  ComposedChart,
  ErrorBar,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from 'recharts';
import type { LayerRow, RatePoint } from '../../state/evaluate/charts.ts';
import { TICK } from './chartStyle.ts';

interface LayerCurveProps {
  rows: readonly LayerRow[];
  plain: RatePoint | null;
  numLayers: number;
}

export function LayerCurve({ rows, plain, numLayers }: LayerCurveProps) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart
        data={[...rows]}
        margin={{ top: 10, right: 14, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          dataKey="layer"
          type="number"
          domain={[-0.5, numLayers - 0.5]}
          ticks={rows.map(({ layer }) => layer)}
          tick={TICK}
          stroke="var(--control)"
          tickLine={false}
          height={24}
        />
        <YAxis
          domain={[0, 100]}
          ticks={[0, 25, 50, 75, 100]}
          unit=" %"
          tick={TICK}
          stroke="var(--control)"
          tickLine={false}
          axisLine={false}
          width={52}
        />
        {plain ? (
          <ReferenceArea
            y1={plain.rate - plain.error[0]}
            y2={plain.rate + plain.error[1]}
            fill="var(--plain)"
            fillOpacity={0.1}
          />
        ) : null}
        {plain ? (
          <ReferenceLine y={plain.rate} stroke="var(--plain)" strokeWidth={2} strokeDasharray="6 4" />
        ) : null}
        <Line
          dataKey="rate"
          stroke="var(--steer)"
          strokeWidth={1.5}
          dot={Mark}
          activeDot={false}
          isAnimationActive={false}
        >
          <ErrorBar
            isAnimationActive={false}
            dataKey="error"
            width={5}
            strokeWidth={1.2}
            stroke="var(--steer)"
          />
        </Line>
      </ComposedChart>
    </ResponsiveContainer>
  );
}

interface MarkProps {
  cx?: number;
  cy?: number | null;
  payload?: LayerRow;
}

/** A dot; the pick is ringed, and a cross is a layer at which an answer fell apart. */
function Mark({ cx, cy, payload }: MarkProps) {
  if (cx === undefined || cy === undefined || cy === null || !payload) return <g />;
  if (payload.isDegenerate) {
    return (
      <path
        d={`M${cx - 5} ${cy - 5}l10 10M${cx + 5} ${cy - 5}l-10 10`}
        stroke="var(--fail)"
        strokeWidth={2}
        fill="none"
      />
    );
  }
  return (
    <g>
      {payload.isPick ? (
        <circle cx={cx} cy={cy} r={8} fill="none" stroke="var(--steer)" strokeWidth={2} />
      ) : null}
      <circle cx={cx} cy={cy} r={4} fill="var(--steer)" />
    </g>
  );
}
