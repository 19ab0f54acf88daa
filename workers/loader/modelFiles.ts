/** Which files make up a model beside its graph and weights. */
import { TillerError } from '../../src/core/errors.ts';
import { parseJsonObject } from './guard.ts';
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
