/** Brings a fresh clone to where a command can run: Node version, packages, build. Only what is missing is done. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// This file runs before node_modules exists: Node's own modules only.

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const distFolder = join(root, 'dist');

/** What the build reads. The lockfile stands for the packages. */
const BUILD_INPUTS = [
  ...['index.html', 'vite.config.ts', 'tsconfig.base.json', 'package-lock.json'],
  ...['src', 'workers', 'public', 'models'],
  ...['scripts/lib/headers.mjs', 'scripts/lib/server.mjs', 'scripts/lib/vite-folders.ts'],
  'scripts/lib/service-worker.ts',
];
const FINGERPRINT_FILE = join(distFolder, '.fingerprint');

/** A failure whose message already tells the reader what to do; printed without a stack. */
export class SetupError extends Error {}

/** @throws SetupError when this Node is older than package.json's `engines` asks for */
export function ensureNode(version = process.versions.node) {
  const wanted = readJson(join(root, 'package.json')).engines.node.replace('>=', '');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  throw new SetupError(
    `Tiller needs Node ${wanted} or newer; this is Node ${version}. Install a newer one from https://nodejs.org and run the command again.`,
  );
}

/** Installs the packages of the lockfile when node_modules does not hold exactly them. */
export function ensureInstalled() {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  const lockfile = readJson(join(root, 'package-lock.json'));
  if (existsSync(hidden) && isInstalled(lockfile, readJson(hidden))) return;
  note('Installing packages (once, takes a minute) ...');
  // The build needs the development packages even where NODE_ENV=production would leave them out.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const done = runNpm(args);
  if (done.status !== 0) {
    throw new SetupError(
      `Installing the packages failed (npm ${args.join(' ')}):\n${done.output}\nCheck the network connection to your npm registry and run the command again.`,
    );
  }
}

/**
 * @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockedPackage
 * @param {{ packages: Record<string, LockedPackage> }} lockfile package-lock.json
 * @param {{ packages: Record<string, LockedPackage> }} installed npm's own record in node_modules/.package-lock.json
 * @returns {boolean} true when every package is there in the locked version; optional ones (of other platforms) may be absent
 */
export function isInstalled(lockfile, installed) {
  return Object.entries(lockfile.packages).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed.packages[path];
    return found ? found.version === wanted.version : Boolean(wanted.optional || wanted.devOptional);
  });
}

/** Builds `dist` when it is missing or was made from other sources than those that are here now. */
export function ensureBuilt() {
  const current = fingerprint();
  const built = existsSync(FINGERPRINT_FILE) ? readFileSync(FINGERPRINT_FILE, 'utf8') : '';
  if (built === current && existsSync(join(distFolder, 'index.html'))) return;
  build(current);
}

/** Builds `dist` in any case. */
export function build(current = fingerprint()) {
  note('Building the app ...');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  // A NODE_ENV of the caller would otherwise put React's development build into the product.
  const done = runQuietly(process.execPath, [vite, 'build'], {
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (done.status !== 0) throw new SetupError(`The build failed (npm run build):\n${done.output}`);
  // Vite empties the folder first, so a build that was cut short leaves no fingerprint.
  writeFileSync(FINGERPRINT_FILE, current);
}

/** @returns {string} changes whenever a source file of the build is added, removed, resized or written */
export function fingerprint(folder = root) {
  const hash = createHash('sha256');
  for (const path of BUILD_INPUTS.flatMap((input) => filesBelow(folder, input)).sort()) {
    const { size, mtimeMs } = statSync(join(folder, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/**
 * @param {string} folder
 * @param {string} path file or folder inside `folder`; may be absent
 * @returns {string[]} the files at or below it, without tests
 */
function filesBelow(folder, path) {
  const stats = statSync(join(folder, path), { throwIfNoEntry: false });
  if (!stats || /\.test\.tsx?$/.test(path)) return [];
  if (!stats.isDirectory()) return [path];
  return readdirSync(join(folder, path)).flatMap((name) => filesBelow(folder, `${path}/${name}`));
}

/**
 * Runs a command in the repository and keeps what it prints, for the case that it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} [options]
 */
export function runQuietly(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
    ...options,
  });
  return {
    status: status ?? 1,
    output: `${stdout ?? ''}${stderr ?? ''}${error ? error.message : ''}`.trim(),
  };
}

/**
 * Runs npm itself, also where it is no program on the PATH but the one that started this script.
 * @param {string[]} args
 */
export function runNpm(args) {
  const npm = process.env.npm_execpath;
  if (npm) return runQuietly(process.execPath, [npm, ...args]);
  return runQuietly('npm', args, { shell: process.platform === 'win32' });
}

/**
 * Says what set-up is doing; not on the standard output, which belongs to the command's own result.
 * @param {string} line
 */
export function note(line) {
  process.stderr.write(`${line}\n`);
}

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * Runs a command's main function; a SetupError is shown as its message alone, with exit code 1.
 * @param {() => unknown} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
