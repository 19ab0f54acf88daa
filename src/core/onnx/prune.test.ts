import { describe, expect, it } from 'vitest';
import { readFixture } from '../../../scripts/lib/fixtureModels.ts';
import { boolInput, makeNode, makeValueInfo } from './build.ts';
import { type Graph, INT64, readModel } from './model.ts';
import { patchModel } from './patch.ts';
import { dropUnreadInputs, withoutUnread } from './prune.ts';

describe('leaving out what nobody reads', () => {
  it('takes a chain away from its end', () => {
    const nodes = [
      makeNode('Neg', ['x'], ['a']),
      makeNode('Neg', ['a'], ['b']),
      makeNode('Abs', ['a'], ['y']),
      makeNode('Neg', ['b'], ['c']),
    ];
    expect(withoutUnread(nodes, ['y']).map((node) => node.outputs[0])).toEqual(['a', 'y']);
  });

  it('drops num_logits_to_keep of an export, as the patched head picks its rows itself', () => {
    const model = readModel(readFixture('llama-keep/onnx/model_q4.onnx'));
    expect(model.graph.inputs.map((input) => input.name)).toContain('num_logits_to_keep');
    const report = patchModel(model, { provider: 'cpu', hiddenSize: 64 });
    expect(model.graph.inputs.map((input) => input.name)).not.toContain('num_logits_to_keep');
    expect(report.inputs).toEqual(['input_ids', 'attention_mask', 'position_ids']);
  });

  it('refuses an input that is read and that nobody can fill', () => {
    const graph: Graph = {
      nodes: [makeNode('If', ['use_cache_branch'], ['logits'])],
      initializers: [],
      inputs: [makeValueInfo('input_ids', INT64, null), boolInput('use_cache_branch', [])],
      outputs: [],
      valueInfo: [],
      rest: [],
    };
    expect(() => dropUnreadInputs(graph, new Set())).toThrow(
      expect.objectContaining({ code: 'model_unsupported', details: { input: 'use_cache_branch' } }),
    );
    expect(() => dropUnreadInputs(graph, new Set(['use_cache_branch']))).not.toThrow();
  });
});
