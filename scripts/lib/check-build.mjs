/** Checks what the build made: how much JavaScript the page loads at first, and that nothing foreign slipped in. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Of the scripts that the page loads before anything is asked of it; the project's own limit. */
export const MAX_FIRST_SCRIPTS_KB = 250;

/** The runtime's two builds; a third .wasm file would be a second copy that a package brought along. */
const RUNTIME_FILES = [
  'ort/ort-wasm-simd-threaded.asyncify.mjs',
  'ort/ort-wasm-simd-threaded.asyncify.wasm',
  'ort/ort-wasm-simd-threaded.mjs',
  'ort/ort-wasm-simd-threaded.wasm',
];

/**
 * @param {string} dist the built site
 * @returns {{ title: string, problem: string | null }[]} one for each check
 */
export function checkBuild(dist) {
  const files = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(dist.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
  const firstKb =
    firstScripts(dist).reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0) / 1000;
  const runtime = files.filter((file) => file.endsWith('.wasm') || file.startsWith('ort/'));
  const foreign = files.filter((file) => /\.(node|so|dylib|dll|exe)(\.|$)/.test(file));
  const missing = missingModelFiles(dist);
  const unkept = notKeptOffline(dist, files);
  return [
    {
      title: `the page's first scripts are at most ${MAX_FIRST_SCRIPTS_KB} kB (gzip)`,
      problem:
        firstKb <= MAX_FIRST_SCRIPTS_KB ? null : `they are ${firstKb.toFixed(0)} kB; load something lazily`,
    },
    {
      title: 'exactly the two runtime builds that are used are there',
      problem: runtime.join() === RUNTIME_FILES.join() ? null : `found ${runtime.join(', ') || 'none'}`,
    },
    {
      title: 'no native binary is in the build',
      problem: foreign.length === 0 ? null : `found ${foreign.join(', ')}`,
    },
    {
      title: 'every file of the embedded models is there',
      problem: missing.length === 0 ? null : `missing ${missing.join(', ')}`,
    },
    {
      title: 'the service worker keeps every page, script and style',
      problem: unkept.length === 0 ? null : `it does not list ${unkept.join(', ')}`,
    },
  ];
}

/** @param {string} dist */
export function firstScripts(dist) {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const tags = html.match(/<(?:script|link)\b[^>]*>/g) ?? [];
  return tags
    .filter((tag) => tag.startsWith('<script') || tag.includes('modulepreload'))
    .flatMap((tag) => /(?:src|href)="(?:\.\/)?([^"]+)"/.exec(tag)?.[1] ?? []);
}

/**
 * @param {string} dist
 * @param {string[]} files all of them, relative to it
 */
function notKeptOffline(dist, files) {
  const worker = join(dist, 'sw.js');
  const list = existsSync(worker) ? readFileSync(worker, 'utf8') : '';
  return files.filter(
    (file) => /^(assets\/)?[^/]+\.(html|js|css)$/.test(file) && file !== 'sw.js' && !list.includes(file),
  );
}

/** @param {string} dist */
function missingModelFiles(dist) {
  /** @type {{ folder: string, files: { path: string }[] }[]} */
  const models = JSON.parse(readFileSync(join(dist, 'models', 'manifest.json'), 'utf8'));
  return models
    .flatMap(({ folder, files }) => files.map(({ path }) => `models/${folder}/${path}`))
    .filter((path) => !existsSync(join(dist, path)));
}
