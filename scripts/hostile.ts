/**
 * `npm run hostile`: the property tests of hostile input, and of the page and its worker under anything that can happen to
 * them, with far more cases than every change is tested with.
 */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

const USAGE = `npm run hostile [-- --cases N] [--seed N] [FILTER ...]
  --cases N   of each property (default 10000; npm test runs 500), and a tenth as many sequences (npm test runs 200)
  --seed N    repeats what a failure printed (default: other cases at each run)
  FILTER      parts of file names: onnx, vectorFiles, tables, sessions, stored, models, sequences`;

const DEFAULT_CASES = 10_000;
/** Milliseconds a property may take. */
const TIMEOUT_MS = 1_800_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: 'string', default: String(DEFAULT_CASES) },
    seed: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const cases = Number(values.cases);
const seed = values.seed === undefined ? undefined : Number(values.seed);
if (
  values.help ||
  !(Number.isInteger(cases) && cases > 0) ||
  !(seed === undefined || Number.isInteger(seed))
) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 2);
}

const files =
  positionals.length > 0 ? positionals.map((part) => `/${part}`) : ['scripts/hostile', 'scripts/sequences'];
const vitest = spawn(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', ...files, `--testTimeout=${TIMEOUT_MS}`],
  {
    stdio: 'inherit',
    cwd: new URL('..', import.meta.url),
    env: {
      ...process.env,
      HOSTILE_CASES: String(cases),
      SEQUENCES: String(Math.ceil(cases / 10)),
      PROPERTY_SEED: String(seed ?? 'random'),
    },
  },
);
process.on('SIGINT', () => {});
vitest.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
