/** Chooses a setting on validation prompts: the paper's layer search, then a few strengths at the layer found. */
import type { EvaluationSummary } from '../../../src/core/evaluate/summary.ts';
import type { Instruction, InstructionCheck } from '../../../src/core/pairs/instructions.ts';
import type { ScoredLayer } from '../../../src/core/search/layerSearch.ts';
import type { SteeringSetting } from '../../../src/core/steering/setting.ts';
import type { SteeringVector } from '../../../src/core/steering/types.ts';
import type { Decoding } from '../../../src/lab/answers.ts';
import { evaluation } from '../../../src/lab/evaluation.ts';
import { type FastSearchResult, fastLayerSearch } from '../../../src/lab/fastLayerSearch.ts';
import type { Lab } from '../../../src/lab/lab.ts';
import { type LayerSearchResult, layerSearch } from '../../../src/lab/layerSearch.ts';
import type { Plan } from './plan.ts';
import type { Report } from './progress.ts';
import { bestTrial, type Ladder, type Trial } from './settings.ts';

export type CheckedInstruction = Instruction & { check: InstructionCheck };

/** What every part of a replication works with. */
export interface Work {
  lab: Lab;
  plan: Plan;
  decoding: Decoding;
  signal: AbortSignal;
  report: Report;
}

export interface SearchRecord extends Omit<LayerSearchResult, 'answers'> {
  steering: Omit<SteeringSetting, 'layer'>;
}

/** The same search in fast mode, and what the full search at that strength says of its pick. */
export interface FastRecord extends Omit<FastSearchResult, 'answers'> {
  /**
   * its pick scores as the full search's does, or within that one's interval; both decline alike. Null where the full
   * search was not run at that strength.
   */
  isAsGood: boolean | null;
  /** of the tokens that the full search needed at the same strengths */
  tokenShare: number;
}

export interface Choice {
  validationPrompts: number;
  /** of them, sound passes without steering */
  validationPlain: number;
  /** one a strength, until one does not decline */
  searches: SearchRecord[];
  /** null for steering away, which has no words to lead to */
  fast: FastRecord | null;
  trials: Trial[];
  /** `declined`: no setting beat the plain prompts; `setting` is then the least bad one */
  outcome: 'chosen' | 'declined';
  setting: SteeringSetting;
}

export async function chooseSetting(
  { id, check, phrasings }: CheckedInstruction,
  vector: SteeringVector,
  prompts: readonly string[],
  ladder: Ladder,
  { lab, decoding, signal, report }: Work,
): Promise<Choice> {
  const searches: SearchRecord[] = [];
  for (const strength of ladder.searchStrengths) {
    const steering = { operator: ladder.operator, strength };
    const { answers: _, ...found } = await layerSearch({ vector, steering, check, prompts, decoding }, lab, {
      signal,
      onUpdate: ({ stage, answered, total }) =>
        report(`${id}: layer ${stage} at strength ${strength}`, answered, total),
    });
    searches.push({ steering, ...found });
    if (found.outcome === 'chosen') break;
  }
  const fast = ladder.hasFastMode ? await searchFast() : null;

  const measure = async (setting: SteeringSetting | null): Promise<EvaluationSummary> => {
    const name = setting ? `${setting.operator} ${setting.strength}` : 'plain';
    return evaluation(
      {
        prompts: prompts.map((text) => ({ text })),
        phrasings: [],
        checks: [check],
        applied: setting ? [{ vector, setting }] : [],
        decoding,
        conditions: [setting ? 'steered' : 'plain'],
        perplexity: false,
      },
      lab,
      { signal, onUpdate: ({ done, total }) => report(`${id}: validation, ${name}`, done, total) },
    );
  };
  const soundOf = ({ conditions: [summary] }: EvaluationSummary) => summary?.sound?.passed ?? 0;
  const validationPlain = soundOf(await measure(null));
  const trials: Trial[] = [];
  for (const setting of ladder.trials(layerOf(searches, vector))) {
    const tried = await measure(setting);
    const { answers, degenerate } = tried.conditions[0]!;
    trials.push({ ...setting, answers, sound: soundOf(tried), degenerate });
  }
  const { layer, operator, strength, sound } = bestTrial(trials);
  return {
    validationPrompts: prompts.length,
    validationPlain,
    searches,
    fast,
    trials,
    outcome: sound > validationPlain ? 'chosen' : 'declined',
    setting: { layer, operator, strength },
  };

  async function searchFast(): Promise<FastRecord> {
    const [strength, ...fallbackStrengths] = ladder.searchStrengths;
    const steering = { operator: ladder.operator, strength };
    const { answers: _, ...found } = await fastLayerSearch(
      { vector, steering, fallbackStrengths, check, prompts, decoding, phrasings },
      lab,
      {
        signal,
        onUpdate: ({ stage, answered, total }) => report(`${id}: fast mode, ${stage}`, answered, total),
      },
    );
    return { ...found, ...compareSearches(found, searches) };
  }
}

/** Fast mode against the full searches, strength by strength. */
export function compareSearches(
  fast: Pick<FastSearchResult, 'layer' | 'strength' | 'tokens'>,
  searches: readonly Pick<SearchRecord, 'layer' | 'steering' | 'layers' | 'tokens'>[],
): Pick<FastRecord, 'isAsGood' | 'tokenShare'> {
  const full = searches.find(({ steering }) => steering.strength === fast.strength);
  const scoreOf = (layer: number | null) => full?.layers.find((each) => each.layer === layer);
  const [own, best] = [scoreOf(fast.layer), scoreOf(full?.layer ?? null)];
  const generated = searches.reduce((sum, { tokens }) => sum + tokens.generated, 0);
  return {
    isAsGood: !full
      ? null
      : own && best
        ? own.score >= Math.min(best.score, best.interval[0])
        : fast.layer === full.layer,
    tokenShare: fast.tokens.generated / generated,
  };
}

/** Where the last search ended; where all declined, the layer that told the two sides apart best. */
function layerOf(searches: readonly SearchRecord[], vector: SteeringVector): number {
  const last = searches.at(-1)!;
  if (last.layer !== null) return last.layer;
  const separation = ({ layer }: ScoredLayer) => vector.separation?.[layer] ?? 0;
  const [best] = last.layers.toSorted((a, b) => b.score - a.score || separation(b) - separation(a));
  return best!.layer;
}
