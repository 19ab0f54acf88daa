/** One request for model files, and what its answer says: typed errors, size, validator. */
import { TillerError } from '../../src/core/errors.ts';
import hub from '../../src/protocol/hub.json' with { type: 'json' };
import { watchPolicy } from './policy.ts';
import { isWithinReach } from './reach.ts';

/** A server that has not begun to answer for so long is taken for gone, in milliseconds. */
const ANSWER_MS = 30_000;

/** @throws TillerError `aborted`, `download_failed` when there is no answer, `address_refused` where it is out of reach */
export async function request(
  url: string,
  signal: AbortSignal | undefined,
  init: RequestInit = {},
  answerMs = ANSWER_MS,
): Promise<Response> {
  if (!isWithinReach(url)) throw outOfReach(url);
  const policy = watchPolicy(url);
  const slow = new AbortController();
  const timer = setTimeout(() => slow.abort(), answerMs);
  try {
    const response = await fetch(url, {
      ...init,
      signal: signal ? AbortSignal.any([signal, slow.signal]) : slow.signal,
    });
    if (response.url === '' || isWithinReach(response.url)) return response;
    await response.body?.cancel();
    throw outOfReach(url, response.url);
  } catch (error) {
    if (error instanceof TillerError) throw error;
    if (signal?.aborted) throw new TillerError('aborted', `the download of ${url} was cancelled`, { url });
    if (await policy.hasRefused()) throw outOfReach(url, 'an address that the security policy refuses');
    const found = slow.signal.aborted
      ? `nothing came for ${Math.round(answerMs / 1000)} seconds`
      : error instanceof Error
        ? error.message
        : String(error);
    throw new TillerError(
      'download_failed',
      `expected an answer from ${url}, got none (${found}). Check the connection and the address, then try again.`,
      { url, status: null, found },
    );
  } finally {
    clearTimeout(timer);
    policy.stop();
  }
}

/** @param redirected where the answer came from, if not from `url` */
function outOfReach(url: string, redirected?: string): TillerError {
  const found = redirected === undefined ? url : `${redirected}, to which ${url} leads`;
  return new TillerError(
    'address_refused',
    `expected an address on this site or on the hub, found ${found}. The app reaches no other: put the folder on its site, or open it from your disk.`,
    { url, found: redirected ?? url },
  );
}

/** What a status other than success means for the reader. */
export function statusError(response: Response, url: string, path: string): TillerError {
  const { status } = response;
  const details = { url, path, status };
  // The hub answers 401 for a repository that does not exist, and names the reason in this header.
  const reason = response.headers.get('x-error-code');
  if (reason === 'GatedRepo') return gatedError(url, details);
  const isRefused = status === 401 || status === 403;
  if (
    reason === 'RevisionNotFound' ||
    reason === 'RepoNotFound' ||
    (isRefused && url.startsWith(hub.origin))
  ) {
    return new TillerError(
      'model_not_found',
      `expected a public model at ${url}, found status ${status}${reason ? ` (${reason})` : ''}. ` +
        'Check the name and the revision; a private model has to be downloaded first and opened as a local folder.',
      { ...details, reason },
    );
  }
  if (status === 404 || status === 410) {
    return new TillerError(
      'file_missing',
      `expected the file ${path} at ${url}, found none (status ${status}). Check the address, or choose another model.`,
      details,
    );
  }
  return new TillerError(
    'download_failed',
    `expected status 200 from ${url}, found ${status}. Try again later, or open the model from a local folder.`,
    details,
  );
}

/** Terms that have to be accepted under an account, which this page never asks for. */
function gatedError(url: string, details: Record<string, unknown> = {}): TillerError {
  return new TillerError(
    'model_gated',
    `the model at ${url} is given only to accounts that accepted its terms. Accept them on the model's page, ` +
      'download the files there, and open them here as a folder: this page never asks for a token.',
    { url, ...details },
  );
}

/** Bytes of the body; null when unknown. */
export function contentLength(response: Response): number | null {
  // Under compression the length is that of the compressed body.
  if (response.headers.get('content-encoding')) return null;
  const text = response.headers.get('content-length');
  return text === null || text === '' ? null : Number(text);
}

/** Whole size of a file, from the answer to a byte range; null where the server hides it from other sites. */
export function rangeTotal(response: Response): number | null {
  const total = response.headers.get('content-range')?.match(/\/(\d+)$/)?.[1];
  return total === undefined ? null : Number(total);
}

/** What changes when the file does: its tag, else its date; null where the server hides both. */
export function validatorOf(response: Response): string | null {
  // Weak and strong tags of one file differ by this mark only.
  const tag = response.headers.get('etag')?.replace(/^W\//, '');
  return tag ?? response.headers.get('last-modified');
}

/** A single-page server answers unknown paths with its start page, a portal with its log-in; no model file is a page. */
export function isWebPage(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/html') ?? false;
}
