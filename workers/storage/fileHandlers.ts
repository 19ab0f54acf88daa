/** Answers the requests on files alone: survey, device and what is stored. None of them needs a loaded model. */
import { TillerError } from '../../src/core/errors.ts';
import { preferredBackend } from '../backends.ts';
import type { Environment } from '../engine.ts';
import { surveyModel } from '../loader/survey.ts';
import type { Handlers } from '../serve.ts';

type FileKind = 'survey' | 'device' | 'storage' | 'deleteStored' | 'verifyStored';

export function fileHandlers(environment: Environment): Pick<Handlers, FileKind> {
  return {
    async survey({ source, options }, { signal }) {
      const resolved = await environment.resolve(source, { revision: options.revision, signal });
      const adapter = options.backend === 'wasm' ? null : await environment.adapter();
      const survey = await surveyModel(resolved.source, {
        backend: preferredBackend(options.backend, adapter),
        dtype: options.dtype ?? resolved.manifest?.dtype,
        hasF16: adapter?.hasF16,
        manifest: resolved.manifest,
        signal,
      });
      return { ...survey, key: null, downloadBytes: survey.sizeBytes };
    },
    device: () => environment.device(),
    storage: () => environment.storage(),
    deleteStored: async ({ key }) => {
      throw notStored(key);
    },
    verifyStored: async ({ key }) => {
      throw notStored(key);
    },
  };
}

function notStored(key: string): TillerError {
  return new TillerError(
    'model_not_found',
    `expected the key of a stored model, found '${key}'. Read the list of stored models again.`,
    { key },
  );
}
