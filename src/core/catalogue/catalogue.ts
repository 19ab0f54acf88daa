/**
 * Models of the hub in the layout of transformers.js. Whether a repository still is what it was, which files it has and
 * how large they are is asked before each download; here stands only what is known without asking, and sizes only where
 * somebody has seen them.
 */
import { LICENCES, type Licence } from './licences.ts';

/** What there is to say of some models; the words are the page's. */
export type CatalogueNote =
  | 'nextSizeUp'
  | 'halfOverflowed'
  | 'needsF16'
  | 'gemmaRelative'
  | 'laterPhi'
  | 'sameAsEmbedded'
  | 'inPaper';

export interface CatalogueModel {
  /** owner/name on the hub */
  id: string;
  name: string;
  /** as its publisher counts them */
  parameters: number;
  /** of its published configuration */
  numLayers: number;
  hiddenSize: number;
  vocabSize: number;
  licence: Licence;
  /** 40-hex commit; null: the one that is current at the first load, which is then recorded */
  revision: string | null;
  /** files for an adapter with and without `shader-f16`; the WASM backend takes `full` */
  dtypes: { half: string; full: string };
  /** of all files of `dtypes.half`, as seen elsewhere; null: asked for before the download */
  sizeBytes: { from: number; to: number } | null;
  /** seen in the examples or the source of transformers.js; otherwise only in third parties' code, so it may not exist */
  isConfirmed: boolean;
  notes: readonly CatalogueNote[];
}

/** 4-bit weights; their activations are float16 only where the adapter can compute in it. */
const FOUR_BIT = { half: 'q4f16', full: 'q4' };

const PHI = { numLayers: 32, hiddenSize: 3072, vocabSize: 32064, parameters: 3.8e9, licence: LICENCES.mit };
const GEMMA_2_2B = {
  parameters: 2.6e9,
  numLayers: 26,
  hiddenSize: 2304,
  vocabSize: 256_000,
  licence: LICENCES.gemma,
};
const LLAMA_1B = {
  parameters: 1.24e9,
  numLayers: 16,
  hiddenSize: 2048,
  vocabSize: 128_256,
  licence: LICENCES.llama,
};
const GEMMA_3_1B = {
  parameters: 1e9,
  numLayers: 26,
  hiddenSize: 1152,
  vocabSize: 262_144,
  licence: LICENCES.gemma,
};
const SMOL = { vocabSize: 49_152, licence: LICENCES.apache };
const UNSEEN = { revision: null, sizeBytes: null, dtypes: FOUR_BIT, notes: [] };

export const CATALOGUE: readonly CatalogueModel[] = [
  {
    ...UNSEEN,
    ...SMOL,
    isConfirmed: true,
    id: 'HuggingFaceTB/SmolLM2-360M-Instruct',
    name: 'SmolLM2 360M Instruct',
    parameters: 362e6,
    numLayers: 32,
    hiddenSize: 960,
    notes: ['nextSizeUp'],
  },
  {
    ...UNSEEN,
    isConfirmed: true,
    id: 'onnx-community/gemma-3-270m-it-ONNX',
    name: 'Gemma 3 270M Instruct',
    parameters: 268e6,
    numLayers: 18,
    hiddenSize: 640,
    vocabSize: 262_144,
    licence: LICENCES.gemma,
    dtypes: { half: 'q4', full: 'q4' },
    notes: ['halfOverflowed'],
  },
  {
    ...UNSEEN,
    isConfirmed: true,
    id: 'onnx-community/Qwen2.5-0.5B-Instruct',
    name: 'Qwen2.5 0.5B Instruct',
    parameters: 494e6,
    numLayers: 24,
    hiddenSize: 896,
    vocabSize: 151_936,
    licence: LICENCES.apache,
  },
  {
    ...UNSEEN,
    isConfirmed: true,
    id: 'onnx-community/Qwen3-0.6B-ONNX',
    name: 'Qwen3 0.6B',
    parameters: 596e6,
    numLayers: 28,
    hiddenSize: 1024,
    vocabSize: 151_936,
    licence: LICENCES.apache,
  },
  {
    ...UNSEEN,
    ...LLAMA_1B,
    isConfirmed: true,
    id: 'onnx-community/Llama-3.2-1B-Instruct',
    name: 'Llama 3.2 1B Instruct',
  },
  {
    ...UNSEEN,
    ...LLAMA_1B,
    isConfirmed: true,
    id: 'onnx-community/Llama-3.2-1B-Instruct-ONNX',
    name: 'Llama 3.2 1B Instruct, newer export',
  },
  {
    ...UNSEEN,
    ...LLAMA_1B,
    isConfirmed: true,
    id: 'onnx-community/Llama-3.2-1B-Instruct-q4f16',
    name: 'Llama 3.2 1B Instruct, q4f16 only',
    dtypes: { half: 'q4f16', full: 'q4f16' },
    notes: ['needsF16'],
  },
  {
    ...UNSEEN,
    ...SMOL,
    isConfirmed: true,
    id: 'HuggingFaceTB/SmolLM2-1.7B-Instruct',
    name: 'SmolLM2 1.7B Instruct',
    parameters: 1.7e9,
    numLayers: 24,
    hiddenSize: 2048,
  },
  {
    ...UNSEEN,
    ...GEMMA_2_2B,
    isConfirmed: true,
    id: 'onnx-community/gemma-2-2b-jpn-it',
    name: 'Gemma 2 2B, tuned for Japanese',
    revision: '4f59e472cb40c9ea2a01900695a60b8104332fc8',
    notes: ['gemmaRelative'],
  },
  {
    ...UNSEEN,
    ...PHI,
    isConfirmed: true,
    id: 'onnx-community/Phi-3.5-mini-instruct-onnx-web',
    name: 'Phi-3.5 mini Instruct',
    sizeBytes: { from: 2.1e9, to: 2.3e9 },
    notes: ['laterPhi'],
  },
  {
    ...UNSEEN,
    ...SMOL,
    isConfirmed: true,
    id: 'HuggingFaceTB/SmolLM2-135M-Instruct',
    name: 'SmolLM2 135M Instruct, from the hub',
    parameters: 135e6,
    numLayers: 30,
    hiddenSize: 576,
    notes: ['sameAsEmbedded'],
  },
  {
    ...UNSEEN,
    ...GEMMA_2_2B,
    isConfirmed: false,
    id: 'onnx-community/gemma-2-2b-it',
    name: 'Gemma 2 2B Instruct',
    notes: ['inPaper'],
  },
  {
    ...UNSEEN,
    ...GEMMA_2_2B,
    isConfirmed: false,
    id: 'onnx-community/gemma-2-2b-it-ONNX',
    name: 'Gemma 2 2B Instruct, newer export',
    notes: ['inPaper'],
  },
  {
    ...UNSEEN,
    ...GEMMA_3_1B,
    isConfirmed: false,
    id: 'onnx-community/gemma-3-1b-it-ONNX',
    name: 'Gemma 3 1B Instruct',
  },
  {
    ...UNSEEN,
    ...GEMMA_3_1B,
    isConfirmed: false,
    id: 'onnx-community/gemma-3-1b-it-ONNX-GQA',
    name: 'Gemma 3 1B Instruct, grouped attention',
  },
  {
    ...UNSEEN,
    isConfirmed: false,
    id: 'onnx-community/Qwen2.5-1.5B-Instruct',
    name: 'Qwen2.5 1.5B Instruct',
    parameters: 1.54e9,
    numLayers: 28,
    hiddenSize: 1536,
    vocabSize: 151_936,
    licence: LICENCES.apache,
  },
  {
    ...UNSEEN,
    isConfirmed: false,
    id: 'onnx-community/Llama-3.2-3B-Instruct-onnx-web',
    name: 'Llama 3.2 3B Instruct',
    parameters: 3.2e9,
    numLayers: 28,
    hiddenSize: 3072,
    vocabSize: 128_256,
    licence: LICENCES.llama,
  },
  {
    ...UNSEEN,
    ...PHI,
    isConfirmed: false,
    id: 'onnx-community/Phi-3-mini-4k-instruct-ONNX',
    name: 'Phi-3 mini 4k Instruct',
    notes: ['inPaper'],
  },
];

/** null where the catalogue does not have it, which does not mean that the hub has not */
export function catalogueModel(id: string): CatalogueModel | null {
  return CATALOGUE.find((model) => model.id === id) ?? null;
}
