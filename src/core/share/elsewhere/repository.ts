/** Where the PyTorch weights of a model lie whose ONNX form was loaded. */

/** Of forms that are published under other names than their originals. */
const ORIGINALS: Readonly<Record<string, string>> = {
  embedded: 'HuggingFaceTB/SmolLM2-135M-Instruct',
  'SmolLM2-135M-Instruct': 'HuggingFaceTB/SmolLM2-135M-Instruct',
  'onnx-community/Phi-3.5-mini-instruct-onnx-web': 'microsoft/Phi-3.5-mini-instruct',
  'onnx-community/gemma-2-2b-jpn-it': 'google/gemma-2-2b-jpn-it',
  'onnx-community/Llama-3.2-1B-Instruct-q4f16': 'meta-llama/Llama-3.2-1B-Instruct',
  'onnx-community/Llama-3.2-1B-Instruct-ONNX': 'meta-llama/Llama-3.2-1B-Instruct',
  'onnx-community/Llama-3.2-1B-Instruct': 'meta-llama/Llama-3.2-1B-Instruct',
  'onnx-community/Qwen3-0.6B-ONNX': 'Qwen/Qwen3-0.6B',
  'onnx-community/Qwen2.5-0.5B-Instruct': 'Qwen/Qwen2.5-0.5B-Instruct',
  'onnx-community/gemma-3-270m-it-ONNX': 'google/gemma-3-270m-it',
};

/** Publishers of conversions: their repositories hold no PyTorch weights. */
const CONVERTERS = /^(onnx-community|Xenova|webgpu)\//;

const HUB_ID = /^[\w.-]+\/[\w.-]+$/;

/** Empty where it is not known, so that the user has to name it. */
export function pytorchRepository(modelId: string): string {
  const original = Object.hasOwn(ORIGINALS, modelId) ? ORIGINALS[modelId] : undefined;
  if (original) return original;
  return HUB_ID.test(modelId) && !CONVERTERS.test(modelId) ? modelId : '';
}
