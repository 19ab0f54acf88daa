/**
 * The paper's layer search: every candidate layer answers the validation prompts, and so does the model without steering.
 * An answer ends as soon as its verdict is certain; the layer that is picked has to stand by its whole answers.
 */
import type { InstructionCheck } from '../core/pairs/instructions.ts';
import {
  type AnswerVerdict,
  type LayerPick,
  type LayerScore,
  layersToSearch,
  pickLayer,
  type ScoredLayer,
} from '../core/search/layerSearch.ts';
import type { SteeringSetting } from '../core/steering/setting.ts';
import type { SteeringVector } from '../core/steering/types.ts';
import type { Decoding } from './answers.ts';
import { AnswerTable } from './answerTable.ts';
import type { Lab } from './lab.ts';

export interface LayerSearchInput {
  vector: SteeringVector;
  /** how each layer is steered */
  steering: Omit<SteeringSetting, 'layer'>;
  check: InstructionCheck;
  /** validation prompts: none of those that built the vector */
  prompts: readonly string[];
  decoding: Decoding;
  /** end answers whose verdict is certain; default true */
  earlyStop?: boolean;
  /** default: the paper's candidates at which the vector has a direction */
  layers?: readonly number[];
}

/** Where a search stands with one layer; null: no steering. */
export interface LayerProgress extends LayerScore {
  layer: number | null;
  /** answers still to come */
  open: number;
}

export interface SearchUpdate {
  /** `rank`: from states alone, in fast mode; `confirm`: whole answers at the layer that leads */
  stage: 'rank' | 'search' | 'confirm';
  /** no steering first, then the layers in order */
  curve: LayerProgress[];
  /** of this stage */
  answered: number;
  total: number;
  /** generated since the call */
  newTokens: number;
}

export interface SearchAnswer {
  /** null both: no steering */
  layer: number | null;
  strength: number | null;
  prompt: string;
  text: string;
  verdict: AnswerVerdict;
  /** ended early */
  isDecided: boolean;
}

export interface LayerSearchResult extends LayerPick {
  plain: LayerScore;
  /** in order of layer; those that were confirmed count their whole answers */
  layers: (ScoredLayer & { isConfirmed: boolean })[];
  /** of all answers, also remembered ones: the same for the same input */
  tokens: {
    generated: number;
    /** that answers which ended early lacked to the limit: at most so many were saved */
    savedAtMost: number;
  };
  answers: SearchAnswer[];
}

export interface SearchOptions {
  signal?: AbortSignal | undefined;
  onUpdate?: ((update: SearchUpdate) => void) | undefined;
}

/**
 * @returns plain data, the same for the same input
 * @throws TillerError `bad_request` without prompts, `layer_out_of_range`, as `check`, and as `Answers.of`
 */
export async function layerSearch(
  input: LayerSearchInput,
  lab: Lab,
  options: SearchOptions = {},
): Promise<LayerSearchResult> {
  const layers = input.layers ?? layersToSearch(input.vector);
  const table = new AnswerTable(input, lab, options);
  await table.ask([null, ...layers].flatMap((layer) => input.prompts.map((prompt) => ({ layer, prompt }))));
  for (;;) {
    const pick = pickLayer(table.plain(), table.layers());
    if (pick.layer === null || (await table.confirm(pick.layer)) === 0) return table.result(pick);
  }
}
