/** What a patch must not break, and what it reports, of every fixture; its numbers are in workers/decoder/patchedGraph.test.ts. */
import { describe, expect, it } from 'vitest';
import { fixtureFiles, readFixture } from '../../../scripts/lib/fixtureModels.ts';
import { fixtureConfig, fixtureGolden } from '../../../scripts/lib/goldenFiles.ts';
import { makeNode, makeValueInfo } from './build.ts';
import { BOOL, FLOAT, FLOAT16, type Graph, INT32, INT64, type Node, readModel, writeModel } from './model.ts';
import { type PatchReport, patchModel } from './patch.ts';
import { findResidualStream } from './residualStream.ts';
import { branchesOf } from './testing.ts';

/** One file of each topology, and each other kind of number. */
const CASES = fixtureFiles()
  .filter((path) => /model(_fp16|_q4f16|_int8)?\.onnx$|llama-keep/.test(path))
  .flatMap((path) => (['cpu', 'webgpu'] as const).map((provider) => [path, provider] as const));

const patched = (path: string, provider: 'cpu' | 'webgpu') => {
  const model = readModel(readFixture(path));
  const report = patchModel(model, { provider, hiddenSize: 64 });
  return { report, graph: readModel(writeModel(model)).graph };
};

/** Inputs that the operators of a patch cannot do without. */
const NEEDED_INPUTS: Record<string, number> = {
  Add: 2,
  Cast: 1,
  ArgMax: 1,
  Concat: 1,
  Gather: 2,
  If: 1,
  MatMul: 2,
  Reshape: 2,
  Sub: 2,
};

/**
 * Names that are read and that nothing has made by then, here and in branches; names that are made twice; nodes that lack
 * what their operator needs.
 */
function faultsOf(graph: Graph, outside: ReadonlySet<string> = new Set()): string[] {
  const faults: string[] = [];
  const made = new Set(outside);
  const make = (name: string) => {
    if (made.has(name)) faults.push(`made twice: ${name}`);
    made.add(name);
  };
  // a stock export may list an initializer as an input as well
  for (const name of new Set([...graph.inputs, ...graph.initializers].map((item) => item.name))) make(name);
  for (const node of graph.nodes) {
    for (const name of node.inputs) if (name !== '' && !made.has(name)) faults.push(`not made: ${name}`);
    const needed = NEEDED_INPUTS[node.opType] ?? 0;
    if (node.opType === '' || node.inputs.slice(0, needed).filter((name) => name !== '').length < needed) {
      faults.push(`too few inputs: ${node.opType} ${node.name}`);
    }
    if (node.opType === 'Cast' && !node.attributes.has('to')) faults.push(`no type: ${node.name}`);
    for (const branch of branchesOf(node)) faults.push(...faultsOf(branch, made));
    for (const name of node.outputs) if (name !== '') make(name);
  }
  for (const { name } of graph.outputs) if (!made.has(name)) faults.push(`no output: ${name}`);
  return faults;
}

describe.each(CASES)('%s patched for %s', (path, provider) => {
  const [folder, file] = [path.split('/')[0]!, path.slice(path.indexOf('/') + 1)];
  const golden = fixtureGolden(folder);
  const entry = golden.files.find((item) => item.file === file)!;
  const config = fixtureConfig(folder);
  const isFused = entry.form === 'fused';
  // this one's golden numbers are those of the float32 files, and so is what they say of it
  const isHalf = entry.residualType === 'float16' || path === 'qwen3/onnx/model_q4f16.onnx';

  it('makes every value once, before it is read; leaves weights alone; reports and asks for what it documents', () => {
    const { graph, report } = patched(path, provider);
    expect(faultsOf(graph)).toEqual([]);
    expect(new Set(graph.nodes.map((node) => node.name)).size).toBe(graph.nodes.length);
    const stock = new Map(
      readModel(readFixture(path)).graph.initializers.map((tensor) => [tensor.name, tensor]),
    );
    const kept = graph.initializers.filter(({ name }) => stock.has(name));
    expect(kept.length).toBeGreaterThan(10);
    for (const { name, body } of kept) expect(Buffer.compare(body, stock.get(name)!.body), name).toBe(0);

    // what it reports is what the fixture was made as
    const heads = config.num_key_value_heads;
    const parts = [0, 1, 2, 3].flatMap((layer) => [`${layer}.key`, `${layer}.value`]);
    // a choice of rotary tables counts the mask's ones
    const needsNoMask = report.takesLengths && report.ropeLimit === null;
    const stockInputs = entry.inputs.filter(
      (name) => name !== 'num_logits_to_keep' && !(name === 'attention_mask' && needsNoMask),
    );
    expect(report).toMatchObject({
      numLayers: golden.numLayers,
      hiddenSize: golden.hiddenSize,
      vocabSize: golden.vocabSize,
      residualType: isHalf ? FLOAT16 : FLOAT,
      form: isFused ? 'fused' : 'add',
      attention: isFused ? 'GroupQueryAttention' : 'concat',
      takesLengths: isFused && provider === 'webgpu',
      headSwitch: provider === 'cpu' ? 'logits_on' : 'logit_rows_on',
      choosesTokens: provider === 'webgpu',
      ropeLimit: folder === 'phi3' ? 64 : null,
      inputs: stockInputs,
    } satisfies Partial<PatchReport>);
    // exporters differ in the order of keys and values
    expect(report.cache.map(({ layer, part }) => `${layer}.${part}`).sort()).toEqual(parts);
    for (const { layer, part, past, present } of report.cache) {
      expect([past, present]).toEqual([`past_key_values.${layer}.${part}`, `present.${layer}.${part}`]);
    }
    for (const { dims } of report.cache) expect([dims.length, dims[1]]).toEqual([4, heads]);
    expect(new Set(report.residualChain).size).toBe(golden.numLayers);
    const caches = report.cache.map(({ past }) => past);
    const own = [
      'steer_u',
      'steer_w',
      'steer_a',
      'steer_on',
      'last_token',
      'capture_on',
      'probe_u',
      'probe_on',
      'probes_on',
    ];
    const head = ['logit_rows', report.headSwitch, 'target_ids', 'score_on'];
    const choices = ['choice', 'choice_penalised', 'choice_candidates', 'choice_candidates_penalised'];
    const choosing = ['choice_used', 'choice_penalties', 'choice_inverse_temperatures'];
    const expected = [
      ...report.inputs,
      ...caches,
      ...own,
      ...head,
      ...(report.choosesTokens ? [...choices.map((name) => `${name}_on`), ...choosing] : []),
      ...(report.takesLengths ? ['last_positions', 'total_length'] : []),
      ...(report.ropeLimit === null ? [] : ['rope_length']),
    ];
    const weights = new Set(graph.initializers.map(({ name }) => name));
    const asked = graph.inputs.map(({ name }) => name).filter((name) => !weights.has(name));
    expect(asked.sort()).toEqual(expected.sort());
    expect(graph.outputs.map(({ name }) => name).sort()).toEqual(
      [
        'logits',
        ...report.cache.map(({ present }) => present),
        'resid_post_last',
        'probe_values',
        'target_log_probs',
        ...(report.choosesTokens ? choices : []),
      ].sort(),
    );
  });
});

describe('what a run feeds and gets', () => {
  const ANY = expect.stringMatching(/./);
  const OWN_INPUTS: Record<string, [elementType: number, dims: unknown[]]> = {
    steer_u: [FLOAT, [ANY, ANY, ANY, ANY]],
    steer_w: [FLOAT, [ANY, ANY, ANY, ANY]],
    steer_a: [FLOAT, [ANY, ANY, 1, ANY]],
    steer_on: [INT64, [4]],
    last_token: [INT64, [ANY]],
    capture_on: [BOOL, []],
    probe_u: [FLOAT, [ANY, ANY, ANY, ANY]],
    probe_on: [INT64, [4]],
    probes_on: [BOOL, []],
    logit_rows: [INT64, [ANY]],
    logits_on: [BOOL, []],
    logit_rows_on: [BOOL, []],
    target_ids: [INT64, [ANY]],
    score_on: [BOOL, []],
    rope_length: [INT64, []],
    choice_on: [BOOL, []],
    choice_penalised_on: [BOOL, []],
    choice_candidates_on: [BOOL, []],
    choice_candidates_penalised_on: [BOOL, []],
    choice_used: [INT32, [ANY, ANY]],
    choice_penalties: [FLOAT, [ANY, 1]],
    choice_inverse_temperatures: [FLOAT, [ANY, 1]],
    last_positions: [INT32, ['batch_size']],
    total_length: [INT32, []],
  };
  const OUTPUTS: Record<string, [elementType: number, dims: unknown[]]> = {
    logits: [FLOAT, [ANY, ANY, 320]],
    resid_post_last: [FLOAT, [ANY, 64]],
    probe_values: [FLOAT, [ANY]],
    target_log_probs: [FLOAT, [ANY]],
    choice: [FLOAT, [ANY, ANY]],
    choice_penalised: [FLOAT, [ANY, ANY]],
    choice_candidates: [FLOAT, [ANY, ANY]],
    choice_candidates_penalised: [FLOAT, [ANY, ANY]],
  };

  it.each(['cpu', 'webgpu'] as const)('has the documented types and shapes on %s', (provider) => {
    const { graph, report } = patched('phi3/onnx/model.onnx', provider);
    const stock = readModel(readFixture('phi3/onnx/model.onnx')).graph;
    const own = graph.inputs.filter(({ name }) => Object.hasOwn(OWN_INPUTS, name));
    expect(own.length).toBe(graph.inputs.length - report.inputs.length - report.cache.length);
    for (const { name, elementType, dims } of own)
      expect([elementType, dims], name).toEqual(OWN_INPUTS[name]);
    const caches = new Set(report.cache.map(({ present }) => present));
    for (const { name, elementType, dims } of graph.outputs) {
      if (!caches.has(name)) expect([elementType, dims], name).toEqual(OUTPUTS[name]);
    }
    // a run that steers nothing feeds tensors of one element, whatever the batch is
    const sizes = (inputs: Graph['inputs']) =>
      inputs.flatMap(({ dims }) => dims!.filter((dim) => typeof dim === 'string'));
    const shared = new Set(sizes(stock.inputs));
    expect(
      sizes(own.filter(({ name }) => name !== 'last_positions')).filter((size) => shared.has(size)),
    ).toEqual([]);
  });
});

describe('steering lies in a branch', () => {
  const opTypes = (nodes: readonly Node[]) => nodes.map(({ opType }) => opType).sort();
  const steeredBranches = (graph: Graph) =>
    graph.nodes
      .filter(({ opType, inputs }) => opType === 'If' && inputs[0]!.startsWith('steer_on.'))
      .map((node) => branchesOf(node) as [Graph, Graph]);
  /** U^T (a - W h), and its sum with h */
  const CORRECTION = ['Add', 'Gather', 'Gather', 'Gather', 'MatMul', 'MatMul', 'Sub'];

  it.each([
    ['llama/onnx/model_q4.onnx', [...CORRECTION, 'Add']],
    ['llama/onnx/model_fp16.onnx', [...CORRECTION, 'Add', 'Cast', 'Cast']],
    ['llama-unfused/onnx/model.onnx', CORRECTION],
  ])('of %s whose other side holds the stock nodes and nothing else', (path, added) => {
    for (const provider of ['cpu', 'webgpu'] as const) {
      const branches = steeredBranches(patched(path, provider).graph);
      expect(branches).toHaveLength(4);
      for (const [steered, stock] of branches) {
        expect(opTypes(steered.nodes)).toEqual([...opTypes(stock.nodes), ...added].sort());
        expect(opTypes(stock.nodes)).not.toContain('Sub');
      }
    }
  });

  it.each([
    'llama/onnx/model_q4.onnx',
    'gemma2/onnx/model.onnx',
  ])('of %s that gives only what is read outside of it', (path) => {
    const { graph } = patched(path, 'webgpu');
    const read = new Set(graph.nodes.flatMap(({ inputs, outerInputs }) => [...inputs, ...outerInputs]));
    for (const { name } of graph.outputs) read.add(name);
    const given = graph.nodes.filter(({ inputs }) => inputs[0]?.startsWith('steer_on.'));
    expect(given.flatMap(({ outputs }) => outputs).filter((name) => !read.has(name))).toEqual([]);
  });

  it('that gives what is an output of the graph as well', () => {
    const model = readModel(readFixture('llama/onnx/model.onnx'));
    const { flow, anchors } = findResidualStream(model.graph);
    const [inside] = flow[flow.indexOf(anchors[1]![0]!) + 1]!.outputs;
    model.graph.outputs = [...model.graph.outputs, makeValueInfo(inside!, FLOAT, null)];
    patchModel(model, { provider: 'webgpu' });
    expect(faultsOf(model.graph)).toEqual([]);
  });

  it('that on WebGPU reaches from one attention to the next, and on the CPU holds the sum alone', () => {
    const path = 'llama/onnx/model_q4.onnx';
    const products = ({ nodes }: Graph) => nodes.filter(({ opType }) => opType === 'MatMulNBits').length;
    const stock = products(readModel(readFixture(path)).graph);
    const [webgpu, cpu] = (['webgpu', 'cpu'] as const).map((provider) => patched(path, provider).graph);
    // before the first attention: its queries, keys and values; the head has branches of its own
    expect(products(webgpu!)).toBe(1);
    expect(products(cpu!)).toBe(stock - 1);
    const inBranches = steeredBranches(webgpu!).map(([, region]) => products(region));
    expect(inBranches.reduce((sum, count) => sum + count, 0)).toBe(stock - 2);
    for (const [, region] of steeredBranches(cpu!)) {
      expect(opTypes(region.nodes)).toEqual(['SkipSimplifiedLayerNormalization']);
    }
  });
});

describe('a decoder with sums inside norms and sums beside them', () => {
  /** The fixture, with the second layer's sum taken out of its norm, under no name. */
  const mixed = () => {
    const model = readModel(readFixture('llama/onnx/model.onnx'));
    const { node } = findResidualStream(model.graph).layers[1]!;
    const [skip, branch, gamma] = node.inputs as [string, string, string];
    const [normed, , , sum] = node.outputs as [string, string, string, string];
    const add = { ...makeNode('Add', [skip, branch], [sum]), name: '' };
    const norm = makeNode('SimplifiedLayerNormalization', [sum, gamma], [normed]);
    model.graph.nodes = model.graph.nodes.flatMap((each) => (each === node ? [add, norm] : [each]));
    return { model, sum };
  };

  it('is steered at each sum alone on WebGPU where an attention is several nodes, too', () => {
    const model = readModel(readFixture('llama/onnx/model.onnx'));
    const attention = model.graph.nodes.filter(({ opType }) => opType === 'GroupQueryAttention')[2]!;
    const [answer, key, value] = attention.outputs as [string, string, string];
    const apart = [
      makeNode('Concat', [attention.inputs[3]!, attention.inputs[0]!], [key], { axis: 2 }),
      makeNode('Concat', [attention.inputs[4]!, attention.inputs[0]!], [value], { axis: 2 }),
      makeNode('MatMul', [key, value], [answer]),
    ];
    model.graph.nodes = model.graph.nodes.flatMap((node) => (node === attention ? apart : [node]));
    expect(patchModel(model, { provider: 'webgpu' })).toMatchObject({ form: 'fused', attention: 'concat' });
    const branches = model.graph.nodes.filter(
      ({ opType, inputs }) => opType === 'If' && inputs[0]!.startsWith('steer_on.'),
    );
    expect(branches.map((node) => branchesOf(node)[1]!.nodes.length)).toEqual([1, 1, 1, 1]);
  });

  it.each([
    'cpu',
    'webgpu',
  ] as const)('is steered at each sum alone on %s, and said to have both', (provider) => {
    const { model, sum } = mixed();
    const report = patchModel(model, { provider });
    expect(report.form).toBe('mixed');
    expect(report.residualChain[1]).toBe(sum);
    expect(faultsOf(model.graph)).toEqual([]);
    const steered = model.graph.nodes.filter(
      ({ opType, inputs }) => opType === 'If' && inputs[0]!.startsWith('steer_on.'),
    );
    expect(steered.map((node) => branchesOf(node)[1]!.nodes.map(({ opType }) => opType))).toEqual([
      ['SkipSimplifiedLayerNormalization'],
      ['Add'],
      ['SkipSimplifiedLayerNormalization'],
      ['SkipSimplifiedLayerNormalization'],
    ]);
  });
});
