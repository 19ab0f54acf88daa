/**
 * A repository of the Hugging Face hub. One request tells its commit, files, sizes, hashes and terms; the files are then
 * asked for at that commit, so that a push in the middle of a download changes nothing.
 * Source of the format: huggingface_hub, `HfApi.model_info(files_metadata=True)`.
 */
import { TillerError } from '../../src/core/errors.ts';
import hub from '../../src/protocol/hub.json' with { type: 'json' };
import { inTime } from '../stallClock.ts';
import { checkTransient } from './connection.ts';
import { isObject } from './guard.ts';
import { request, statusError } from './http.ts';
import { fetchPiece } from './piece.ts';
import { type Patience, SHORT_PATIENCE, TransientFailure, withRetries } from './retry.ts';
import type { Listing, ModelSource } from './source.ts';

/** It becomes a part of every file's address. */
const COMMIT = /^[0-9a-f]{40}$/;
const SHA256 = /^[0-9a-f]{64}$/;

export interface HubOptions {
  /** commit, branch or tag; default `main` */
  revision?: string | undefined;
  /** default: the hub itself; tests have a hub of their own */
  origin?: string | undefined;
  patience?: Patience | undefined;
}

/** @param id for example `onnx-community/Qwen3-0.6B-ONNX` */
export function hubSource(
  id: string,
  { revision = 'main', origin = hub.origin, patience = SHORT_PATIENCE }: HubOptions = {},
): ModelSource {
  let known: Listing | null = null;
  let asking: Promise<Listing> | null = null;
  const listing = (signal = new AbortController().signal): Promise<Listing> => {
    asking ??= requestListing(
      `${origin}/api/models/${id}/revision/${encodeURIComponent(revision)}?blobs=true`,
      {
        patience,
        signal,
      },
    ).then(
      (found) => {
        known = found;
        return found;
      },
      (error) => {
        asking = null;
        throw error;
      },
    );
    return asking;
  };
  const remote = async (path: string) => {
    const { files, revision: commit } = await listing();
    const file = files.get(path);
    if (!file) return null;
    const url = `${origin}/${id}/resolve/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`;
    // A file of a commit never changes: its tag, which differs between the hub's own hosts, says nothing more.
    return { url, ...file, validator: commit, isPinned: true };
  };
  return {
    id,
    get revision() {
      return known?.revision ?? revision;
    },
    listing,
    remote,
    has: async (path) => (await listing()).files.has(path),
    sizeOf: async (path) => (await listing()).files.get(path)?.sizeBytes ?? null,
    async read(path, { onBytes, signal = new AbortController().signal } = {}) {
      await listing(signal);
      const file = await remote(path);
      if (!file) {
        throw new TillerError(
          'file_missing',
          `expected the file ${path} in ${id}, found none. Choose another model or revision.`,
          { path, model: id },
        );
      }
      const { url, sizeBytes } = file;
      let loaded = 0;
      const piece = { path, url, start: 0, end: sizeBytes, sizeBytes, validator: null, isPinned: true };
      const { bytes } = await fetchPiece(piece, {
        patience,
        signal,
        onBytes: (count) => {
          loaded += count;
          onBytes?.(loaded, sizeBytes);
        },
      });
      return bytes;
    },
  };
}

function requestListing(
  url: string,
  { patience, signal }: { patience: Patience; signal: AbortSignal },
): Promise<Listing> {
  return withRetries(
    async () => {
      const response = await request(url, signal).catch((error: unknown) => {
        if (error instanceof TillerError && error.code === 'download_failed')
          throw new TransientFailure(error);
        throw error;
      });
      checkTransient(response, { path: 'the list of files', url });
      if (!response.ok) throw absentError(response, url);
      const answer = response.json().catch(() => null);
      return readListing(url, await inTime(answer, patience.stallMs, () => stalled(url)));
    },
    patience,
    signal,
  );
}

function stalled(url: string): TransientFailure {
  return new TransientFailure(
    new TillerError(
      'download_failed',
      `the list of files at ${url} stopped in the middle. Check the connection, then try again.`,
      { url },
    ),
  );
}

/** Here 404 means the repository, not one of its files. */
function absentError(response: Response, url: string): TillerError {
  const error = statusError(response, url, 'the list of files');
  if (error.code !== 'file_missing') return error;
  return new TillerError(
    'model_not_found',
    `expected a model at ${url}, found none (status ${response.status}). Check the name and the revision.`,
    error.details,
  );
}

/** The hub has no such paths: an address with one would be another address, or none at all. */
function leadsAway(path: string): boolean {
  return /\p{Surrogate}/u.test(path) || path.split('/').some((part) => ['', '.', '..'].includes(part));
}

/** @throws TillerError `file_corrupt` for an answer of another form */
function readListing(url: string, value: unknown): Listing {
  const commit = isObject(value) ? value.sha : null;
  if (
    !isObject(value) ||
    typeof commit !== 'string' ||
    !COMMIT.test(commit) ||
    !Array.isArray(value.siblings)
  ) {
    throw new TillerError(
      'file_corrupt',
      `expected the description of a model at ${url}, found something else. Check the address, and whether this network asks for a log-in first.`,
      { url },
    );
  }
  const files: Listing['files'] = new Map();
  for (const sibling of value.siblings) {
    if (!isObject(sibling) || typeof sibling.rfilename !== 'string' || leadsAway(sibling.rfilename)) continue;
    const lfs = isObject(sibling.lfs) ? sibling.lfs : {};
    const sizeBytes = lfs.size ?? sibling.size;
    if (typeof sizeBytes !== 'number' || !Number.isSafeInteger(sizeBytes) || sizeBytes < 0) continue;
    // `oid` is what the same hash is called in listings by folder
    const hash = lfs.sha256 ?? lfs.oid;
    files.set(sibling.rfilename, {
      sizeBytes,
      sha256: typeof hash === 'string' && SHA256.test(hash) ? hash : null,
    });
  }
  const card = isObject(value.cardData) ? value.cardData : {};
  return {
    revision: commit,
    files,
    isGated: value.gated !== undefined && value.gated !== false,
    licence: typeof card.license === 'string' ? card.license : null,
  };
}
