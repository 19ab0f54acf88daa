/** Which of a repository's ONNX files to load: dtype names, file suffixes and preferences. */
import { TillerError } from '../../src/core/errors.ts';
import type { Backend } from '../../src/protocol/model.ts';
import { isObject } from './guard.ts';

/** Source of the names and suffixes: transformers.js 4.3.1, `DEFAULT_DTYPE_SUFFIX_MAPPING`. */
const SUFFIXES: Record<string, string> = {
  fp32: '',
  fp16: '_fp16',
  q4: '_q4',
  q4f16: '_q4f16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  bnb4: '_bnb4',
};

/** First choice first. The 8-bit forms quantise activations as they run, which costs small models their text. */
const PREFERENCES: Record<Backend, string[]> = {
  wasm: ['q4', 'fp32', 'q4f16', 'fp16', 'q8', 'int8', 'uint8', 'bnb4'],
  webgpu: ['q4f16', 'q4', 'fp32', 'fp16', 'q8', 'int8', 'uint8', 'bnb4'],
};

/** Half-precision files run on WebGPU only where the adapter has `shader-f16`. */
const HALF_PRECISION = new Set(['q4f16', 'fp16']);

export interface DtypeChoice {
  /** as asked for; absent: what suits the backend */
  dtype?: string | undefined;
  backend: Backend;
  /** whether the WebGPU adapter has `shader-f16`; default false */
  hasF16?: boolean | undefined;
}

/**
 * @param dtype for example `q4`
 * @returns path of the graph in the model's folder
 * @throws TillerError `bad_request` for a name that is not known
 */
export function onnxPathOf(dtype: string): string {
  if (!Object.hasOwn(SUFFIXES, dtype)) {
    const expected = Object.keys(SUFFIXES);
    throw new TillerError('bad_request', `expected a dtype of ${expected.join(', ')}; found '${dtype}'.`, {
      expected,
      found: dtype,
    });
  }
  return `onnx/model${SUFFIXES[dtype]}.onnx`;
}

/**
 * The dtype to load: the one asked for; else what the repository's own configuration names; else the first one present
 * in the order that suits the backend.
 * @param config parsed config.json
 * @param has whether the model's folder holds a path
 * @throws TillerError `bad_request` for a name that is not known, `file_missing` when the model has no such file
 */
export async function chooseDtype(
  config: Record<string, unknown>,
  has: (path: string) => Promise<boolean>,
  { dtype, backend, hasF16 }: DtypeChoice,
): Promise<string> {
  if (dtype !== undefined) {
    if (await has(onnxPathOf(dtype))) return dtype;
    const found = await dtypesOf(has);
    throw missing([onnxPathOf(dtype)], found, 'Choose one of the dtypes that are there, or another model.');
  }
  const runnable = preferredDtypes(backend, hasF16 === true);
  const named = configuredDtype(config, backend);
  const candidates = named !== null && runnable.includes(named) ? [named, ...runnable] : runnable;
  for (const candidate of candidates) {
    if (await has(onnxPathOf(candidate))) return candidate;
  }
  throw missing(
    runnable.map(onnxPathOf),
    [],
    'Choose a repository in the layout of transformers.js, with its ONNX files in the folder onnx.',
  );
}

/** What a backend can run, first choice first. */
export function preferredDtypes(backend: Backend, hasF16: boolean): string[] {
  return PREFERENCES[backend].filter((dtype) => backend === 'wasm' || hasF16 || !HALF_PRECISION.has(dtype));
}

/** All dtypes that a source has, by its files. */
export function dtypesOf(has: (path: string) => Promise<boolean>): Promise<string[]> {
  return filterAsync(Object.keys(SUFFIXES), (dtype) => has(onnxPathOf(dtype)));
}

function missing(expected: string[], found: string[], remedy: string): TillerError {
  return new TillerError(
    'file_missing',
    `expected ${expected.length > 1 ? 'one of ' : ''}${expected.join(', ')}; found ${found.join(', ') || 'none'}. ${remedy}`,
    { expected, found },
  );
}

async function filterAsync(items: string[], keeps: (item: string) => Promise<boolean>): Promise<string[]> {
  const kept = await Promise.all(items.map(keeps));
  return items.filter((_, index) => kept[index]);
}

function configuredDtype(config: Record<string, unknown>, backend: Backend): string | null {
  const own = config['transformers.js_config'];
  if (!isObject(own)) return null;
  const byDevice = isObject(own.device_config) ? own.device_config[backend] : null;
  const dtype = isObject(byDevice) && byDevice.dtype !== undefined ? byDevice.dtype : own.dtype;
  // Models of several parts give one dtype a part; a decoder alone is called `model`.
  const ofModel = isObject(dtype) ? dtype.model : dtype;
  return typeof ofModel === 'string' ? ofModel : null;
}
