/** A model folder at a web address. */
import { checkAnswer, checkTransient } from './connection.ts';
import { contentLength, isWebPage, rangeTotal, request, statusError, validatorOf } from './http.ts';
import { type Patience, SHORT_PATIENCE, withRetries } from './retry.ts';
import type { ModelSource } from './source.ts';
import { readStream } from './stream.ts';

/** What a source says of one file before reading it. */
interface FileHead {
  sizeBytes: number | null;
  /** changes when the file does; null where the source does not say */
  validator: string | null;
}

/**
 * The folder at an address.
 * @param baseUrl absolute; with or without a final slash
 */
export function httpSource(
  baseUrl: string,
  {
    id,
    revision = null,
    patience = SHORT_PATIENCE,
  }: { id?: string; revision?: string | null; patience?: Patience } = {},
): ModelSource {
  const base = baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`;
  const heads = new Map<string, Promise<FileHead | null>>();
  const urlOf = (path: string) => new URL(path.split('/').map(encodeURIComponent).join('/'), base).href;
  const head = (path: string) => {
    const known = heads.get(path) ?? requestHead(urlOf(path), patience);
    heads.set(path, known);
    known.catch(() => heads.delete(path));
    return known;
  };
  return {
    id: id ?? base,
    revision,
    has: async (path) => (await head(path)) !== null,
    sizeOf: async (path) => (await head(path))?.sizeBytes ?? null,
    async remote(path) {
      const found = await head(path);
      return found && { url: urlOf(path), sha256: null, isPinned: false, ...found };
    },
    read(path, { onBytes, signal = new AbortController().signal } = {}) {
      const url = urlOf(path);
      const attempt = async () => {
        const response = await request(url, signal);
        checkAnswer(response, { path, url });
        if (!response.body) throw statusError(response, url, path);
        return readStream(response.body, { path, url, sizeBytes: contentLength(response), onBytes, signal });
      };
      return withRetries(attempt, patience, signal);
    },
  };
}

/**
 * Size and presence of a file. Asks for its first byte: unlike HEAD, such an answer is not compressed, so that the size
 * is the file's own.
 */
async function requestHead(url: string, patience: Patience): Promise<FileHead | null> {
  const ask = async () => {
    const response = await request(url, undefined, { headers: { Range: 'bytes=0-0' }, cache: 'no-store' });
    await response.body?.cancel();
    checkTransient(response, { path: url, url });
    return response;
  };
  const response = await withRetries(ask, patience, new AbortController().signal);
  // 416: the file is there and has no first byte.
  if (response.status === 416) return { sizeBytes: 0, validator: validatorOf(response) };
  if (!response.ok) {
    const error = statusError(response, url, url);
    if (error.code === 'file_missing') return null;
    throw error;
  }
  // A single-page server answers unknown paths with its start page; no model file is a web page.
  if (isWebPage(response)) return null;
  const sizeBytes = rangeTotal(response) ?? (response.status === 200 ? contentLength(response) : null);
  return { sizeBytes, validator: validatorOf(response) };
}
