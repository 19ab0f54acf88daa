/** Where a model's files come from: one small interface over web addresses, the hub, and files of the user's own disk. */
import { TillerError } from '../../src/core/errors.ts';
import { type OnBytes, readStream } from './stream.ts';

export interface ReadOptions {
  onBytes?: OnBytes | undefined;
  signal?: AbortSignal | undefined;
}

/** What the hub says of a repository at one commit. */
export interface Listing {
  revision: string;
  files: Map<string, { sizeBytes: number; sha256: string | null }>;
  /** its terms have to be accepted before a file can be had */
  isGated: boolean;
  licence: string | null;
}

export interface ModelSource {
  /** as shown to the user: hub id, address or folder name */
  readonly id: string;
  /** pinned commit or branch; null where there is none */
  readonly revision: string | null;
  has(path: string): Promise<boolean>;
  /** only of sources that tell hashes and terms */
  listing?(signal?: AbortSignal): Promise<Listing>;
  /** bytes of a file; null when it is absent or the source does not say */
  sizeOf(path: string): Promise<number | null>;
  /**
   * The whole file.
   * @param path relative to the model's folder, with forward slashes
   * @throws TillerError `file_missing`, `model_not_found`, `download_failed`, `out_of_memory` or `aborted`
   */
  read(path: string, options?: ReadOptions): Promise<Uint8Array<ArrayBuffer>>;
}

/** What a source says of one file before reading it. */
interface FileHead {
  sizeBytes: number | null;
}

/**
 * The folder at an address.
 * @param baseUrl absolute; with or without a final slash
 */
export function httpSource(
  baseUrl: string,
  named: { id?: string; revision?: string | null } = {},
): ModelSource {
  const base = baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`;
  const heads = new Map<string, Promise<FileHead | null>>();
  const urlOf = (path: string) => new URL(path.split('/').map(encodeURIComponent).join('/'), base).href;
  const head = (path: string) => {
    const known = heads.get(path) ?? requestHead(urlOf(path));
    heads.set(path, known);
    known.catch(() => heads.delete(path));
    return known;
  };
  return {
    id: named.id ?? base,
    revision: named.revision ?? null,
    has: async (path) => (await head(path)) !== null,
    sizeOf: async (path) => (await head(path))?.sizeBytes ?? null,
    async read(path, { onBytes, signal } = {}) {
      const url = urlOf(path);
      const response = await request(url, signal);
      if (!response.ok || !response.body) throw statusError(response, url, path);
      return readStream(response.body, { path, url, sizeBytes: contentLength(response), onBytes, signal });
    },
  };
}

/** A repository of the Hugging Face hub, for example `onnx-community/Qwen3-0.6B-ONNX`. */
export function hubSource(id: string, revision = 'main'): ModelSource {
  const folder = `https://huggingface.co/${id}/resolve/${encodeURIComponent(revision)}/`;
  return httpSource(folder, { id, revision });
}

/**
 * Files chosen or dropped by the user: a whole folder (paths in `webkitRelativePath`), or loose files, which are then
 * found by name alone.
 */
export function fileListSource(files: File[]): ModelSource {
  const pathOf = (file: File) => file.webkitRelativePath || file.name;
  const root = modelRoot(files.map(pathOf));
  const byPath = new Map(files.map((file) => [pathOf(file).slice(root.length), file]));
  const find = (path: string) => byPath.get(path) ?? byPath.get(path.slice(path.lastIndexOf('/') + 1));
  return {
    id: root.split('/').at(-2) ?? 'local files',
    revision: null,
    has: async (path) => find(path) !== undefined,
    sizeOf: async (path) => find(path)?.size ?? null,
    async read(path, { onBytes, signal } = {}) {
      const file = find(path);
      if (!file) {
        throw new TillerError(
          'file_missing',
          `expected ${path} in the chosen folder; it is not among its ${files.length} files. ` +
            'Choose the folder that holds config.json, tokenizer.json and the onnx folder.',
          { path, found: [...byPath.keys()].slice(0, 20) },
        );
      }
      return readStream(file.stream(), { path, url: null, sizeBytes: file.size, onBytes, signal });
    },
  };
}

/** The folder (with its final slash) that holds the topmost config.json; without one, the folder common to all. */
function modelRoot(paths: string[]): string {
  const depth = (path: string) => path.split('/').length;
  const configs = paths
    .filter((path) => /(^|\/)config\.json$/.test(path))
    .sort((a, b) => depth(a) - depth(b));
  if (configs[0] !== undefined) return configs[0].slice(0, -'config.json'.length);
  const top = paths[0]?.match(/^[^/]+\//)?.[0] ?? '';
  return paths.every((path) => path.startsWith(top)) ? top : '';
}

/**
 * Size and presence of a file. Asks for its first byte: unlike HEAD, such an answer is not compressed, so that the size
 * is the file's own.
 */
async function requestHead(url: string): Promise<FileHead | null> {
  const response = await request(url, undefined, { headers: { Range: 'bytes=0-0' }, cache: 'no-store' });
  await response.body?.cancel();
  // 416: the file is there and has no first byte.
  if (response.status === 416) return { sizeBytes: 0 };
  if (!response.ok) {
    const error = statusError(response, url, url);
    if (error.code === 'file_missing') return null;
    throw error;
  }
  // A single-page server answers unknown paths with its start page; no model file is a web page.
  if (response.headers.get('content-type')?.startsWith('text/html')) return null;
  const range = response.headers.get('content-range')?.match(/\/(\d+)$/)?.[1];
  if (range !== undefined) return { sizeBytes: Number(range) };
  return { sizeBytes: response.status === 200 ? contentLength(response) : null };
}

async function request(
  url: string,
  signal: AbortSignal | undefined,
  init: RequestInit = {},
): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: signal ?? null });
  } catch (error) {
    if (signal?.aborted) throw new TillerError('aborted', `the download of ${url} was cancelled`, { url });
    const found = error instanceof Error ? error.message : String(error);
    throw new TillerError(
      'download_failed',
      `expected an answer from ${url}, got none (${found}). Check the connection and the address, then try again.`,
      { url, status: null, found },
    );
  }
}

function statusError(response: Response, url: string, path: string): TillerError {
  const { status } = response;
  const details = { url, path, status };
  // The hub answers 401 for a repository that does not exist, and names the reason in this header.
  const reason = response.headers.get('x-error-code');
  const isHub = new URL(url).hostname === 'huggingface.co';
  if (
    reason === 'RevisionNotFound' ||
    reason === 'RepoNotFound' ||
    (isHub && (status === 401 || status === 403))
  ) {
    return new TillerError(
      'model_not_found',
      `expected a public model at ${url}, found status ${status}${reason ? ` (${reason})` : ''}. ` +
        'Check the name and the revision; a gated model has to be downloaded first and opened as a local folder.',
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

function contentLength(response: Response): number | null {
  // Under compression the length is that of the compressed body.
  if (response.headers.get('content-encoding')) return null;
  const text = response.headers.get('content-length');
  return text === null || text === '' ? null : Number(text);
}
