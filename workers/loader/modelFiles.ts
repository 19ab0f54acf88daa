/** Which files make up a model beside its graph and weights. */
import { TillerError } from '../../src/core/errors.ts';
import { chooseDtype, type DtypeChoice, onnxPathOf } from './dtype.ts';
import { checkModelFile, parseJsonObject } from './guard.ts';
import type { ModelSource } from './source.ts';

/** Files that a model may lack. */
export const OPTIONAL_FILES = ['tokenizer_config.json', 'generation_config.json', 'chat_template.jinja'];

/**
 * The parsed config.json. Without a configuration there is no model at that place, whatever else there may be.
 * @throws TillerError `model_not_found` instead of `file_missing`; else as reading a file
 */
export async function readConfig(
  source: ModelSource,
  signal?: AbortSignal,
  read: (path: string) => Promise<Uint8Array> = (path) => source.read(path, { signal }),
): Promise<Record<string, unknown>> {
  try {
    return parseJsonObject('config.json', await read('config.json'));
  } catch (error) {
    if (!(error instanceof TillerError) || error.code !== 'file_missing') throw error;
    throw new TillerError(
      'model_not_found',
      `expected a model with a config.json at ${source.id}, found none. ` +
        'Check the name or address; a local folder has to hold config.json, tokenizer.json and the folder onnx.',
      { ...error.details, source: source.id },
    );
  }
}

/**
 * The dtype to load. One that was asked for and seems absent is read all the same: what is there instead says more (a web
 * page, say).
 * @throws TillerError as `chooseDtype`, or `file_corrupt`
 */
export async function chooseReadable(
  config: Record<string, unknown>,
  has: (path: string) => Promise<boolean>,
  read: (path: string) => Promise<Uint8Array>,
  choice: DtypeChoice,
): Promise<string> {
  try {
    return await chooseDtype(config, has, choice);
  } catch (error) {
    const wanted = choice.dtype;
    if (wanted === undefined || !(error instanceof TillerError) || error.code !== 'file_missing') throw error;
    const path = onnxPathOf(wanted);
    const found = await read(path).catch((problem: unknown) => {
      throw problem instanceof TillerError && problem.code === 'file_corrupt' ? problem : error;
    });
    checkModelFile(path, found);
    return wanted;
  }
}

/** A file that cannot be understood says so under its name. */
export function inFile(path: string, error: unknown): unknown {
  if (!(error instanceof TillerError) || error.details.path === path) return error;
  return new TillerError(error.code, `${path}: ${error.message}`, { ...error.details, path });
}
