import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseGenerations } from '../src/core/evaluate/generations.ts';
import type { Results } from './lib/replicate/folder.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), 'tiller-replicate-'));
afterAll(() => rmSync(temporary, { recursive: true }));

/** A decoder of three layers that knows no language: every number below is about the pipeline, not about steering. */
const MODEL = 'e2e/fixtures/models/llama';
const QUICK = ['--quick', '--model', MODEL, '--threads', '1', '--tokens', '8', '--date', '2026-01-01'];

/** Milliseconds for several processes, each with a model, on a machine that may do other things as well. */
const LIMIT = 900_000;

const node = (args: string[]) => ['--import', 'tsx', join(root, 'scripts', 'replicate.ts'), ...args];

/** Runs the script in a process of its own, as the command does. */
function run(name: string, ...args: string[]) {
  const own = ['--out', join(temporary, name), '--answers', join(temporary, `${name}.jsonl`)];
  return spawnSync(process.execPath, node([...args, ...own]), { cwd: root, encoding: 'utf8' });
}

function read(name: string, file: string): string {
  return readFileSync(join(temporary, name, file), 'utf8');
}

describe('npm run replicate', { timeout: LIMIT }, () => {
  let first: ReturnType<typeof run>;
  beforeAll(() => {
    first = run('whole', ...QUICK);
  }, LIMIT);

  it('writes tables of all parts', () => {
    expect(first.stderr).toBe('');
    expect(first.status).toBe(0);
    const results = JSON.parse(read('whole', 'results.json')) as Results;
    expect(results.runs).toMatchObject([
      {
        command: `npm run replicate -- --quick --model ${MODEL} --threads 1 --tokens 8`,
        date: '2026-01-01T00:00:00.000Z',
        model: { id: 'llama', backend: 'wasm' },
        plan: { testPrompts: 4, maxNewTokens: 8 },
      },
    ]);
    expect(results.instructions.map(({ id }) => id)).toEqual(['highlights', 'concise']);
    for (const { test, controls, searches, trials, quality } of results.instructions) {
      expect(test.conditions.map(({ condition, answers }) => `${condition} ${answers}`)).toEqual([
        'plain 4',
        'steered 4',
        'words 4',
        'wordsSteered 4',
      ]);
      expect(test.conditions.every(({ perplexity }) => perplexity && perplexity.scored > 0)).toBe(true);
      expect(test.comparisons).toHaveLength(2);
      expect(controls.random.summary.answers).toBe(4);
      expect(searches[0]!.layers.length).toBeGreaterThan(0);
      expect(trials.length).toBeGreaterThan(0);
      expect(quality.summary).toHaveLength(4);
    }
    expect(results.composition?.cells.flat()).toHaveLength(16);
    expect(results.judge?.answers).toBe(20);
    expect(first.stdout).toContain('# Replication');
    expect(read('whole', 'results.md')).toContain('| Highlight at least two sections |');
    expect(read('whole', 'results.csv').split('\r\n')).toHaveLength(2 + 2 * 6);
  });

  it('writes every generation with what is needed to repeat it', () => {
    const { generations, problems } = parseGenerations(read('whole', 'generations/concise.jsonl'));
    expect(problems).toEqual([]);
    expect(generations).toHaveLength(16);
    expect(generations[1]).toMatchObject({
      task: 'concise',
      condition: 'steered',
      model: { id: 'llama' },
      interventions: [{ vector: 'Concise (under 30 words)', operator: expect.any(String) }],
      decoding: { maxNewTokens: 8, repetitionPenalty: 1 },
      checks: [{ instructionId: 'length_constraints:number_words' }],
    });
  });

  it('run again generates nothing and ends the same', () => {
    const before = readFileSync(join(temporary, 'whole.jsonl'), 'utf8');
    const results = read('whole', 'results.json');
    const again = run('whole', ...QUICK);
    expect(again.status).toBe(0);
    expect(readFileSync(join(temporary, 'whole.jsonl'), 'utf8')).toBe(before);
    expect(read('whole', 'results.json')).toBe(results);
  });

  it('stopped by Ctrl-C and run again ends as an uninterrupted run', async () => {
    const out = join(temporary, 'stopped');
    const answers = join(temporary, 'stopped.jsonl');
    const child = spawn(process.execPath, node([...QUICK, '--out', out, '--answers', answers]), {
      cwd: root,
      stdio: 'pipe',
    });
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    // the first part is there: the second one is under way
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('highlights: layer')) resolve();
      });
      child.on('exit', () => resolve());
    });
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(existsSync(join(out, 'results.json'))).toBe(false);
    expect(run('stopped', ...QUICK).status).toBe(0);
    expect(read('stopped', 'results.json')).toBe(read('whole', 'results.json'));
  });

  it('adds up parts of several runs', () => {
    const only = (name: string, part: string) => run(name, ...QUICK, '--instructions', part);
    expect(only('a', 'highlights').status).toBe(0);
    expect(only('b', 'concise').status).toBe(0);
    const merged = run('merged', '--merge', join(temporary, 'a'), join(temporary, 'b'));
    expect(merged.status).toBe(0);
    const results = JSON.parse(read('merged', 'results.json')) as Results;
    const whole = JSON.parse(read('whole', 'results.json')) as Results;
    expect(results.instructions).toEqual(whole.instructions);
    expect(results.runs).toHaveLength(2);
    expect(readdirSync(join(temporary, 'merged', 'generations'))).toEqual([
      'concise.jsonl',
      'highlights.jsonl',
    ]);
    // and the parts that go on from them
    expect(run('merged', ...QUICK, '--instructions', 'composition').status).toBe(0);
    const all = JSON.parse(read('merged', 'results.json')) as Results;
    expect(all.composition).toEqual(whole.composition);
  });

  it('steers away from a word in two ways, on the same prompts', () => {
    expect(run('away', ...QUICK, '--instructions', 'exclude-ocean,exclusion').status).toBe(0);
    const { instructions, exclusion } = JSON.parse(read('away', 'results.json')) as Results;
    expect(instructions[0]!.check.instructionId).toBe('keywords:forbidden_words');
    expect(exclusion!.setting.strength).toBeLessThan(0);
    expect(exclusion!.test.conditions[0]).toEqual(instructions[0]!.test.conditions[0]);
    expect(read('away', 'results.md')).toContain('| vector that asks for the word, negative strength |');
  });

  it('asks for the part that another one goes on from', () => {
    const { status, stderr } = run('lonely', ...QUICK, '--instructions', 'exclusion');
    expect(status).toBe(1);
    expect(stderr).toContain('needs the part "exclude-ocean"');
  });

  it.each([
    ['an unknown part', ['--instructions', 'klingon'], 'found "klingon"'],
    ['a number that is none', ['--tokens', '0'], '--tokens should be a whole number'],
    ['a date that is none', ['--date', 'soon'], '--date should be a date'],
    ['something without an option', ['french'], 'expected options only, found "french"'],
    ['an empty merge', ['--merge'], 'there are no parts'],
  ])('refuses %s', (_, args, message) => {
    const { status, stderr } = run('refused', ...args);
    expect(status).toBe(1);
    expect(stderr).toContain(message);
  });

  it('refuses to mix runs of other sizes into one table', () => {
    const { status, stderr } = run('whole', ...QUICK, '--tokens', '9');
    expect(status).toBe(1);
    expect(stderr).toContain('was made with another model or other sizes');
  });
});
