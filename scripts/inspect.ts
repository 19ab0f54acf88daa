/** `npm run inspect`: is this model steerable? Patches it, reports what was found, runs the self-test and golden numbers. */
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { TillerError } from '../src/core/errors.ts';
import type { Backend, ModelInfo } from '../src/protocol/model.ts';
import { chooseDtype, onnxPathOf } from '../workers/loader/dtype.ts';
import { hubSource } from '../workers/loader/hubSource.ts';
import { type Comparison, compareEmbedded, compareFixture, holds } from './inspect/golden.ts';
import { showInspection } from './inspect/report.ts';
import { describeStructure, type Structure } from './inspect/structure.ts';
import { openSubject } from './inspect/subject.ts';
import { diskSource } from './lib/diskSource.ts';
import { readGoldenFile } from './lib/goldenFiles.ts';
import { runMain, SetupError } from './lib/setup.mjs';

const USAGE = `npm run inspect -- SOURCE [--json] [--golden FILE] [--backend wasm|webgpu] [--dtype NAME]
SOURCE: a folder in transformers.js layout, or a hub id such as onnx-community/Qwen3-0.6B-ONNX
--golden: golden numbers to compare with (default: golden.json in the folder, if there)`;

const DTYPES = ['fp32', 'fp16', 'q4', 'q4f16', 'q8', 'int8', 'uint8', 'bnb4'];

/** One .onnx file of the model: what it is, what the self-test said, how it compares. */
export interface InspectedFile {
  file: string;
  dtype: string;
  structure: Structure | null;
  info: ModelInfo | null;
  comparisons: Comparison[];
  /** why it cannot be steered; null when it can */
  problem: { code: string; message: string } | null;
  /** why it was not tried on this machine, whatever it may do on another; null when it was */
  skipped: string | null;
}

export interface Inspection {
  source: string;
  backend: Backend;
  golden: string | null;
  files: InspectedFile[];
  steerable: boolean;
}

await runMain(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      golden: { type: 'string' },
      backend: { type: 'string', default: 'wasm' },
      dtype: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const [source] = positionals;
  if (!source || positionals.length > 1)
    throw new SetupError(`expected one SOURCE, found ${positionals.length}.\n${USAGE}`);
  if (values.backend !== 'wasm' && values.backend !== 'webgpu') {
    throw new SetupError(`--backend must be wasm or webgpu; found "${values.backend}".\n${USAGE}`);
  }
  const inspection = await inspect(source, values.backend, values.golden, values.dtype);
  console.log(values.json ? JSON.stringify(inspection, null, 2) : showInspection(inspection));
  if (!inspection.steerable) process.exitCode = 1;
});

async function inspect(
  source: string,
  backend: Backend,
  goldenPath: string | undefined,
  dtype: string | undefined,
): Promise<Inspection> {
  const isFolder = existsSync(source) && statSync(source).isDirectory();
  if (!isFolder && !/^[\w.-]+\/[\w.-]+$/.test(source)) {
    throw new SetupError(`expected a folder or a hub id (owner/name), found "${source}".\n${USAGE}`);
  }
  const files = isFolder ? diskSource(source) : hubSource(source);
  const beside =
    isFolder && existsSync(join(source, 'golden.json')) ? join(source, 'golden.json') : undefined;
  const goldenFile = goldenPath ?? beside;
  const golden = goldenFile ? readGoldenFile(goldenFile) : null;
  const wanted =
    golden && 'files' in golden && !dtype ? golden.files.map((file) => dtypeOf(file.file)) : [dtype];
  const subject = await openSubject(isFolder ? resolve(source) : source, isFolder, backend);
  const inspected: InspectedFile[] = [];
  try {
    for (const name of wanted) {
      const one: InspectedFile = {
        file: '',
        dtype: name ?? '',
        structure: null,
        info: null,
        comparisons: [],
        problem: null,
        skipped: null,
      };
      inspected.push(one);
      try {
        const config = JSON.parse(new TextDecoder().decode(await files.read('config.json'))) as Record<
          string,
          unknown
        >;
        one.dtype = await chooseDtype(config, (path) => files.has(path), { dtype: name, backend });
        one.file = onnxPathOf(one.dtype);
        one.structure = describeStructure(await files.read(one.file), config);
        one.info = await subject.load({ dtype: one.dtype });
        if (!golden) continue;
        const listed = 'files' in golden ? golden.files.find((file) => file.file === one.file) : undefined;
        one.comparisons =
          'files' in golden
            ? listed
              ? await compareFixture(subject, golden, listed, backend)
              : []
            : await compareEmbedded(subject, golden, backend);
      } catch (error) {
        const { code, message, details } = TillerError.toData(error);
        if (details?.missingFeature) one.skipped = message;
        else one.problem = { code, message };
      }
    }
  } finally {
    await subject.close();
  }
  const isGood = ({ problem, comparisons }: InspectedFile) => problem === null && comparisons.every(holds);
  const steerable = inspected.every(isGood) && inspected.some(({ skipped }) => skipped === null);
  return { source, backend, golden: goldenFile ?? null, files: inspected, steerable };
}

/** `onnx/model_q4.onnx` -> `q4` */
function dtypeOf(path: string): string {
  return DTYPES.find((dtype) => onnxPathOf(dtype) === path) ?? path;
}
