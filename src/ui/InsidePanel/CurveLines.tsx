import { CartesianGrid, Line, LineChart, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { followsStack, isKeptId, type LaneId } from '../../state/playground/compare.ts';
import type { CurvePoint } from '../../state/playground/reading.ts';

const TICK = { fill: 'var(--muted)', fontSize: 12 };

/** The numbers stand in a table beside it. */
export function CurveLines({ points, ids }: { points: readonly CurvePoint[]; ids: readonly LaneId[] }) {
  const data = points.map(({ layer, plain, instructed, lanes }) => ({ layer, plain, instructed, ...lanes }));
  const line = { type: 'linear', dot: false, activeDot: false, isAnimationActive: false } as const;
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart data={data} margin={{ top: 6, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis dataKey="layer" tick={TICK} stroke="var(--control)" tickLine={false} height={22} />
        <YAxis tick={TICK} stroke="var(--control)" tickLine={false} axisLine={false} width={40} />
        <Line {...line} dataKey="plain" stroke="var(--plain)" strokeDasharray="5 4" strokeWidth={1.5} />
        <Line {...line} dataKey="instructed" stroke="var(--steer)" strokeDasharray="5 4" strokeWidth={1.5} />
        {ids.map((id) => (
          <Line
            key={id}
            {...line}
            dataKey={id}
            stroke={followsStack(id) || isKeptId(id) ? 'var(--steer)' : 'var(--plain)'}
            strokeOpacity={id === 'unsteered' || id === 'steered' ? 1 : 0.55}
            strokeWidth={2.5}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
