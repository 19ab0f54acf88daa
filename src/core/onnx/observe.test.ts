/** What is read of the residual stream, in numbers: two layers, two rows of two positions, a hidden size of two. */
import { describe, expect, it } from 'vitest';
import { FLOAT, FLOAT16 } from './model.ts';
import { observe } from './observe.ts';
import { bool, constantOf, floats, integers, runNodes, type Value } from './testing.ts';

const STREAM = [
  [1, 2, 3, 4, 5, 6, 7, 8],
  [10, 20, 30, 40, 50, 60, 70, 80],
];
/** [layers, rows, hidden, probes]: twice the first value; in layer 1 both values of the first row, sum and difference of the second's */
const PROBES = [2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 1, 1, 1, 1, -1];

function observed(
  switches: { capture?: boolean; probes?: boolean; layers?: [number, number] },
  elementType = FLOAT,
): { captured: Value; probed: Value } {
  const names = ['x0', 'x1'];
  const { nodes, initializers } = observe(
    names.map((name) => ({ name, elementType })),
    2,
  );
  const given = new Map(initializers.map((tensor) => [tensor.name, constantOf(tensor)]));
  for (const [layer, name] of names.entries()) {
    given.set(name, floats([2, 2, 2], STREAM[layer]!, elementType));
    given.set(`tiller.layer.${layer}`, integers([], [layer]));
  }
  given.set('capture_on', bool(switches.capture ?? false));
  given.set('last_token', integers([3], [3, 1, 2]));
  given.set('probes_on', bool(switches.probes ?? false));
  given.set('probe_on', integers([2], switches.layers ?? [0, 0]));
  given.set('probe_u', floats([2, 2, 2, 2], PROBES));
  const values = runNodes(nodes, given);
  return { captured: values.get('resid_post_last')!, probed: values.get('probe_values')! };
}

describe('capture', () => {
  it('gives the chosen positions of each layer, in the order they were asked for', () => {
    const { captured } = observed({ capture: true });
    expect(captured.dims).toEqual([6, 2]);
    expect(captured.data).toEqual([7, 8, 3, 4, 5, 6, 70, 80, 30, 40, 50, 60]);
  });

  it('gives float32, whatever the stream is', () => {
    expect(observed({ capture: true }, FLOAT16).captured.elementType).toBe(FLOAT);
  });

  it('gives no rows while it is off, as wide as the others', () => {
    expect(observed({ probes: true, layers: [1, 1] }).captured).toEqual(floats([0, 2], []));
  });
});

describe('probes', () => {
  it.each<[string, [number, number], number[]]>([
    ['the first layer', [1, 0], [2, 0, 6, 0, 10, 0, 14, 0]],
    ['the second layer', [0, 1], [10, 20, 30, 40, 110, -10, 150, -10]],
    ['both, one after the other', [1, 1], [2, 0, 6, 0, 10, 0, 14, 0, 10, 20, 30, 40, 110, -10, 150, -10]],
    ['neither', [0, 0], []],
  ])('give the projections of every position in %s', (_, layers, expected) => {
    for (const elementType of [FLOAT, FLOAT16]) {
      const { probed } = observed({ probes: true, layers }, elementType);
      expect(probed).toEqual(floats([expected.length], expected));
    }
  });

  it('give nothing while they are off', () => {
    expect(observed({ capture: true, layers: [1, 1] }).probed).toEqual(floats([0], []));
  });
});
