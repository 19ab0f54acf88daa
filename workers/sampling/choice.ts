/**
 * Picks the next token from what the graph chose, without the other logits, by the same rules as the sampler. Where the
 * candidates cannot tell, the answer is null, and the logits have to be read.
 */
import { CANDIDATES, CHOICE_COLUMNS } from '../../src/core/onnx/choose.ts';
import { drawCandidate } from './candidates.ts';
import { penalisedLogit, type SamplerSettings } from './sampler.ts';

/** What the graph says on one row. */
export interface Choice {
  /** the likeliest token after the penalty */
  id: number;
  /** of that token, under the logits as they are */
  probability: number;
  candidates: Candidates | null;
}

export interface Candidates {
  /** likeliest first, after the penalty */
  ids: readonly number[];
  /** as they are, before penalty and temperature */
  logits: readonly number[];
  /** probability of the first one after penalty and temperature */
  peak: number;
}

/** What a lane's settings ask of the graph. */
export type ChoiceNeed = 'greedy' | 'candidates' | 'logits';

/** A float32 probability below this has lost digits. */
const LEAST_PROBABILITY = 1e-30;
/** Scores closer than this, as a share, may be ordered otherwise on the GPU, whose division may be off by 2.5 units in the last place. */
const ROUNDING = 1e-6;

export function choiceNeed({ temperature, topK, topP }: SamplerSettings): ChoiceNeed {
  if (temperature === 0) return 'greedy';
  if (topK > 0 ? topK < CANDIDATES : topP < 1) return 'candidates';
  return 'logits';
}

/**
 * @param values [rows, columns] as the graph gives them
 * @param vocabSize candidates from there up fill a small vocabulary and are left out
 */
export function readChoices(values: Float32Array, rows: number, vocabSize: number): Choice[] {
  const columns = values.length / rows;
  return Array.from({ length: rows }, (_, row) => {
    const at = values.subarray(row * columns, (row + 1) * columns);
    return {
      id: at[CHOICE_COLUMNS.id]!,
      probability: at[CHOICE_COLUMNS.probability]!,
      candidates: columns > CHOICE_COLUMNS.candidates ? readCandidates(at, vocabSize) : null,
    };
  });
}

function readCandidates(at: Float32Array, vocabSize: number): Candidates {
  const start = CHOICE_COLUMNS.candidates;
  const ids = [...at.subarray(start, start + CANDIDATES)];
  const count = ids.filter((id) => id < vocabSize).length;
  return {
    ids: ids.slice(0, count),
    logits: [...at.subarray(start + CANDIDATES, start + CANDIDATES + count)],
    peak: at[CHOICE_COLUMNS.peak]!,
  };
}

/**
 * @param used ids of prompt and answer so far
 * @param random draws from [0, 1); called once where a token is drawn, never otherwise
 * @returns null where the choice does not settle it; `random` has not been called then
 */
export function pickToken(
  choice: Choice,
  settings: SamplerSettings,
  used: ReadonlySet<number>,
  random: () => number,
): { id: number; logProb: number } | null {
  const { id, probability, candidates } = choice;
  if (!(probability > LEAST_PROBABILITY && probability <= 1 + ROUNDING)) return null;
  const greedy = { id, logProb: Math.min(0, Math.log(probability)) };
  if (settings.temperature === 0) return greedy;
  const first = candidates?.ids.indexOf(id) ?? -1;
  if (!candidates || first < 0) return null;
  const scores = candidates.ids.map((candidate, index) =>
    used.has(candidate)
      ? penalisedLogit(candidates.logits[index]!, settings.repetitionPenalty)
      : candidates.logits[index]!,
  );
  // beyond the last candidate there may be others as likely
  const limit = Math.min(...scores);
  const isComplete = candidates.ids.length < CANDIDATES;
  const above = isComplete ? -Infinity : limit + ROUNDING * Math.abs(limit);
  const drawn = drawCandidate({ ...candidates, scores, above }, settings, random);
  if (drawn === null) return null;
  const logSum = candidates.logits[first]! - Math.log(probability);
  return { id: drawn, logProb: candidates.logits[candidates.ids.indexOf(drawn)]! - logSum };
}
