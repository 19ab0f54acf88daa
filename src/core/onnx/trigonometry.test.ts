import { describe, expect, it } from 'vitest';
import { readFixture } from '../../../scripts/lib/fixtureModels.ts';
import { makeNode, makeValueInfo } from './build.ts';
import { elementTypes } from './elementType.ts';
import { FLOAT, FLOAT16, type Graph, readModel } from './model.ts';
import { refineTrigonometry } from './trigonometry.ts';

const graphOf = (elementType: number, opTypes: string[]): Graph => ({
  nodes: opTypes.map((opType) => makeNode(opType, ['angle'], [opType])),
  initializers: [],
  inputs: [makeValueInfo('angle', elementType, ['n'])],
  outputs: opTypes.map((opType) => makeValueInfo(opType, elementType, ['n'])),
  valueInfo: [],
  rest: [],
});

/** Runs the graph on one angle, every step rounded to float32 as a GPU does. */
function evaluate(graph: Graph, angle: number): Map<string, number> {
  const values = new Map([['angle', Math.fround(angle)]]);
  const tables = new Map(
    graph.initializers.map(({ name, rawData }) => [name, new Float32Array(rawData.slice().buffer)]),
  );
  const read = (name: string) => values.get(name) ?? tables.get(name)![0]!;
  for (const { opType, inputs, outputs } of graph.nodes) {
    const [a, b] = inputs as [string, string];
    const result = {
      Mul: () => read(a) * read(b),
      Add: () => read(a) + read(b),
      Sub: () => read(a) - read(b),
      Floor: () => Math.floor(read(a)),
      Cast: () => Math.trunc(read(a)),
      Gather: () => tables.get(a)!.at(read(b))!,
    }[opType]!();
    values.set(outputs[0]!, Math.fround(result));
  }
  return values;
}

describe('sine and cosine for WebGPU', () => {
  it('are right to 1e-6 at every position of a usual context, and to the rounding of the angle in a long one', () => {
    const graph = graphOf(FLOAT, ['Cos', 'Sin']);
    refineTrigonometry(graph, elementTypes(graph));
    const largestError = (step: number, count: number) => {
      let largest = 0;
      for (let i = 0; i < count; i++) {
        const angle = Math.fround(i * step);
        const values = evaluate(graph, angle);
        for (const [opType, exact] of [
          ['Cos', Math.cos],
          ['Sin', Math.sin],
        ] as const) {
          largest = Math.max(largest, Math.abs(values.get(opType)! - exact(angle)));
        }
      }
      return largest;
    };
    expect(largestError(0.37, 11_000)).toBeLessThan(1e-6); // up to 4,096
    expect(largestError(13.1, 10_000)).toBeLessThan(4e-6); // up to 131,072, where neighbours are 8e-3 apart
    expect(Math.abs(evaluate(graph, 0).get('Cos')! - 1)).toBeLessThan(1e-7);
  });

  it('take one table look-up for both of an angle', () => {
    const graph = graphOf(FLOAT, ['Cos', 'Sin']);
    expect(refineTrigonometry(graph, elementTypes(graph))).toEqual(['Cos', 'Sin']);
    const opTypes = graph.nodes.map((node) => node.opType);
    expect(opTypes.filter((opType) => opType === 'Floor')).toHaveLength(2);
    expect(opTypes).not.toContain('Cos');
    expect(opTypes).not.toContain('Sin');
  });

  it('leaves half precision and graphs without them as they are', () => {
    for (const graph of [graphOf(FLOAT16, ['Cos', 'Sin']), graphOf(FLOAT, ['Tanh'])]) {
      const before = { ...graph };
      expect(refineTrigonometry(graph, elementTypes(graph))).toEqual([]);
      expect(graph).toEqual(before);
    }
  });

  it('finds those of an unfused export and none in a fused one', () => {
    const found = (path: string) => {
      const { graph } = readModel(readFixture(path));
      return refineTrigonometry(graph, elementTypes(graph));
    };
    expect(found('llama-unfused/onnx/model.onnx')).toEqual([
      '/model/rotary_emb/Cos',
      '/model/rotary_emb/Sin',
    ]);
    expect(found('llama/onnx/model.onnx')).toEqual([]);
  });
});
