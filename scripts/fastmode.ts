/** `npm run fastmode`: the layer search of the presets in full and in fast mode, side by side. Takes an hour or two. */
import { parseArgs } from 'node:util';
import { check, loadLanguages } from '../src/core/ifeval/index.ts';
import { findInstruction, INSTRUCTIONS, type Instruction } from '../src/core/pairs/instructions.ts';
import { labOf } from '../src/lab/lab.ts';
import { type Comparison, compareSearches } from './lib/fastmode/compare.ts';
import { reportOf, rowOf } from './lib/fastmode/report.ts';
import { fileAnswerStore } from './lib/fileAnswerStore.ts';
import { nodeTiller } from './lib/nodeTiller.ts';
import { readVector } from './lib/presets/vectors.ts';
import { runMain, SetupError } from './lib/setup.mjs';

const USAGE = `npm run fastmode [-- --answers FILE] [ID ...]   compares full and fast layer searches of the presets
FILE (JSON lines) keeps the answers, so that the run can be stopped and gone on with. Without an ID: all presets.`;

await runMain(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { answers: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const instructions = positionals.length > 0 ? positionals.map(instructionOf) : INSTRUCTIONS;
  // one thread: a long run leaves the machine usable
  const { tiller, close } = nodeTiller({ check }, { threads: 1 });
  const store = fileAnswerStore(values.answers ?? null);
  try {
    await loadLanguages();
    await tiller.loadModel('embedded', { backend: 'wasm' });
    const comparisons: Comparison[] = [];
    for (const instruction of instructions) {
      const comparison = await compareSearches(instruction, readVector(instruction.id), labOf(tiller, store));
      comparisons.push(comparison);
      console.error(rowOf(comparison));
    }
    console.log(reportOf(comparisons));
  } finally {
    store.flush();
    close();
  }
});

function instructionOf(id: string): Instruction {
  const instruction = findInstruction(id);
  if (instruction) return instruction;
  throw new SetupError(`expected the id of a preset, found "${id}".\n${USAGE}`);
}
