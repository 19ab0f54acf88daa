/**
 * The one error class of Tiller. `code` says what kind of failure it is; the message says what was expected, what was
 * found and what the reader can do. Across the worker boundary an error travels as plain data and is rebuilt.
 */
export const ERROR_CODES = [
  'aborted', // the caller cancelled
  'address_refused', // neither this site nor the hub, or a redirect to such a place
  'bad_request', // an argument of the API is malformed
  'busy', // another request holds the model
  'device_lost', // the graphics device went away: a driver reset, a GPU crash
  'download_failed', // network failure or unexpected HTTP status
  'file_corrupt', // truncated, empty, HTML, LFS pointer, undecodable
  'file_missing', // a needed file (e.g. an external data chunk) is absent
  'graph_not_recognised', // the residual stream was not found; details.node names where the chain broke
  'hash_mismatch', // bytes differ from the manifest
  'layer_out_of_range',
  'logits_not_finite', // the model's output overflowed, for example under a very strong steering
  'direction_invalid', // zero, not finite
  'model_gated', // its terms have to be accepted first
  'model_not_found',
  'model_not_loaded',
  'model_unsupported', // recognised, but cannot run here
  'out_of_memory',
  'prompt_empty',
  'prompt_too_long',
  'self_test_failed',
  'session_invalid', // a shared link or session file is damaged, of another version, or no session at all
  'shape_mismatch',
  'storage_failed', // the browser's database is blocked, closed or broken
  'storage_full', // the browser gives this page no more room
  'tokenizer_timeout', // a chat template or tokenizer that does not come to an end
  'unknown_check', // no such IFEval instruction id
  'check_arguments', // kwargs of an IFEval check missing or out of range
  'language_data_missing', // a check of the language before its data was loaded
  'webgpu_unavailable',
  'worker_died',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Plain form of an error, as it crosses the worker boundary. */
export interface ErrorData {
  code: ErrorCode;
  message: string;
  details?: Record<string, unknown>;
}

export class TillerError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;

  constructor(code: ErrorCode, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = 'TillerError';
    this.code = code;
    this.details = details;
  }

  static fromData(data: ErrorData): TillerError {
    return new TillerError(data.code, data.message, data.details);
  }

  /** Any thrown value as plain data; what is not a TillerError becomes `internal`. */
  static toData(error: unknown): ErrorData {
    if (error instanceof TillerError) {
      return { code: error.code, message: error.message, details: error.details };
    }
    return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
  }
}
