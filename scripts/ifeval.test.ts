import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tiller-ifeval-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the script in a process of its own, as the command does. */
function run(...args: string[]) {
  const script = join(root, 'scripts', 'ifeval.ts');
  return spawnSync(process.execPath, ['--import', 'tsx', script, ...args], { cwd: root, encoding: 'utf8' });
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const line = (rest: object) =>
  JSON.stringify({
    id: 'no_comma/plain/1',
    instruction_id: 'punctuation:no_comma',
    kwargs: {},
    response: 'a',
    ...rest,
  });
const right = line({ strict: true, loose: true });
const wrong = line({ strict: false, loose: true });

describe('npm run ifeval', { timeout: 60_000 }, () => {
  it('prints accuracy and agreement and succeeds when all expected verdicts agree', () => {
    const { status, stdout } = run(file('right.jsonl.gz', gzipSync(right)));
    expect(status).toBe(0);
    expect(stdout).toContain('prompts');
    expect(stdout).toContain('100.0 % (1/1');
    expect(stdout).toContain('0 disagreements');
  });

  it('lists a disagreement and fails, unless the bars allow it', () => {
    const path = file('wrong.jsonl', `${right}\n${wrong}\n`);
    const { status, stdout } = run(path);
    expect(status).toBe(1);
    expect(stdout).toContain(
      'line 2 no_comma/plain/1 punctuation:no_comma strict: expected false, found true',
    );
    const bars = file('bars.json', '{"bars": [{"instruction_id": "*", "kind": "plain", "min": 0.5}]}');
    expect(run(path, '--min-agreement', bars).status).toBe(0);
  });

  it('scores the rest around a broken line, names the line and fails', () => {
    const { status, stdout } = run(file('broken.jsonl', `${right}\n{"id":\n${right}\n`), '--json');
    expect(status).toBe(1);
    const score = JSON.parse(stdout);
    expect(score.prompts.strict).toMatchObject({ passed: 2, total: 2 });
    expect(score.problems).toEqual([
      { line: 2, message: expect.stringMatching(/^Line 2 cannot be scored: it is not valid JSON/) },
    ]);
    expect(score.passed).toBe(false);
  });

  it('explains itself when there is no file, or one that cannot be read', () => {
    expect(run().stderr).toContain('Usage: npm run ifeval');
    const missing = run(join(folder, 'none.jsonl'));
    expect([missing.status, missing.stderr]).toEqual([2, expect.stringContaining('none.jsonl, found none')]);
    const cut = run(file('cut.jsonl.gz', gzipSync(right).subarray(0, 30)));
    expect([cut.status, cut.stderr]).toEqual([2, expect.stringContaining('complete gzip data')]);
    expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('--min-agreement') });
  });
});
