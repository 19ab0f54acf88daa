/** `npm run replicate`: the paper's pipeline on the built-in prompts, from vectors to a table of results. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { TillerError } from '../src/core/errors.ts';
import { check, loadLanguages } from '../src/core/ifeval/index.ts';
import type { Decoding } from '../src/lab/answers.ts';
import { labOf } from '../src/lab/lab.ts';
import { fileAnswerStore } from './lib/fileAnswerStore.ts';
import { nodeTiller } from './lib/nodeTiller.ts';
import type { Work } from './lib/replicate/choose.ts';
import { factsOf } from './lib/replicate/facts.ts';
import { mergeFolders, requireSameRun, writeResults } from './lib/replicate/folder.ts';
import { ALL_PARTS, FULL, type Plan, QUICK, QUICK_PARTS } from './lib/replicate/plan.ts';
import { ProgressLine } from './lib/replicate/progress.ts';
import { resultsMarkdown } from './lib/replicate/report.ts';
import { runParts } from './lib/replicate/run.ts';
import { root, runMain, SetupError } from './lib/setup.mjs';

const USAGE = `npm run replicate [-- OPTIONS]

For every instruction: vector, layer search, strength, then plain, steered, in words, and both on test prompts; control
vectors; two vectors together; two ways to leave a word out. Writes results.json, results.csv, results.md and every
generation to a folder. Stop it with Ctrl-C; the same command goes on where it was.

  --model MODEL         embedded, or the path of a model folder (default embedded)
  --quick               two instructions, few prompts and tokens: shows that it runs, in a couple of minutes
  --instructions A,B    only these parts (default all); parts of other runs in the same folder stay
  --prompts N           test prompts (default ${FULL.testPrompts})
  --tokens N            longest answer (default ${FULL.maxNewTokens})
  --threads N           default 2
  --out FOLDER          default results, with --quick test-results/replicate
  --answers FILE        where answers are kept for going on (default .cache/replicate.jsonl)
  --date DATE           noted in the results (default now)
  --merge [FOLDER ...]  run nothing: add the parts of these folders to the one of --out, and make the tables

Parts: ${ALL_PARTS.join(', ')}`;

/** What a shell reports for a program that was stopped by Ctrl-C. */
const INTERRUPTED = 130;

await runMain(async () => {
  const args = process.argv.slice(2);
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      model: { type: 'string', default: 'embedded' },
      quick: { type: 'boolean', default: false },
      instructions: { type: 'string' },
      prompts: { type: 'string' },
      tokens: { type: 'string' },
      threads: { type: 'string', default: '2' },
      out: { type: 'string' },
      answers: { type: 'string', default: join(root, '.cache', 'replicate.jsonl') },
      date: { type: 'string' },
      merge: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const out = values.out ?? join(root, values.quick ? join('test-results', 'replicate') : 'results');
  if (values.merge) {
    mergeFolders(out, positionals);
    console.log(resultsMarkdown(writeResults(out)));
    return;
  }
  if (positionals.length > 0)
    throw new SetupError(`expected options only, found "${positionals[0]}".\n${USAGE}`);
  const plan = planOf(values);
  const date = values.date === undefined ? new Date() : new Date(values.date);
  if (Number.isNaN(date.getTime())) throw new SetupError(`--date should be a date, found "${values.date}".`);
  const named = values.instructions?.split(',').map((name) => name.trim());
  const names = named ?? (values.quick ? QUICK_PARTS : ALL_PARTS);
  const unknown = names.find((name) => !ALL_PARTS.includes(name));
  if (unknown !== undefined) {
    throw new SetupError(
      `expected the name of a part, found "${unknown}". There are: ${ALL_PARTS.join(', ')}.`,
    );
  }

  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  mkdirSync(dirname(values.answers), { recursive: true });
  const store = fileAnswerStore(values.answers);
  const { tiller, close } = nodeTiller({ check }, { threads: countOf('threads', values.threads) });
  try {
    await loadLanguages();
    const info = await tiller.loadModel(values.model, { backend: 'wasm' });
    const isEmbedded = values.model === 'embedded';
    const decoding: Decoding = {
      maxNewTokens: plan.maxNewTokens,
      // the page's own: without it late layers of the embedded model loop
      repetitionPenalty: isEmbedded ? 1.15 : 1,
      temperature: 0,
      topP: 1,
      seed: 0,
    };
    const facts = factsOf(args, date, info, plan, decoding);
    requireSameRun(out, facts);
    const progress = new ProgressLine({
      parts: names.length,
      isTerminal: process.stdout.isTTY === true,
      write: (text) => process.stdout.write(text),
    });
    const work: Work = {
      lab: labOf(tiller, store),
      plan,
      decoding,
      signal: interrupt.signal,
      report: progress.report,
    };
    await runParts(names, { work, facts, folder: out, isEmbedded, finish: progress.finish });
    console.log(`\n${resultsMarkdown(writeResults(out))}`);
  } catch (error) {
    if (!(error instanceof TillerError && error.code === 'aborted')) throw error;
    console.log('\nStopped. What was generated is kept: the same command goes on from there.');
    process.exitCode = INTERRUPTED;
  } finally {
    store.flush();
    close();
  }
});

function planOf(values: { quick: boolean; prompts?: string; tokens?: string }): Plan {
  const plan = values.quick ? QUICK : FULL;
  return {
    ...plan,
    ...(values.prompts === undefined ? {} : { testPrompts: countOf('prompts', values.prompts) }),
    ...(values.tokens === undefined ? {} : { maxNewTokens: countOf('tokens', values.tokens) }),
  };
}

function countOf(option: string, value: string): number {
  const count = Number(value);
  if (Number.isInteger(count) && count > 0) return count;
  throw new SetupError(`--${option} should be a whole number from 1 up, found "${value}".`);
}
