/** Runs Python for tests that prove what Tiller generates, where a Python with the needed packages is present. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** `TILLER_PYTHON` names one with torch and transformers; else the machine's own is asked. */
const PYTHON = process.env.TILLER_PYTHON ?? 'python3';

/** The tiny network of e2e/fixtures/models/llama as a PyTorch checkpoint, which is not part of the repository. */
export const checkpointFolder = fileURLToPath(new URL('../../../shared/fixtures/llama/hf/', import.meta.url));

/** Why the generated Python cannot be run here; null when it can. */
export function whyNoPython(modules: readonly string[]): string | null {
  if (!existsSync(checkpointFolder)) return `there is no PyTorch checkpoint at ${checkpointFolder}`;
  const { status } = spawnSync(PYTHON, ['-c', `import ${modules.join(', ')}`]);
  return status === 0
    ? null
    : `${PYTHON} does not import ${modules.join(' and ')}: set TILLER_PYTHON to one that does`;
}

/** What the script wrote to its standard output. */
export function runPython(args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(PYTHON, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    // the checkpoint is a folder: nothing is to be looked up
    env: { ...process.env, HF_HUB_OFFLINE: '1', TRANSFORMERS_VERBOSITY: 'error', PYTHONWARNINGS: 'ignore' },
  });
  if (status === 0) return stdout;
  throw new Error(`python ended with ${status}: ${stderr.slice(-4000)}`);
}
