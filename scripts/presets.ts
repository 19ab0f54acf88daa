/** `npm run presets`: builds the presets' vectors, sweeps their settings, or checks that what is shipped is current. */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { check, loadLanguages } from '../src/core/ifeval/index.ts';
import { BASE_PROMPTS } from '../src/core/pairs/basePrompts.ts';
import { findInstruction, INSTRUCTIONS, type Instruction } from '../src/core/pairs/instructions.ts';
import { nodeTiller } from './lib/nodeTiller.ts';
import { Answers } from './lib/presets/answers.ts';
import { isIndexCurrent, readSweep, settingOf, writeIndex, writeSweep } from './lib/presets/presetIndex.ts';
import { countPasses, judgeWorks, measureCost, sweep } from './lib/presets/sweep.ts';
import {
  buildVector,
  presetsFolder,
  readVector,
  smallestCosine,
  writeVector,
} from './lib/presets/vectors.ts';
import { runMain, SetupError } from './lib/setup.mjs';

const USAGE = `npm run presets [-- [ID ...]]                       builds vectors and writes index.json
npm run presets -- --sweep [--answers FILE] [ID ...]   compares settings of the vectors that are there (long)
npm run presets -- --cost [--answers FILE] [ID ...]    measures again what the chosen settings cost
npm run presets -- --check [ID ...]                    builds again and compares; exit 1 where the files are not current
Without an ID: all presets.`;

/** Rounding differs between machines; another pair, prompt or model shows in the second digit. */
const MIN_COSINE = 0.9999;

await runMain(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      sweep: { type: 'boolean', default: false },
      cost: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      answers: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const instructions = positionals.length > 0 ? positionals.map(instructionOf) : [...INSTRUCTIONS];
  // one thread: a long run leaves the machine usable, and threads that wait for each other gain little beside other work
  const { tiller, close } = nodeTiller({ check }, { threads: 1 });
  try {
    await loadLanguages();
    await tiller.loadModel('embedded', { backend: 'wasm' });
    mkdirSync(presetsFolder, { recursive: true });
    if (values.check) await checkAll(instructions);
    else if (values.sweep) await sweepAll(instructions, values.answers ?? null);
    else if (values.cost) await costAll(instructions, values.answers ?? null);
    else await buildAll(instructions);
  } finally {
    close();
  }

  async function buildAll(list: Instruction[]): Promise<void> {
    const results = readSweep();
    for (const instruction of list) {
      const vector = await buildVector(tiller, instruction);
      writeVector(instruction, vector, settingOf(instruction, results));
      console.log(`${instruction.id}: built`);
    }
    writeIndex(results);
  }

  async function sweepAll(list: Instruction[], answersPath: string | null): Promise<void> {
    const answers = new Answers(tiller, answersPath);
    const results = readSweep();
    for (const instruction of list) {
      const vector = readVector(instruction.id);
      const result = await sweep(instruction, vector, answers, tiller);
      results[instruction.id] = result;
      writeSweep(results);
      writeIndex(results);
      writeVector(instruction, vector, result.chosen);
      const { chosen, test } = result;
      console.log(
        `${instruction.id}: layer ${chosen.layer}, ${chosen.operator} ${chosen.strength}; of ${test.prompts} prompts ` +
          `${test.plain.passes} pass plain, ${test.words.passes} in words, ${test.steered.passes} steered ` +
          `(works: ${judgeWorks(test)})`,
      );
    }
  }

  /** Only for answers that are counted as in the sweep: else its numbers are of another model or program. */
  async function costAll(list: Instruction[], answersPath: string | null): Promise<void> {
    const answers = new Answers(tiller, answersPath);
    for (const instruction of list) {
      const results = readSweep();
      const result = results[instruction.id];
      if (!result) throw new SetupError(`${instruction.id} was never swept: npm run presets -- --sweep`);
      const { chosen, test } = result;
      const prompts = BASE_PROMPTS.test.slice(0, test.prompts);
      const steering = { vector: readVector(instruction.id), setting: chosen };
      const counted = countPasses(instruction, prompts, await answers.of(prompts, steering), tiller);
      if (counted.passes !== test.steered.passes || counted.degenerate !== test.steered.degenerate) {
        console.log(
          `${instruction.id}: ${JSON.stringify(counted)} here, ${JSON.stringify(test.steered)} in the sweep; sweep it again`,
        );
        process.exitCode = 1;
        continue;
      }
      const cost = await measureCost(steering, prompts, answers, tiller);
      results[instruction.id] = { ...result, test: { ...test, cost } };
      writeSweep(results);
      writeIndex(results);
      console.log(`${instruction.id}: perplexity x ${cost.perplexityRatio}`);
    }
  }

  async function checkAll(list: Instruction[]): Promise<void> {
    let isCurrent = isIndexCurrent(readSweep());
    console.log(`index.json: ${isCurrent ? 'current' : 'not current, run npm run presets'}`);
    for (const instruction of list) {
      const cosine = smallestCosine(await buildVector(tiller, instruction), readVector(instruction.id));
      const isSame = cosine >= MIN_COSINE;
      isCurrent &&= isSame;
      console.log(
        `${instruction.id}: ${isSame ? 'current' : 'NOT CURRENT'}, smallest cosine ${cosine.toFixed(6)}`,
      );
    }
    if (!isCurrent) process.exitCode = 1;
  }
});

function instructionOf(id: string): Instruction {
  const instruction = findInstruction(id);
  if (instruction) return instruction;
  const ids = INSTRUCTIONS.map((each) => each.id).join(', ');
  throw new SetupError(`expected the id of a preset, found "${id}". There are: ${ids}.\n${USAGE}`);
}
