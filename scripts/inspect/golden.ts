/** Compares a loaded model with golden numbers, number by number: alone and in batches. */
import type { Intervention } from '../../src/core/steering/types.ts';
import type { Backend, Lane } from '../../src/protocol/model.ts';
import type { EmbeddedGolden, FixtureGolden } from '../lib/goldenFiles.ts';
import { largestDifference } from '../lib/goldenFiles.ts';
import type { Subject } from './subject.ts';

export interface Comparison {
  what: string;
  /** largest difference found; for tokens the number of sequences that differ */
  found: number;
  allowed: number;
  /** how many numbers or sequences were compared */
  compared: number;
}

export const holds = ({ found, allowed }: Comparison): boolean => found <= allowed;

/** Absolute. A GPU's own exponentials and roots may cost some digits; the software adapter stays below 1e-5. */
function fixtureTolerance(backend: Backend, file: string): number {
  if (/fp?16/.test(file)) return 3e-2;
  return backend === 'wasm' ? 1e-4 : 1e-3;
}

/** Golden numbers in the format of e2e/fixtures/models/README.md, for one of the files they list. */
export async function compareFixture(
  subject: Subject,
  golden: FixtureGolden,
  file: FixtureGolden['files'][number],
  backend: Backend,
): Promise<Comparison[]> {
  const { runs } = golden.goldens[file.golden]!;
  const allowed = fixtureTolerance(backend, file.file);
  const steeringOf = (name: string | null): Intervention[] => {
    const steering = golden.steerings.find((item) => item.name === name);
    if (!steering) return [];
    const { layer, a, b } = steering;
    return [{ layer, direction: golden.direction, operator: b === 1 ? 'setProjection' : 'add', value: a }];
  };
  const worst = { residAlone: 0, residBatch: 0, logits: 0 };
  for (const name of [null, ...golden.steerings.map((steering) => steering.name)]) {
    const own = runs.filter((run) => run.steering === name);
    const prompts = own.map((run) => golden.prompts[run.prompt]!.inputIds);
    const together = await subject.capture(prompts, steeringOf(name));
    const size = golden.numLayers * golden.hiddenSize;
    for (const [index, run] of own.entries()) {
      const expected = run.residPost.flat();
      const row = Array.from({ length: size }, (_, i) => together[index * size + i]!);
      const alone = await subject.capture([prompts[index]!], steeringOf(name));
      const logits = Array.from(await subject.logits(prompts[index]!, steeringOf(name)));
      const most = Math.max(...logits);
      worst.residBatch = Math.max(worst.residBatch, largestDifference(row, expected));
      worst.residAlone = Math.max(worst.residAlone, largestDifference(alone, expected));
      worst.logits = Math.max(
        worst.logits,
        largestDifference(logits.slice(0, run.logits.length), run.logits),
        Math.abs(most - run.maxLogit),
        Math.abs(logits[run.argmax]! - run.maxLogit),
      );
    }
  }
  const lanes = runs.map(
    (run): Lane => ({
      prompt: golden.prompts[run.prompt]!.inputIds,
      interventions: steeringOf(run.steering),
      maxNewTokens: run.greedy.length,
    }),
  );
  const certain = runs.flatMap((run, index) => (run.greedyMargin > 10 * allowed ? [index] : []));
  const differing = (results: { tokenIds: number[] }[]) =>
    certain.filter((index) => !sameUntilEnd(results[index]!.tokenIds, runs[index]!.greedy)).length;
  const batch = await subject.generate(lanes);
  const alone = [];
  for (const lane of lanes) alone.push((await subject.generate([lane]))[0]!);
  const states = runs.length * golden.numLayers * golden.hiddenSize;
  return [
    { what: 'residual stream, alone', found: worst.residAlone, allowed, compared: states },
    { what: 'residual stream, in a batch', found: worst.residBatch, allowed, compared: states },
    { what: 'logits', found: worst.logits, allowed, compared: runs.length * (runs[0]!.logits.length + 2) },
    { what: 'greedy tokens, alone', found: differing(alone), allowed: 0, compared: certain.length },
    { what: 'greedy tokens, in one batch', found: differing(batch), allowed: 0, compared: certain.length },
  ];
}

/** Golden numbers of the embedded model (format: its own golden.json). */
export async function compareEmbedded(
  subject: Subject,
  golden: EmbeddedGolden,
  backend: Backend,
): Promise<Comparison[]> {
  const chat = (content: string) => [{ role: 'user' as const, content }];
  const allowedLogits = golden.tolerances[backend].logits;
  const allowedStates = backend === 'wasm' ? 2e-3 : 1e-2;
  const prompts = golden.prompts.map((prompt) => chat(prompt.message));
  let tokens = 0;
  let logits = 0;
  let logProbs = 0;
  let states = 0;
  const numLayers = golden.prompts[0]!.residPostNorm.length;
  const captured = await subject.capture(prompts, []);
  const hiddenSize = captured.length / prompts.length / numLayers;
  for (const [index, prompt] of golden.prompts.entries()) {
    if (!sameUntilEnd(await subject.tokenize(prompts[index]!), prompt.inputIds)) tokens++;
    const found = Array.from(await subject.logits(prompts[index]!, []));
    logits = Math.max(
      logits,
      largestDifference(found.slice(0, prompt.logitsFirst64.length), prompt.logitsFirst64),
      Math.abs(found[prompt.argmax]! - prompt.maxLogit),
    );
    const scored = await subject.score(prompts[index]!, prompt.completion.text);
    logProbs = Math.max(logProbs, largestDifference(scored.logProbs, prompt.completion.logProbs));
    for (const [layer, norm] of prompt.residPostNorm.entries()) {
      const start = (index * numLayers + layer) * hiddenSize;
      const row = Array.from({ length: hiddenSize }, (_, i) => captured[start + i]!);
      states = Math.max(states, Math.abs(Math.hypot(...row) - norm) / norm);
      const expected = prompt.residPost[layer];
      if (expected) states = Math.max(states, Math.hypot(...row.map((x, i) => x - expected[i]!)) / norm);
    }
  }
  const comparisons: Comparison[] = [
    { what: 'token ids of the prompts', found: tokens, allowed: 0, compared: prompts.length },
    { what: 'logits', found: logits, allowed: allowedLogits, compared: prompts.length * 65 },
    { what: 'log-probabilities', found: logProbs, allowed: allowedLogits, compared: prompts.length * 5 },
    {
      what: 'residual stream, relative',
      found: states,
      allowed: allowedStates,
      compared: prompts.length * numLayers,
    },
  ];
  // 32 tokens a lane are hours on an emulated GPU
  if (backend === 'wasm') comparisons.push(...(await compareAnswers(subject, golden, allowedLogits)));
  return comparisons;
}

async function compareAnswers(
  subject: Subject,
  golden: EmbeddedGolden,
  allowed: number,
): Promise<Comparison[]> {
  const lanes: Lane[] = [];
  const expected: { tokenIds: number[]; smallestMargin: number; marginAt: number }[] = [];
  const add = (message: string, answer: (typeof expected)[number], more: Partial<Lane>) => {
    const prompt = [{ role: 'user' as const, content: message }];
    lanes.push({ prompt, maxNewTokens: 32, ...more });
    expected.push(answer);
  };
  for (const prompt of golden.prompts) {
    add(prompt.message, prompt.greedy32, {});
    add(prompt.message, prompt['greedy32RepetitionPenalty1.15'], { repetitionPenalty: 1.15 });
  }
  for (const { direction, steered } of Object.values(golden.vectors)) {
    for (const { layer, operator, value, prompt, greedy32 } of steered) {
      const intervention = { layer, direction: direction[layer]!, operator, value };
      add(golden.prompts[prompt]!.message, greedy32, { interventions: [intervention] });
    }
  }
  const differing = (results: { tokenIds: number[] }[]) =>
    expected.filter(({ tokenIds, smallestMargin, marginAt }, index) => {
      const certain = smallestMargin > 10 * allowed ? tokenIds : tokenIds.slice(0, marginAt);
      return !sameUntilEnd(results[index]!.tokenIds.slice(0, certain.length), certain);
    }).length;
  const batch = await subject.generate(lanes);
  const alone = [];
  for (const lane of lanes) alone.push((await subject.generate([lane]))[0]!);
  return [
    { what: 'greedy answers, alone', found: differing(alone), allowed: 0, compared: lanes.length },
    { what: 'greedy answers, in one batch', found: differing(batch), allowed: 0, compared: lanes.length },
  ];
}

/** A lane stops at an end token where the golden run went on: what it wrote has to be a beginning of the golden. */
function sameUntilEnd(found: number[], expected: number[]): boolean {
  return found.length > 0 && found.every((id, index) => id === expected[index]);
}
