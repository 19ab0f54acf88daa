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

/** The runtime's own code, which stands in the script of each of its two builds and nowhere else. */
const RUNTIME_MARK = '_OrtCreateSession';
/** What only code for Node asks for. */
const NODE_MARK = /onnxruntime_binding|require\(["'](node:)?(fs|path|os|child_process)["']\)/;
const LICENCES = 'third-party-licences.txt';

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
  const scripts = files.filter((file) => file.startsWith('assets/') && file.endsWith('.js'));
  const textOf = (/** @type {string} */ file) => readFileSync(join(dist, file), 'utf8');
  const runtimes = scripts.filter((file) => textOf(file).includes(RUNTIME_MARK));
  const forNode = scripts.filter((file) => NODE_MARK.test(textOf(file)));
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
      title: 'no second ONNX runtime is in the scripts',
      problem:
        runtimes.length === 2 ? null : `expected two scripts with it, found ${runtimes.join(', ') || 'none'}`,
    },
    {
      title: 'no code for Node alone is in the scripts',
      problem: forNode.length === 0 ? null : `found ${forNode.join(', ')}`,
    },
    {
      title: 'the licences of what it is made of are delivered with it',
      problem: files.includes(LICENCES) ? null : `${LICENCES} is missing`,
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
