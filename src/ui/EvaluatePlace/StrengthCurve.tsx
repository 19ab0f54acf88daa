/** One measure over the strengths; hatched where text falls apart, tinted where the vector acts. */
import { useId } from 'react';
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
import type { StrengthRow } from '../../state/evaluate/charts.ts';
import { strengthText } from '../../state/evaluate/words.ts';
import { TICK } from './chartStyle.ts';

export type Measure = 'rate' | 'perplexity' | 'repetition' | 'words';

/** Of the range of strengths, on either side. */
const EDGE_SHARE = 0.04;

export interface StrengthCurveProps {
  rows: readonly StrengthRow[];
  measure: Measure;
  /** of the unsteered answers; null when there is none */
  plain: number | null;
  /** strengths between which it acts; null: there is no window */
  window: { from: number; to: number } | null;
  recommended: number | null;
  degeneratesAbove: number | null;
  degeneratesBelow: number | null;
}

export function StrengthCurve(props: StrengthCurveProps) {
  const { rows, measure, plain, window, recommended, degeneratesAbove, degeneratesBelow } = props;
  const hatch = useId();
  const strengths = rows.map(({ strength }) => strength);
  const first = strengths[0] ?? 0;
  const last = strengths.at(-1) ?? 1;
  // room beside the outermost points, in which also a single degenerate strength is hatched
  const room = EDGE_SHARE * Math.max(last - first, 1);
  const low = first - room;
  const high = last + room;
  const isPercent = measure === 'rate' || measure === 'repetition';
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart
        data={[...rows]}
        margin={{ top: 10, right: 14, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <defs>
          <pattern
            id={hatch}
            width="7"
            height="7"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line x1="0" y1="0" x2="0" y2="7" stroke="var(--fail)" strokeWidth="1.5" strokeOpacity="0.45" />
          </pattern>
        </defs>
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          dataKey="strength"
          type="number"
          domain={[low, high]}
          ticks={strengths}
          tickFormatter={(strength: number) => strengthText(strength)}
          tick={TICK}
          stroke="var(--control)"
          tickLine={false}
          height={24}
        />
        <YAxis
          domain={isPercent ? [0, 100] : [0, 'auto']}
          tick={TICK}
          stroke="var(--control)"
          tickLine={false}
          axisLine={false}
          width={48}
        />
        {window ? (
          <ReferenceArea x1={window.from} x2={window.to} fill="var(--steer)" fillOpacity={0.12} />
        ) : null}
        {degeneratesAbove === null ? null : (
          <ReferenceArea x1={degeneratesAbove} x2={high} fill={`url(#${hatch})`} fillOpacity={1} />
        )}
        {degeneratesBelow === null ? null : (
          <ReferenceArea x1={low} x2={degeneratesBelow} fill={`url(#${hatch})`} fillOpacity={1} />
        )}
        {plain === null ? null : (
          <ReferenceLine y={plain} stroke="var(--plain)" strokeWidth={2} strokeDasharray="6 4" />
        )}
        {recommended === null ? null : (
          <ReferenceLine x={recommended} stroke="var(--steer)" strokeWidth={2} />
        )}
        <Line
          dataKey={measure}
          stroke="var(--steer)"
          strokeWidth={2}
          dot={{ r: 3.5, fill: 'var(--steer)', strokeWidth: 0 }}
          activeDot={false}
          isAnimationActive={false}
        >
          {measure === 'rate' ? (
            <ErrorBar
              isAnimationActive={false}
              dataKey="error"
              width={5}
              strokeWidth={1.2}
              stroke="var(--steer)"
            />
          ) : null}
        </Line>
      </ComposedChart>
    </ResponsiveContainer>
  );
}
