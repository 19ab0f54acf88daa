import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fixtureGolden } from '../../../scripts/lib/goldenFiles.ts';
import { directContext, nodeEngine } from '../../../scripts/lib/nodeEngine.ts';
import { readSteeringVector } from '../files/safetensors.ts';
import { project } from '../steering/operators.ts';
import { interventionsOf } from '../steering/setting.ts';
import { directionAt } from '../steering/strength.ts';
import type { SteeringVector } from '../steering/types.ts';
import { packVector, unpackVector } from './packedVector.ts';

const presets = new URL('../../../public/presets/', import.meta.url);
const llama = new URL('../../../e2e/fixtures/models/llama', import.meta.url);

const shipped = readdirSync(presets)
  .filter((name) => name.endsWith('.safetensors'))
  .map((name) => readSteeringVector(new Uint8Array(readFileSync(new URL(name, presets)))));

describe('a packed vector', () => {
  it('keeps the direction of every layer of every shipped vector, within a cosine of 0.9999', () => {
    expect(shipped.length).toBeGreaterThan(8);
    for (const vector of shipped) {
      const layers = Array.from({ length: vector.numLayers }, (_, layer) => layer);
      const back = unpackVector(packVector(vector, layers));
      for (const layer of layers) {
        const cosine = project(directionAt(vector, layer), directionAt(back, layer));
        expect(cosine, `${vector.name}, layer ${layer}`).toBeGreaterThan(0.9999);
      }
    }
  });

  it('holds the layers asked for and no others, with their projections', () => {
    const vector = shipped[0]!;
    const back = unpackVector(packVector(vector, [25, 3, 25]));
    expect(packVector(vector, [25, 3, 25]).layers).toEqual([3, 25]);
    for (const layer of [3, 25]) {
      expect(back.projectionPositive[layer]).toBeCloseTo(vector.projectionPositive[layer]!, 3);
      expect(back.projectionNegative[layer]).toBeCloseTo(vector.projectionNegative[layer]!, 3);
    }
    expect(directionAt(back, 4).every((value) => value === 0)).toBe(true);
    expect(back.meanDifferenceNorm[4]).toBe(0);
  });

  it('leaves a link of one vector of the embedded model below 1,000 characters', () => {
    expect(packVector(shipped[0]!, [25]).rows.length).toBeLessThan(1000);
  });

  it('steers to the same greedy tokens as the original, at every layer and by every operator', async () => {
    const golden = fixtureGolden('llama');
    const engine = nodeEngine({ threads: 1 });
    await engine.load({ source: fileURLToPath(llama), options: { dtype: 'fp32' } }, directContext());
    const vector = vectorOf(golden.direction, golden.numLayers);
    const back = unpackVector(packVector(vector, [0, 1, 2, 3]));
    const lanes = (each: SteeringVector) =>
      [0, 1, 2, 3].flatMap((layer) =>
        (['add', 'setProjection', 'ablate'] as const).map((operator) => ({
          prompt: golden.prompts[0]!.inputIds,
          interventions: interventionsOf([{ vector: each, setting: { layer, operator, strength: 1 } }]),
          maxNewTokens: 12,
        })),
      );
    const run = async (each: SteeringVector) => {
      const results = await engine.generate({ lanes: lanes(each) }, directContext());
      return results.map(({ tokenIds }) => tokenIds);
    };
    const original = await run(vector);
    expect(new Set(original.map(String)).size).toBeGreaterThan(3);
    expect(await run(back)).toEqual(original);
  }, 30_000);

  it('holds a direction that is zero in some of its blocks, and one whose two projections are equal', () => {
    const direction = new Float32Array(2 * 64);
    direction[64 + 63] = 1;
    const flat: SteeringVector = { ...vectorOf([], 2), hiddenSize: 64, direction };
    flat.projectionPositive[1] = 0.5;
    flat.projectionNegative[1] = 0.5;
    const back = unpackVector(packVector(flat, [1]));
    expect([...directionAt(back, 1)]).toEqual([...directionAt(flat, 1)]);
    expect(back.projectionPositive[1]).toBe(back.projectionNegative[1]);
    // A layer that is held has a mean difference, or it would read as a layer without a direction.
    expect(back.meanDifferenceNorm[1]).toBe(1);
  });

  const good = packVector(shipped[0]!, [3, 25]);
  it.each([
    ['rows that are cut', { ...good, rows: good.rows.slice(0, -8) }],
    ['rows that are not base64', { ...good, rows: `!${good.rows.slice(1)}` }],
    ['a layer that the vector does not have', { ...good, layers: [3, 30] }],
    ['layers out of order', { ...good, layers: [25, 3] }],
    ['a layer twice', { ...good, layers: [3, 3] }],
    ['no layer', { ...good, layers: [], rows: '', projectionPositive: [], projectionNegative: [] }],
    ['too few projections', { ...good, projectionPositive: [1] }],
    ['a direction of zeros', { ...good, rows: 'A'.repeat(good.rows.length) }],
    ['a size that claims a gigabyte', { ...good, numLayers: 512, hiddenSize: 32_768 }],
  ])('is refused with %s', (_, packed) => {
    expect(() => unpackVector(packed)).toThrow(expect.objectContaining({ code: 'session_invalid' }));
  });
});

function vectorOf(direction: readonly number[], numLayers: number): SteeringVector {
  const perLayer = (value: number) => new Float32Array(numLayers).fill(value);
  return {
    name: 'golden',
    modelId: 'llama',
    method: 'meanDifference',
    numLayers,
    hiddenSize: direction.length,
    direction: Float32Array.from(Array.from({ length: numLayers }, () => direction).flat()),
    meanDifferenceNorm: perLayer(3),
    projectionPositive: perLayer(2.5),
    projectionNegative: perLayer(-0.5),
    pairConsistency: perLayer(1),
  };
}
