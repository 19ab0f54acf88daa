import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web';
import {
  HEAD_INPUTS,
  OBSERVE_INPUTS,
  OBSERVE_OUTPUTS,
  patchModel,
  readModel,
  STEER_INPUTS,
  writeModel,
} from '../../src/core/onnx/index.ts';

/** Adds `coefficient` x `direction` (unit length) to the residual stream after block `layer`, at every position of a prompt. */
export async function steerGraph(
  folder: string,
  prompt: number[],
  steer: { layer: number; direction: number[]; coefficient: number },
) {
  // 1. The patch: bytes in, bytes out, and a report of what was found. The weights lie beside the graph, untouched.
  const model = readModel(readFileSync(`${folder}/onnx/model.onnx`));
  const { numLayers, hiddenSize, cache } = patchModel(model, { provider: 'cpu' });
  const session = await ort.InferenceSession.create(writeModel(model), {
    externalData: [{ path: 'model.onnx_data', data: readFileSync(`${folder}/onnx/model.onnx_data`) }],
  });

  // 2. What the stock graph takes: here ids, a mask and an empty cache.
  const int64 = (values: number[], dims = [values.length]) =>
    new ort.Tensor('int64', BigInt64Array.from(values.map(BigInt)), dims);
  const feeds: Record<string, ort.Tensor> = {
    input_ids: int64(prompt, [1, prompt.length]),
    attention_mask: int64(Array(prompt.length).fill(1), [1, prompt.length]),
  };
  const config = JSON.parse(readFileSync(`${folder}/config.json`, 'utf8'));
  const cacheDims = [1, config.num_key_value_heads, 0, config.head_dim];
  for (const { past } of cache) feeds[past] = new ort.Tensor('float32', new Float32Array(0), cacheDims);

  // 3. Steering: h' = h + U^T (a - W h) with one slot; W = 0 makes it a plain addition of a U.
  const size = numLayers * hiddenSize;
  const directions = new Float32Array(size);
  directions.set(steer.direction, steer.layer * hiddenSize);
  const offsets = new Float32Array(numLayers);
  offsets[steer.layer] = steer.coefficient;
  const on = Array(numLayers).fill(0);
  on[steer.layer] = 1;
  feeds[STEER_INPUTS.directions] = new ort.Tensor('float32', directions, [numLayers, 1, 1, hiddenSize]);
  feeds[STEER_INPUTS.readers] = new ort.Tensor('float32', new Float32Array(size), [
    numLayers,
    1,
    hiddenSize,
    1,
  ]);
  feeds[STEER_INPUTS.offsets] = new ort.Tensor('float32', offsets, [numLayers, 1, 1, 1]);
  feeds[STEER_INPUTS.on] = int64(on);

  // 4. What to read: the hidden state of every layer at the last position, its logits, and no probes or scores.
  const bool = (value: boolean) => new ort.Tensor('bool', Uint8Array.of(value ? 1 : 0), []);
  const last = prompt.length - 1;
  feeds[OBSERVE_INPUTS.captureOn] = bool(true);
  feeds[OBSERVE_INPUTS.lastToken] = int64([last]);
  feeds[OBSERVE_INPUTS.probes] = new ort.Tensor('float32', new Float32Array(1), [1, 1, 1, 1]);
  feeds[OBSERVE_INPUTS.probeOn] = int64(Array(numLayers).fill(0));
  feeds[OBSERVE_INPUTS.probesOn] = bool(false);
  feeds[HEAD_INPUTS.logitsOn] = bool(true);
  feeds[HEAD_INPUTS.rows] = int64([last]);
  feeds[HEAD_INPUTS.scoreOn] = bool(false);
  feeds[HEAD_INPUTS.targets] = int64([0]);

  const outputs = await session.run(feeds);
  return {
    /** [numLayers, hiddenSize], steered */
    residPost: outputs[OBSERVE_OUTPUTS.residPostLast]!.data as Float32Array,
    /** [vocabSize] */
    logits: outputs.logits!.data as Float32Array,
  };
}
