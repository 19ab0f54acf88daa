/**
 * Failures after which this worker is of no use: the graphics device is gone, the runtime broke down or never came, its
 * memory is full, its storage does not answer. Memory of WebAssembly never shrinks, a lost device never comes back, and a
 * module that could not be fetched is not asked for again, so the page ends the worker and starts another.
 */
import { TillerError } from '../src/core/errors.ts';

const OUT_OF_MEMORY =
  /out of memory|bad_alloc|Array buffer allocation failed|failed to allocate|could not allocate|Cannot enlarge memory/i;
const DEVICE_LOST = /device (was|is) lost|device lost|GPUDevice.*destroyed|external Instance reference/i;
/** Browsers' words for a script or module that did not come: the runtime fetches its own. */
const NOT_FETCHED =
  /Failed to fetch|dynamically imported module|NetworkError when attempting|Importing a module script failed|Load failed/i;
/** WebAssembly's own words for a program that ran off its rails. */
const BROKEN =
  /memory access out of bounds|unreachable|Aborted\(|null function|table index is out of bounds/i;

/**
 * What the runtime threw, as an error with its own code. It throws plain errors, and numbers for C++ exceptions.
 * @param doing what it was asked for
 */
export function runtimeError(error: unknown, doing: 'compile' | 'run'): TillerError {
  if (error instanceof TillerError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (DEVICE_LOST.test(message)) return deviceLost(message);
  if (OUT_OF_MEMORY.test(message)) {
    const remedy = doing === 'compile' ? 'choose a smaller model' : 'use fewer lanes or shorter texts';
    return fatal(
      'out_of_memory',
      `the model needs more memory than this browser gives (${message}); close other tabs, or ${remedy}`,
    );
  }
  if (NOT_FETCHED.test(message)) return runtimeNotFetched(message);
  if (isBroken(error)) return fatal('worker_died', `the model’s runtime broke down (${message})`);
  return doing === 'compile'
    ? new TillerError('model_unsupported', `the runtime cannot run this model: ${message}`)
    : new TillerError('internal', message);
}

/** @param found what the browser says */
export function runtimeNotFetched(found: string): TillerError {
  return fatal(
    'download_failed',
    `the program that runs models could not be fetched from this site (${found}); check the connection`,
  );
}

/** A load to which the browser itself gave no answer: whatever waits behind it would wait as long. */
export function asEndOfLoad(error: unknown): unknown {
  if (!(error instanceof TillerError) || error.details.noAnswer !== true) return error;
  return new TillerError(error.code, error.message, { ...error.details, endsWorker: true });
}

/** @param why the browser's words, often empty */
export function deviceLost(why: string): TillerError {
  const reason = why.trim().replace(/\.$/, '');
  if (OUT_OF_MEMORY.test(reason)) {
    return fatal(
      'out_of_memory',
      `the graphics memory is full (${reason}); close other tabs, use fewer lanes, or choose a smaller model`,
    );
  }
  return fatal('device_lost', `the graphics device was lost${reason ? ` (${reason})` : ''}`);
}

/** The error with which this worker has to end; null for any other. */
export function fatalError(error: unknown): TillerError | null {
  if (error instanceof TillerError) return error.details.endsWorker === true ? error : null;
  // Reading back from a lost device fails outside the runtime as well.
  const isFatal =
    error instanceof Error && (error.name === 'RuntimeError' || DEVICE_LOST.test(error.message));
  return isFatal ? runtimeError(error, 'run') : null;
}

function fatal(
  code: 'device_lost' | 'download_failed' | 'out_of_memory' | 'worker_died',
  message: string,
): TillerError {
  return new TillerError(code, message, { endsWorker: true });
}

function isBroken(error: unknown): boolean {
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  return name === 'RuntimeError' || BROKEN.test(message);
}
