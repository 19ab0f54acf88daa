/** `npm run record`: writes what the page shows before a model is loaded, and checks that what is there is current. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { check, loadLanguages } from '../src/core/ifeval/index.ts';
import { LESSON_IDS } from '../src/learn/lesson.ts';
import { nodeTiller } from './lib/nodeTiller.ts';
import { EXPERIMENTS_PATH, recordExperiments } from './lib/record/experiments.ts';
import { FACTS_PATH, lessonFacts, readResults } from './lib/record/facts.ts';
import { RUNS_PATH, recordRuns } from './lib/record/runs.ts';
import { runMain, SetupError } from './lib/setup.mjs';

const PARTS = ['facts', 'experiments', 'runs'] as const;
const USAGE = `npm run record [-- PART ...]   writes the recorded parts of the page; without a PART: all of them
  facts         numbers of the lessons, from results/results.json (no model, at once)
  experiments   each lesson's experiment on the embedded model (a minute or two)
  runs          answers that the playground replays before a model is loaded (a minute or two)`;

await runMain(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  for (const part of positionals) {
    if (!(PARTS as readonly string[]).includes(part))
      throw new SetupError(`there is no part "${part}".\n${USAGE}`);
  }
  const has = (part: (typeof PARTS)[number]) => positionals.length === 0 || positionals.includes(part);
  const facts = lessonFacts(readResults());
  if (has('facts')) write(FACTS_PATH, facts);
  if (!has('experiments') && !has('runs')) return;
  // one thread: a long run leaves the machine usable
  const { tiller, close } = nodeTiller({ check }, { threads: 1 });
  try {
    await loadLanguages();
    await tiller.loadModel('embedded', { backend: 'wasm' });
    if (has('experiments')) write(EXPERIMENTS_PATH, await recordExperiments(tiller, facts, LESSON_IDS));
    if (has('runs')) writeLines(RUNS_PATH, await recordRuns(tiller));
  } finally {
    close();
  }
});

function write(path: string, content: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(content, null, 1)}\n`);
}

/** One token a line: small, and still fit to be read and compared. */
function writeLines(path: string, content: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  const text = JSON.stringify(content, null, 1).replaceAll(
    /\{\n\s+"id": (.*),\n\s+"text": (.*),\n\s+"at": (.*),\n\s+"projection": (.*),\n\s+"logProb": (.*)\n\s+\}/g,
    '{"id":$1,"text":$2,"at":$3,"projection":$4,"logProb":$5}',
  );
  writeFileSync(path, `${text}\n`);
}
