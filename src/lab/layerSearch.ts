/**
 * The paper's layer search: every candidate layer answers the validation prompts, and so does the model without steering.
 * An answer ends as soon as its verdict is certain; the layer that is picked has to stand by its whole answers.
 */
import { TillerError } from '../core/errors.ts';
import type { InstructionCheck } from '../core/pairs/instructions.ts';
import {
  type AnswerVerdict,
  candidateLayers,
  type LayerPick,
  type LayerScore,
  pickLayer,
  type ScoredLayer,
  scoreLayer,
  scorePlain,
} from '../core/search/layerSearch.ts';
import type { SteeringSetting } from '../core/steering/setting.ts';
import type { SteeringVector } from '../core/steering/types.ts';
import type { Answer, Decoding, Question } from './answers.ts';
import { judge } from './judge.ts';
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
  /** default: the paper's candidates */
  layers?: readonly number[];
}

/** Where a search stands with one layer; null: no steering. */
export interface LayerProgress extends LayerScore {
  layer: number | null;
  /** answers still to come */
  open: number;
}

export interface SearchUpdate {
  /** `confirm`: whole answers at the layer that leads */
  stage: 'search' | 'confirm';
  /** no steering first, then the layers in order */
  curve: LayerProgress[];
  /** of this stage */
  answered: number;
  total: number;
  /** generated since the call */
  newTokens: number;
}

export interface SearchAnswer {
  layer: number | null;
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
  const layers = input.layers ?? candidateLayers(input.vector.numLayers);
  const table = new AnswerTable(input, lab, options);
  await table.ask([null, ...layers].flatMap((layer) => input.prompts.map((prompt) => ({ layer, prompt }))));
  return table.confirmed();
}

export interface Cell {
  layer: number | null;
  prompt: string;
}

interface Judged {
  cell: Cell;
  /** null: still to come */
  answer: Answer | null;
  verdict: AnswerVerdict | null;
}

/** The answers of a search by layer and prompt, asked in any order; each counts once. */
export class AnswerTable {
  readonly #input: LayerSearchInput;
  readonly #lab: Lab;
  readonly #options: SearchOptions;
  /** in the order in which they were asked first */
  readonly #cells = new Map<string, Judged>();
  #newTokens = 0;

  constructor(input: LayerSearchInput, lab: Lab, options: SearchOptions) {
    if (input.prompts.length === 0) {
      throw new TillerError('bad_request', 'a layer search needs at least one validation prompt.');
    }
    this.#input = input;
    this.#lab = lab;
    this.#options = options;
  }

  /** Has all cells answered, as one list, so that they share the batches of the model. */
  async ask(cells: readonly Cell[], stage: SearchUpdate['stage'] = 'search'): Promise<void> {
    const { signal, onUpdate } = this.#options;
    const questions = cells.map((cell) => this.#questionOf(cell, stage));
    for (const cell of cells) {
      const name = nameOf(cell);
      if (!this.#cells.has(name)) this.#cells.set(name, { cell, answer: null, verdict: null });
    }
    const total = cells.length;
    const before = this.#newTokens;
    let answered = 0;
    const update = () =>
      onUpdate?.({ stage, curve: this.curve(), answered, total, newTokens: this.#newTokens });
    update();
    await this.#lab.answers.of(questions, {
      signal,
      onAnswer: (index, answer) => {
        const cell = cells[index]!;
        const verdict = judge(this.#lab.tiller, this.#input.check, answer, cell.prompt);
        this.#cells.set(nameOf(cell), { cell, answer, verdict });
        answered += 1;
      },
      onProgress: ({ newTokens }) => {
        this.#newTokens = before + newTokens;
        update();
      },
    });
  }

  /** Picks among all layers asked so far, and holds the pick to its whole answers until one stands. */
  async confirmed(): Promise<LayerSearchResult> {
    for (;;) {
      const pick = pickLayer(this.plain(), this.layers());
      const early = this.#ofLayer(pick.layer).filter(({ answer }) => answer?.isDecided);
      if (pick.layer === null || early.length === 0) return this.#result(pick);
      await this.ask(
        early.map(({ cell }) => cell),
        'confirm',
      );
    }
  }

  plain(): LayerScore {
    return scorePlain(this.#verdicts(null));
  }

  /** In order. */
  layers(): ScoredLayer[] {
    const layers = new Set([...this.#cells.values()].flatMap(({ cell }) => cell.layer ?? []));
    return [...layers]
      .sort((a, b) => a - b)
      .map((layer) => ({ layer, ...scoreLayer(this.#verdicts(layer)) }));
  }

  curve(): LayerProgress[] {
    const progressOf = (layer: number | null, score: LayerScore): LayerProgress => ({
      ...score,
      layer,
      open: this.#ofLayer(layer).filter(({ answer }) => !answer).length,
    });
    return [progressOf(null, this.plain()), ...this.layers().map((score) => progressOf(score.layer, score))];
  }

  #ofLayer(layer: number | null): Judged[] {
    return [...this.#cells.values()].filter(({ cell }) => cell.layer === layer);
  }

  #verdicts(layer: number | null): AnswerVerdict[] {
    return this.#ofLayer(layer).flatMap(({ verdict }) => verdict ?? []);
  }

  /** A whole answer begins with what was written before it was ended early. */
  #questionOf(cell: Cell, stage: SearchUpdate['stage']): Question {
    const { vector, steering, decoding, check, earlyStop = true } = this.#input;
    const known = this.#cells.get(nameOf(cell))?.answer;
    return {
      text: cell.prompt,
      applied: cell.layer === null ? [] : [{ vector, setting: { ...steering, layer: cell.layer } }],
      decoding,
      ...(earlyStop && stage === 'search' ? { stopWhenDecided: check } : {}),
      ...(known ? { begun: known.tokenIds } : {}),
    };
  }

  #result(pick: LayerPick): LayerSearchResult {
    const { maxNewTokens } = this.#input.decoding;
    const all = [...this.#cells.values()];
    const sum = (count: (answer: Answer) => number) =>
      all.reduce((total, { answer }) => total + (answer ? count(answer) : 0), 0);
    return {
      ...pick,
      plain: this.plain(),
      layers: this.layers().map((score) => ({
        ...score,
        isConfirmed: this.#ofLayer(score.layer).every(({ answer }) => !answer?.isDecided),
      })),
      tokens: {
        generated: sum(({ tokenIds }) => tokenIds.length),
        savedAtMost: sum(({ tokenIds, isDecided }) => (isDecided ? maxNewTokens - tokenIds.length : 0)),
      },
      answers: all.flatMap(({ cell, answer, verdict }) =>
        answer && verdict ? [{ ...cell, text: answer.text, verdict, isDecided: answer.isDecided }] : [],
      ),
    };
  }
}

function nameOf({ layer, prompt }: Cell): string {
  return JSON.stringify([layer, prompt]);
}
