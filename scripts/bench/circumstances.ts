/** What a measurement was made on and of: the machine, the browser, the versions, the commit. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { DeviceFacts } from '../../src/protocol/storage.ts';
import { root } from '../lib/setup.mjs';
import type { Circumstances, StoredPart } from './stored.ts';
import { withWorker } from './withWorker.ts';

/** What the app and the benchmark are made of. */
const SOURCES = ['src', 'workers', 'scripts', 'models', 'public', 'index.html', 'package-lock.json'];

/** @param page the benchmark's */
export async function findCircumstances(page: Page): Promise<Circumstances> {
  const { adapterName, isSoftware } = await withWorker(page, 'device', (worker) =>
    worker<DeviceFacts>({ kind: 'device' }),
  );
  const processors = cpus();
  return {
    tiller: versionIn('package.json'),
    onnxruntimeWeb: versionIn('node_modules/onnxruntime-web/package.json'),
    machine: {
      cpu: processors[0]?.model.trim() || 'unknown',
      cores: processors.length,
      memoryGiB: Math.round((10 * totalmem()) / 2 ** 30) / 10,
      os: `${type()} ${release()} ${process.arch}`,
      node: process.versions.node,
      chromium: page.context().browser()?.version() ?? 'unknown',
      gpuAdapter: adapterName?.trim() || null,
      isGpuEmulated: isSoftware,
    },
  };
}

export function findCommit(): Pick<StoredPart, 'commit' | 'hasLocalChanges'> {
  const git = (...args: string[]) => spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  const head = git('rev-parse', 'HEAD');
  if (head.status !== 0) return { commit: null, hasLocalChanges: false };
  const changes = git('status', '--porcelain', '--', ...SOURCES).stdout.trim();
  return { commit: head.stdout.trim(), hasLocalChanges: changes !== '' };
}

function versionIn(file: string): string {
  return (JSON.parse(readFileSync(join(root, file), 'utf8')) as { version: string }).version;
}
