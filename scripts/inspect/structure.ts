/** What the patcher finds in one .onnx file, in the words of the report. */
import { TillerError } from '../../src/core/errors.ts';
import { lowerModel } from '../../src/core/onnx/lower.ts';
import { FLOAT16, readModel, writeModel } from '../../src/core/onnx/model.ts';
import { patchModel } from '../../src/core/onnx/patch.ts';
import { readFields } from '../../src/core/onnx/wire.ts';

export interface Structure {
  producer: string;
  irVersion: number;
  opset: number;
  nodes: number;
  /** of the .onnx file itself */
  sizeBytes: number;
  numLayers: number;
  hiddenSize: number;
  vocabSize: number;
  residualType: 'float32' | 'float16';
  /** where the sums lie */
  form: string;
  /** nodes whose sum is resid_post, per layer */
  residualChain: string[];
  cache: { attention: string; perLayer: string; type: 'float32' | 'float16' };
  inputs: string[];
  /** what the patch does by other operators on WebGPU, because the provider gets it wrong */
  repairs: string[];
  /** weights that the CPU provider would have to keep packed, and what WebGPU gets wrong, with the reason */
  unsupported: string[];
  /** parse, rewrite and serialise */
  patchMs: number;
  roundTripEqual: boolean;
}

/** @throws TillerError `file_corrupt`, `graph_not_recognised` */
export function describeStructure(bytes: Uint8Array, config: Record<string, unknown>): Structure {
  const model = readModel(bytes);
  const roundTripEqual = Buffer.compare(writeModel(model), bytes) === 0;
  const nodes = model.graph.nodes.length;
  const startedAt = performance.now();
  const patched = readModel(bytes);
  const hiddenSize = typeof config.hidden_size === 'number' ? { hiddenSize: config.hidden_size } : {};
  const report = patchModel(patched, { provider: 'webgpu', ...hiddenSize });
  readFields(writeModel(patched));
  const patchMs = performance.now() - startedAt;
  const { kept } = lowerModel(readModel(bytes), () => {
    throw new TillerError('internal', 'inspection reads no weights');
  });
  const typeName = (type: number) => (type === FLOAT16 ? 'float16' : 'float32');
  const [first] = report.cache;
  return {
    producer: model.producer,
    irVersion: model.irVersion,
    opset: model.opsets.get('') ?? 0,
    nodes,
    sizeBytes: bytes.length,
    numLayers: report.numLayers,
    hiddenSize: report.hiddenSize,
    vocabSize: report.vocabSize,
    residualType: typeName(report.residualType),
    form:
      report.form === 'fused' ? 'inside fused norms' : report.form === 'add' ? 'separate Add nodes' : 'mixed',
    residualChain: report.residualChain,
    cache: {
      attention: report.attention,
      perLayer: `[${first?.dims.join(', ') ?? ''}]`,
      type: typeName(first?.elementType ?? 1),
    },
    inputs: report.inputs,
    repairs: report.repairs,
    unsupported: [
      ...kept.map(({ node, reason }) => `${node}: ${reason}; stays packed on the CPU, which is slow`),
      ...report.notRepaired,
    ],
    patchMs,
    roundTripEqual,
  };
}
