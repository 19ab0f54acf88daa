import { Area, AreaChart, ResponsiveContainer, YAxis } from 'recharts';

/** A value per layer as a filled curve as wide as the track. @param values one per layer, from 0 up */
export function SeparationCurve({ values }: { values: readonly number[] }) {
  const data = values.map((value) => ({ value }));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <AreaChart data={data} margin={{ top: 1, right: 0, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <YAxis hide domain={[0, 'dataMax']} />
        <Area
          dataKey="value"
          type="monotone"
          stroke="var(--steer)"
          strokeWidth={1}
          strokeOpacity={0.55}
          fill="var(--steer-tint)"
          fillOpacity={1}
          isAnimationActive={false}
        />
      </AreaChart>
    </ResponsiveContainer>
  );
}
