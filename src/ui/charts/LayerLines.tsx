/** Lines over the layers, with a band where a line has a spread. Its numbers stand in a table beside it. */
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from 'recharts';
import type { ChartLine } from '../../state/vectors/charts.ts';
import { asWritten } from '../../text/numbers.ts';
import { LINE_STYLES } from './lineStyles.ts';

const TICK = { fill: 'var(--muted)', fontSize: 12 };

/** Ticks are sums of steps: what is beyond six digits is rounding. */
const tickText = (value: number): string => asWritten(Number(value.toPrecision(6)));

export function LayerLines({ lines }: { lines: readonly ChartLine[] }) {
  const layers = lines[0]?.values.length ?? 0;
  const data = Array.from({ length: layers }, (_, layer) => ({
    layer,
    ...Object.fromEntries(
      lines.flatMap(({ key, values, spread }) => {
        const value = values[layer]!;
        const band = spread ? [value - spread[layer]!, value + spread[layer]!] : null;
        return [[key, value], ...(band ? [[`${key} band`, band]] : [])];
      }),
    ),
  }));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart data={data} margin={{ top: 6, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          dataKey="layer"
          type="number"
          domain={[0, layers - 1]}
          allowDecimals={false}
          tick={TICK}
          stroke="var(--control)"
          tickLine={false}
          height={22}
        />
        <YAxis
          tick={TICK}
          tickFormatter={tickText}
          stroke="var(--control)"
          tickLine={false}
          axisLine={false}
          width={40}
        />
        <ReferenceLine y={0} stroke="var(--control)" />
        {lines.map(({ key, role, spread }) =>
          spread ? (
            <Area
              key={`${key} band`}
              dataKey={`${key} band`}
              type="linear"
              stroke="none"
              fill={LINE_STYLES[role].colour}
              fillOpacity={0.16}
              isAnimationActive={false}
            />
          ) : null,
        )}
        {lines.map(({ key, role }) => (
          <Line
            key={key}
            dataKey={key}
            type="linear"
            stroke={LINE_STYLES[role].colour}
            strokeWidth={LINE_STYLES[role].width}
            strokeDasharray={LINE_STYLES[role].dash}
            dot={false}
            activeDot={false}
            isAnimationActive={false}
          />
        ))}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
