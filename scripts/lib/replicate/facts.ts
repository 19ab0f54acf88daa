/** What a result depends on, or may: kept with every part. */
import { readFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import { basename, isAbsolute, join } from 'node:path';
import type { ModelInfo } from '../../../src/api/index.ts';
import type { Decoding } from '../../../src/lab/answers.ts';
import { root } from '../setup.mjs';
import type { Plan } from './plan.ts';

export interface Facts {
  command: string;
  /** ISO 8601 */
  date: string;
  tiller: string;
  model: Pick<ModelInfo, 'id' | 'revision' | 'dtype' | 'backend' | 'threads' | 'numLayers' | 'hiddenSize'>;
  plan: Plan;
  decoding: Decoding;
  machine: { node: string; onnxruntime: string; system: string; processor: string; cores: number };
}

/** Folders of this machine and the date are no part of how a run is repeated. */
const LEFT_OUT = ['--answers', '--out', '--date'];

export function factsOf(
  args: readonly string[],
  date: Date,
  info: ModelInfo,
  plan: Plan,
  decoding: Decoding,
): Facts {
  const { id, revision, dtype, backend, threads, numLayers, hiddenSize } = info;
  const { version, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string;
    dependencies: Record<string, string>;
  };
  const processors = cpus();
  return {
    command: commandOf(args),
    date: date.toISOString(),
    tiller: version,
    model: { id, revision, dtype, backend, threads, numLayers, hiddenSize },
    plan,
    decoding,
    machine: {
      node: process.versions.node,
      onnxruntime: dependencies['onnxruntime-web'] ?? 'unknown',
      system: `${platform()} ${arch()}`,
      processor: processors[0]?.model.trim() ?? 'unknown',
      cores: processors.length,
    },
  };
}

/** @param args what follows `npm run replicate --`; of a path only the last part is kept */
export function commandOf(args: readonly string[]): string {
  const kept = args
    .filter((arg, i) => {
      const isOption = LEFT_OUT.some((option) => arg === option || arg.startsWith(`${option}=`));
      return !isOption && !LEFT_OUT.includes(args[i - 1] ?? '');
    })
    .map((arg) => (isAbsolute(arg) ? basename(arg) : arg));
  return ['npm run replicate', ...(kept.length > 0 ? ['--', ...kept] : [])].join(' ');
}
