/** The names of the files that hold a graph's weights outside the `.onnx` file. */
import { TillerError } from '../../src/core/errors.ts';
import { show } from '../../src/core/show.ts';
import { isObject } from './guard.ts';

/** The largest decoders on the hub have some 20 chunks of 2 GB; more is a broken configuration. */
const MAX_CHUNKS = 100;

/**
 * Chunks that config.json announces: `use_external_data_format` is a number of chunks (true = 1), or such numbers by
 * file name.
 * @param onnxPath for example `onnx/model_q4.onnx`
 * @returns paths beside the graph: `onnx/model_q4.onnx_data`, `onnx/model_q4.onnx_data_1`, ...
 */
export function configuredChunks(config: Record<string, unknown>, onnxPath: string): string[] {
  const own = config['transformers.js_config'];
  const format = isObject(own) ? own.use_external_data_format : undefined;
  const name = onnxPath.split('/').at(-1)!;
  const said = (isObject(format) ? (format[name] ?? format.model) : format) ?? 0;
  const count = typeof said === 'boolean' || typeof said === 'number' ? Number(said) : Number.NaN;
  if (!Number.isInteger(count) || count < 0 || count > MAX_CHUNKS) {
    throw new TillerError(
      'file_corrupt',
      `expected a number of data files from 0 to ${MAX_CHUNKS} in use_external_data_format of config.json, found ${show(said)}.`,
      { path: 'config.json', found: show(said) },
    );
  }
  return Array.from({ length: count }, (_, index) => `${onnxPath}_data${index === 0 ? '' : `_${index}`}`);
}

/**
 * A file that the graph names, as a path in the model's folder.
 * @param location as written in the graph, relative to the graph's own folder
 * @throws TillerError `file_corrupt` for one that leads out of the folder
 */
export function pathOfLocation(onnxPath: string, location: string): string {
  const parts = location.replace(/^\.\//, '').split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..') || /[\\:]/.test(location)) {
    throw new TillerError(
      'file_corrupt',
      `expected the data files of ${onnxPath} beside it, found '${location}'. Use another copy of the model.`,
      { path: onnxPath, found: location },
    );
  }
  return [...onnxPath.split('/').slice(0, -1), ...parts].join('/');
}
