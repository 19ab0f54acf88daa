/** The numbers that the lessons speak of, taken out of the replication and the shipped vectors. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Condition } from '../../../src/core/evaluate/conditions.ts';
import type { ConditionSummary } from '../../../src/core/evaluate/summary.ts';
import { readSteeringVector } from '../../../src/core/files/safetensors.ts';
import type { Facts, InstructionFacts } from '../../../src/learn/record.ts';
import { readVector } from '../presets/vectors.ts';
import type { Results } from '../replicate/folder.ts';
import type { InstructionRecord } from '../replicate/instruction.ts';
import { root } from '../setup.mjs';

export const FACTS_PATH = join(root, 'src', 'learn', 'generated', 'facts.json');

export function readResults(): Results {
  return JSON.parse(readFileSync(join(root, 'results', 'results.json'), 'utf8')) as Results;
}

export function lessonFacts({ runs, instructions, composition }: Results): Facts {
  const [run] = runs;
  if (!run) throw new Error('results/results.json holds no run: npm run replicate');
  return {
    about: 'Taken from results/results.json and public/presets by npm run record.',
    numLayers: run.model.numLayers,
    hiddenSize: run.model.hiddenSize,
    instructions: instructions.map(instructionFacts),
    composition: composition && compositionFacts(composition),
  };
}

function instructionFacts(record: InstructionRecord): InstructionFacts {
  const { id, title, setting, searches, trials, test, controls, vector } = record;
  const used =
    vector.source === 'preset'
      ? readVector(id)
      : readSteeringVector(
          readFileSync(join(root, 'results', 'vectors', `${id}-${vector.pairs}.safetensors`)),
        );
  const passes = (condition: Condition) =>
    passed(only(test.conditions, (each) => each.condition === condition));
  const comparison = (base: Condition) => only(test.comparisons, (each) => each.base === base);
  const perplexity = (condition: Condition) =>
    only(test.conditions, (each) => each.condition === condition).perplexity?.median ?? Number.NaN;
  return {
    id,
    title,
    setting: { layer: setting.layer, operator: setting.operator, strength: setting.strength },
    pairs: vector.pairs,
    pairConsistency: round(used.pairConsistency[setting.layer]!, 4),
    validationPrompts: record.validationPrompts,
    validationPlain: record.validationPlain,
    layers: only(searches, ({ steering }) => steering.operator === setting.operator).layers.map(
      ({ layer, passed, degenerate }) => ({ layer, passed, degenerate }),
    ),
    strengths: trials
      .filter(({ operator, layer }) => operator === setting.operator && layer === setting.layer)
      .map(({ strength, sound, degenerate, answers }) => ({ strength, sound, degenerate, answers })),
    testPrompts: record.testPrompts,
    plain: passes('plain'),
    words: passes('words'),
    steered: passes('steered'),
    wordsSteered: passes('wordsSteered'),
    random: passed(controls.random.summary),
    flipped: passed(controls.flipped.summary),
    pValue: round(comparison('plain').pValue, 6),
    perplexityRatio: round(comparison('plain').perplexityRatio ?? Number.NaN, 3),
    wordsPerplexityRatio: round(perplexity('words') / perplexity('plain'), 3),
  };
}

function compositionFacts({
  a,
  b,
  prompts,
  cells,
}: NonNullable<Results['composition']>): Facts['composition'] {
  const all = cells.flat();
  const plain = only(all, ({ strengthA, strengthB }) => strengthA === null && strengthB === null);
  const both = all.filter(({ strengthA, strengthB }) => strengthA !== null && strengthB !== null);
  return {
    titles: [a.title, b.title],
    prompts,
    plainBoth: plain.bothPass,
    bestBoth: Math.max(...both.map(({ bothPass }) => bothPass)),
  };
}

function passed({ loose }: ConditionSummary): number {
  if (!loose) throw new Error('results/results.json holds an instruction without a check');
  return loose.passed;
}

/** The last one that is meant: a search that was widened comes after the first. */
function only<T>(list: readonly T[], isMeant: (each: T) => boolean): T {
  const found = list.findLast(isMeant);
  if (found === undefined) throw new Error('results/results.json misses a part: npm run replicate');
  return found;
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
