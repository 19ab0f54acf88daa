import { describe, expect, it } from 'vitest';
import { holds, type Measurement, table } from './measurement.ts';

const measurement = (value: number, relation: '>=' | '<=', bar: number): Measurement => ({
  name: 'm',
  value,
  unit: 'ratio',
  bar: { relation, value: bar },
  parts: {},
});

describe('holds', () => {
  it('takes the bar itself as held', () => {
    expect(holds(measurement(10, '>=', 10))).toBe(true);
    expect(holds(measurement(9.9, '>=', 10))).toBe(false);
    expect(holds(measurement(1.3, '<=', 1.3))).toBe(true);
    expect(holds(measurement(1.31, '<=', 1.3))).toBe(false);
  });
});

describe('table', () => {
  it('marks what misses its bar', () => {
    const lines = table([measurement(12, '>=', 10), measurement(2, '<=', 1.3)]).split('\n');
    expect(lines[0]).toMatch(/12\.00x +>= 10\.00x +holds/);
    expect(lines[1]).toMatch(/2\.00x +<= 1\.30x +MISSED/);
  });

  it('shows what has no bar, in its own unit', () => {
    const free: Measurement = { ...measurement(48.2, '>=', 0), unit: 'tokens/s', bar: null };
    expect(table([free])).toMatch(/^m +48 tokens\/s$/);
    expect(table([{ ...free, unit: 'share', value: 0.413 }])).toMatch(/41 %/);
  });
});
