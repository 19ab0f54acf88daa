/** What a user may name as a model, turned into the place where its files are. */
import { TillerError } from '../../src/core/errors.ts';
import hub from '../../src/protocol/hub.json' with { type: 'json' };
import { fileListSource } from './fileListSource.ts';
import { parseJson } from './guard.ts';
import { httpSource } from './httpSource.ts';
import { type HubOptions, hubSource } from './hubSource.ts';
import { listedSource } from './listedSource.ts';
import { type ManifestEntry, readManifest } from './manifest.ts';
import type { ModelSource } from './source.ts';

export interface ResolvedSource {
  source: ModelSource;
  /** sizes and hashes of the model's files, where they are known */
  manifest: ManifestEntry | null;
  /** what a stored copy is recognised by: `embedded`, hub id or absolute address; null for what is not stored */
  address: string | null;
  /** the revision that was asked for */
  asked: string | null;
}

const ACCEPTED =
  "'embedded', a hub id such as 'onnx-community/Qwen3-0.6B-ONNX', the address of a folder (https://..., /path or ./path), " +
  'or the files of a local folder';

/** owner/name, in the characters that the hub allows. */
const HUB_ID = /^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/;

export function isHubId(source: string): boolean {
  return HUB_ID.test(source);
}

/**
 * @param source `embedded`, hub id, address of a folder, or files
 * @param base address of the page: `embedded` and relative paths start there
 * @param options.revision branch or commit on the hub, default `main`
 * @throws TillerError `model_not_found`; for `embedded` also what reading the manifest throws
 */
export async function resolveSource(
  source: string | File[],
  base: string,
  options: HubOptions & { signal?: AbortSignal | undefined } = {},
): Promise<ResolvedSource> {
  if (typeof source !== 'string') {
    if (source.length === 0) throw notFound('an empty list of files');
    return { source: fileListSource(source), ...NOT_STORED };
  }
  if (source === 'embedded') return resolveEmbedded(base, options.signal);
  if (/^(https?:\/\/|\.{0,2}\/)/.test(source)) return atAddress(source, base, options);
  if (isHubId(source)) return onHub(source, options);
  throw notFound(`'${source}'`);
}

const NOT_STORED = { manifest: null, address: null, asked: null };

function onHub(id: string, options: HubOptions): ResolvedSource {
  const asked = options.revision ?? null;
  return { source: hubSource(id, options), manifest: null, address: id, asked };
}

async function resolveEmbedded(base: string, signal: AbortSignal | undefined): Promise<ResolvedSource> {
  const models = httpSource(new URL('models/', base).href);
  const manifest = readManifest(
    parseJson('manifest.json', await models.read('manifest.json', { signal })),
  )[0]!;
  const folder = new URL(`models/${manifest.folder}/`, base).href;
  const source = listedSource(httpSource(folder, { id: manifest.id }), folder, manifest);
  return { source, manifest, address: manifest.id, asked: null };
}

function atAddress(source: string, base: string, options: HubOptions): ResolvedSource {
  if (!URL.canParse(source, base)) throw notFound(`'${source}'`);
  const url = new URL(source, base);
  // The address of a model's page on the hub stands for the model.
  const page = url.origin === hub.origin && url.pathname.match(/^\/([^/]+\/[^/]+?)(?:\/tree\/([^/]+))?\/?$/);
  if (page) return onHub(page[1]!, { ...options, revision: options.revision ?? page[2] });
  return { source: httpSource(url.href, { id: source }), manifest: null, address: url.href, asked: null };
}

function notFound(found: string): TillerError {
  return new TillerError('model_not_found', `expected ${ACCEPTED}; found ${found}.`, {
    expected: ACCEPTED,
    found,
  });
}
