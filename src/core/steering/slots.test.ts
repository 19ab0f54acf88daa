import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intervene } from './operators.ts';
import { applySteering, packSteering } from './slots.ts';
import { direction, finite, hiddenState, intervention } from './testing.ts';
import type { Intervention } from './types.ts';

const LAYERS = 3;
const SIZE = 5;
/** Packed slots are float32: about 1e-7 relative, on values that overlapping setProjections bring up to some 100. */
const TOLERANCE = 1e-3;

const along = (layer: number, changes: Partial<Intervention> = {}): Intervention => ({
  layer,
  direction: [2, 0, 0, 0, 0],
  operator: 'add',
  value: 3,
  ...changes,
});

const expectClose = (found: ArrayLike<number>, expected: ArrayLike<number>, tolerance = TOLERANCE) => {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < found.length; i++) {
    expect(Math.abs(found[i]! - expected[i]!)).toBeLessThan(tolerance);
  }
};

describe('packSteering', () => {
  it('is off everywhere without rows and without interventions', () => {
    for (const rows of [[], [[]], [[], []]]) {
      const packed = packSteering(rows, LAYERS, SIZE, 'prompt');
      expect(packed).toEqual({
        slots: 0,
        u: new Float32Array(),
        w: new Float32Array(),
        a: new Float32Array(),
        on: new Uint8Array(LAYERS),
      });
    }
  });

  it('puts one add into one slot that reads nothing, with a unit direction', () => {
    const packed = packSteering([[along(1)]], LAYERS, SIZE, 'prompt');
    expect(packed.slots).toBe(1);
    expect([...packed.on]).toEqual([0, 1, 0]);
    expect([...packed.u]).toEqual([...new Array(SIZE).fill(0), 1, 0, 0, 0, 0, ...new Array(SIZE).fill(0)]);
    expect(packed.w.every((value) => value === 0)).toBe(true);
    expect([...packed.a]).toEqual([0, 3, 0]);
  });

  it('lays the readers out as [layers, rows, hidden, slots]', () => {
    const second = along(0, { direction: [0, 1, 0, 0, 0], operator: 'ablate' });
    const packed = packSteering([[], [along(0), second]], LAYERS, SIZE, 'prompt');
    expect(packed.slots).toBe(2);
    expect(packed.w.length).toBe(LAYERS * 2 * SIZE * 2);
    // layer 0, row 1, hidden 1, slot 1
    expect(packed.w[(1 * SIZE + 1) * 2 + 1]).toBe(1);
    expect(packed.w.filter((value) => value !== 0)).toEqual(new Float32Array([1]));
  });

  it('keeps rows apart', () => {
    const packed = packSteering([[], [along(0)], [along(0, { value: -1 })]], LAYERS, SIZE, 'prompt');
    const hidden = [1, 1, 1, 1, 1];
    expect([...applySteering(packed, hidden, 0, 0)]).toEqual(hidden);
    expect([...applySteering(packed, hidden, 0, 1)]).toEqual([4, 1, 1, 1, 1]);
    expect([...applySteering(packed, hidden, 0, 2)]).toEqual([0, 1, 1, 1, 1]);
  });

  it('leaves layers below and above the steered one unchanged', () => {
    const packed = packSteering([[along(1)]], LAYERS, SIZE, 'prompt');
    const hidden = [1, 2, 3, 4, 5];
    for (const layer of [0, 2]) expect([...applySteering(packed, hidden, layer, 0)]).toEqual(hidden);
  });

  it('equals the operators one after the other, also where directions overlap', () => {
    const rows = fc.array(fc.array(intervention(LAYERS, SIZE), { maxLength: 4 }), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(rows, hiddenState(SIZE), (interventions, hidden) => {
        const packed = packSteering(interventions, LAYERS, SIZE, 'generated');
        interventions.forEach((row, index) => {
          for (let layer = 0; layer < LAYERS; layer++) {
            let expected: Float64Array = Float64Array.from(hidden);
            for (const each of row.filter((one) => one.layer === layer)) expected = intervene(expected, each);
            expectClose(applySteering(packed, hidden, layer, index), expected);
          }
        });
      }),
    );
  });

  it('lets the second of two setProjections along one direction win', () => {
    const set = (value: number) => along(0, { operator: 'setProjection', value });
    const packed = packSteering([[set(5), set(2)]], LAYERS, SIZE, 'prompt');
    expectClose(applySteering(packed, [9, 1, 1, 1, 1], 0, 0), [2, 1, 1, 1, 1]);
  });

  it('cancels +c with -c', () => {
    fc.assert(
      fc.property(hiddenState(SIZE), direction(SIZE), finite(), (hidden, u, value) => {
        const pair = [value, -value].map((each) => along(1, { direction: u, value: each }));
        const packed = packSteering([pair], LAYERS, SIZE, 'prompt');
        expectClose(applySteering(packed, hidden, 1, 0), hidden);
      }),
    );
  });

  it('stays off for an add of 0, but not for a setProjection to 0', () => {
    expect(packSteering([[along(1, { value: 0 })]], LAYERS, SIZE, 'prompt').slots).toBe(0);
    const set = packSteering([[along(1, { value: 0, operator: 'setProjection' })]], LAYERS, SIZE, 'prompt');
    expect([...set.on]).toEqual([0, 1, 0]);
  });

  it('takes value 0 where none is given', () => {
    const { value: _, ...bare } = along(0, { operator: 'setProjection' });
    const packed = packSteering([[bare]], LAYERS, SIZE, 'prompt');
    expectClose(applySteering(packed, [7, 1, 1, 1, 1], 0, 0), [0, 1, 1, 1, 1]);
  });

  it.each([
    ['all', 'prompt', 1],
    ['all', 'generated', 1],
    ['prompt', 'prompt', 1],
    ['prompt', 'generated', 0],
    ['generated', 'prompt', 0],
    ['generated', 'generated', 1],
  ] as const)('with scope %s in the %s phase fills %i slots', (scope, phase, slots) => {
    expect(packSteering([[along(0, { scope })]], LAYERS, SIZE, phase).slots).toBe(slots);
  });

  it('names the layers there are when one is out of range', () => {
    expect(() => packSteering([[along(31)]], 30, SIZE, 'prompt')).toThrow(
      expect.objectContaining({
        code: 'layer_out_of_range',
        message: 'layer 31 is out of range: this model has layers 0 to 29',
        details: { layer: 31, numLayers: 30 },
      }),
    );
  });

  it.each([
    ['a negative layer', { layer: -1 }, 'layer_out_of_range'],
    ['the layer behind the last', { layer: LAYERS }, 'layer_out_of_range'],
    ['a layer that is no whole number', { layer: 0.5 }, 'layer_out_of_range'],
    ['a layer that is NaN', { layer: Number.NaN }, 'layer_out_of_range'],
    ['a direction that is too short', { direction: [1] }, 'shape_mismatch'],
    ['a direction that is too long', { direction: [1, 0, 0, 0, 0, 0] }, 'shape_mismatch'],
    ['a direction of zeros', { direction: [0, 0, 0, 0, 0] }, 'direction_invalid'],
    ['a direction with NaN', { direction: [0, Number.NaN, 0, 0, 0] }, 'direction_invalid'],
    ['a direction with infinity', { direction: [0, 0, Number.POSITIVE_INFINITY, 0, 0] }, 'direction_invalid'],
    ['a value that is NaN', { value: Number.NaN }, 'bad_request'],
    ['an infinite value', { value: Number.NEGATIVE_INFINITY }, 'bad_request'],
    [
      'a mistake in an intervention that the phase leaves out',
      { layer: 9, scope: 'generated' },
      'layer_out_of_range',
    ],
  ] as const)('rejects %s', (_, changes, code) => {
    expect(() => packSteering([[along(0, changes)]], LAYERS, SIZE, 'prompt')).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('rejects an operator or a scope it does not know', () => {
    for (const wrong of [{ operator: 'multiply' }, { scope: 'everywhere' }]) {
      const from = JSON.parse(JSON.stringify({ ...along(0), ...wrong }));
      expect(() => packSteering([[from]], LAYERS, SIZE, 'prompt')).toThrow(
        expect.objectContaining({
          code: 'bad_request',
          message: expect.stringMatching(/multiply|everywhere/),
        }),
      );
    }
  });
});
