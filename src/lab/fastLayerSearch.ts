/**
 * The layer search in fast mode: layers are ranked by the states they lead to, which costs no writing; the best
 * few answer two prompts each, the best of these the rest, and the plain model only as long as it could still win.
 */
import { type LayerEffect, rankByEffect } from '../core/search/layerEffect.ts';
import {
  type LayerPick,
  type LayerScore,
  layersToSearch,
  pickLayer,
  type ScoredLayer,
} from '../core/search/layerSearch.ts';
import { AnswerTable } from './answerTable.ts';
import type { Lab } from './lab.ts';
import { layerEffects } from './layerEffects.ts';
import type { LayerSearchInput, LayerSearchResult, SearchOptions } from './layerSearch.ts';

export interface FastSearchInput extends LayerSearchInput {
  /** the instruction in words, taking turns: where steering should lead */
  phrasings: readonly [string, ...string[]];
  /** gets to write, whatever its rank: where others found this instruction; one that is no candidate is left out */
  startLayer?: number;
  /** tried in turn where the strength of `steering` is declined; default none */
  fallbackStrengths?: readonly number[];
}

export interface FastSearchResult extends LayerSearchResult {
  /** that of the pick, or the last one tried */
  strength: number;
  /** all candidates at that strength, the strongest effect first */
  ranking: LayerEffect[];
}

/** On the embedded model four prompts rank layers as eight do. */
const RANK_PROMPTS = 4;
/** Layers that get to write, and the prompts on which they compete. */
const FINALISTS = 3;
const FIRST_PROMPTS = 2;
/** Prompts that the winner answers at most: two more would change few verdicts. */
const FAST_PROMPTS = 6;
/** The plain model answers two prompts at a time. */
const PLAIN_STEP = 2;

/**
 * @returns plain data, the same for the same input; `layers` holds those that wrote, `plain` what was asked without steering
 * @throws TillerError as `layerSearch`
 */
export async function fastLayerSearch(
  input: FastSearchInput,
  lab: Lab,
  options: SearchOptions = {},
): Promise<FastSearchResult> {
  const table = new AnswerTable(input, lab, options);
  const strengths = [input.steering.strength, ...(input.fallbackStrengths ?? [])];
  let result: FastSearchResult | null = null;
  for (const strength of strengths) {
    const steering = { ...input.steering, strength };
    const ranking = await rank({ ...input, steering }, lab, options);
    const pick = await contest(input, ranking, table.at(strength));
    result = { ...table.at(strength).result(pick), strength, ranking };
    if (pick.outcome === 'chosen') break;
  }
  return result!;
}

async function rank(
  input: FastSearchInput,
  lab: Lab,
  { signal, onUpdate }: SearchOptions,
): Promise<LayerEffect[]> {
  const layers = input.layers ?? layersToSearch(input.vector);
  const prompts = input.prompts.slice(0, RANK_PROMPTS);
  const effects = await layerEffects({ ...input, prompts, layers }, lab, {
    signal,
    onProgress: (answered, total) => onUpdate?.({ stage: 'rank', curve: [], answered, total, newTokens: 0 }),
  });
  return rankByEffect(effects);
}

async function contest(
  { prompts: all, startLayer }: FastSearchInput,
  ranking: readonly LayerEffect[],
  table: AnswerTable,
): Promise<LayerPick> {
  const prompts = all.slice(0, FAST_PROMPTS);
  const cellsOf = (layer: number | null, from: number, to?: number) =>
    prompts.slice(from, to).map((prompt) => ({ layer, prompt }));
  const finalists = ranking
    .filter(({ layer }, rank) => rank < FINALISTS || layer === startLayer)
    .map(({ layer }) => layer);
  await table.ask(finalists.flatMap((layer) => cellsOf(layer, 0, FIRST_PROMPTS)));

  let best: ScoredLayer | null = null;
  for (const { layer } of byScore(finalists.map((each) => table.layer(each)))) {
    await table.ask(cellsOf(layer, FIRST_PROMPTS));
    await table.confirm(layer);
    const whole = table.layer(layer);
    if (!best || whole.score > best.score) best = whole;
    // the next one has its turn only where this one fell apart
    if (whole.degenerate === 0) break;
  }
  if (!best || best.score === 0) return pickLayer(table.plain(), best ? [best] : []);
  for (let asked = 0; canStillMatter(best.passed, table.plain(), prompts.length); asked += PLAIN_STEP) {
    await table.ask(cellsOf(null, asked, asked + PLAIN_STEP));
  }
  return pickLayer(table.plain(), [best]);
}

/** Best first; of equal ones the first, which has the strongest effect. */
function byScore(layers: readonly ScoredLayer[]): ScoredLayer[] {
  return layers.toSorted((a, b) => b.score - a.score);
}

/** Whether the plain model's open answers decide between it and a layer with so many passes. */
function canStillMatter(passed: number, plain: LayerScore, prompts: number): boolean {
  const open = prompts - plain.total;
  return open > 0 && plain.passed < passed && plain.passed + open >= passed;
}
