/** The answers of a search by layer and prompt, asked in any order, each generated and counted once. */
import { TillerError } from '../core/errors.ts';
import {
  type AnswerVerdict,
  type LayerPick,
  type LayerScore,
  type ScoredLayer,
  scoreLayer,
  scorePlain,
} from '../core/search/layerSearch.ts';
import type { Answer, Question } from './answers.ts';
import { judge } from './judge.ts';
import type { Lab } from './lab.ts';
import type {
  LayerProgress,
  LayerSearchInput,
  LayerSearchResult,
  SearchOptions,
  SearchUpdate,
} from './layerSearch.ts';

export interface Cell {
  /** null: no steering */
  layer: number | null;
  prompt: string;
}

interface Judged extends Cell {
  strength: number | null;
  /** null: still to come */
  answer: Answer | null;
  verdict: AnswerVerdict | null;
}

interface Shared {
  /** in the order in which they were asked first */
  cells: Map<string, Judged>;
  newTokens: number;
}

export class AnswerTable {
  readonly #input: LayerSearchInput;
  readonly #lab: Lab;
  readonly #options: SearchOptions;
  readonly #shared: Shared;

  /** @throws TillerError `bad_request` without prompts */
  constructor(
    input: LayerSearchInput,
    lab: Lab,
    options: SearchOptions,
    shared: Shared = { cells: new Map(), newTokens: 0 },
  ) {
    if (input.prompts.length === 0) {
      throw new TillerError('bad_request', 'a layer search needs at least one validation prompt.');
    }
    this.#input = input;
    this.#lab = lab;
    this.#options = options;
    this.#shared = shared;
  }

  /** The same search at another strength: what is known without steering holds there as well. */
  at(strength: number): AnswerTable {
    const steering = { ...this.#input.steering, strength };
    return new AnswerTable({ ...this.#input, steering }, this.#lab, this.#options, this.#shared);
  }

  /** Has all cells answered, as one list, so that they share the batches of the model. */
  async ask(cells: readonly Cell[], stage: 'search' | 'confirm' = 'search'): Promise<void> {
    const { signal, onUpdate } = this.#options;
    const questions = cells.map((cell) => this.#questionOf(cell, stage));
    for (const cell of cells) {
      if (!this.#find(cell)) this.#put(cell, null, null);
    }
    const total = cells.length;
    const before = this.#shared.newTokens;
    let answered = 0;
    const update = (): void => {
      const { newTokens } = this.#shared;
      onUpdate?.({ stage, curve: this.curve(), answered, total, newTokens } satisfies SearchUpdate);
    };
    update();
    await this.#lab.answers.of(questions, {
      signal,
      onAnswer: (index, answer) => {
        const cell = cells[index]!;
        this.#put(cell, answer, judge(this.#lab.tiller, this.#input.check, answer, cell.prompt));
        answered += 1;
      },
      onProgress: ({ newTokens }) => {
        this.#shared.newTokens = before + newTokens;
        update();
      },
    });
  }

  /**
   * Has the layer's answers that ended early written to their end.
   * @returns how many there were
   */
  async confirm(layer: number): Promise<number> {
    const early = this.#ofLayer(layer).filter(({ answer }) => answer?.isDecided);
    if (early.length > 0) await this.ask(early, 'confirm');
    return early.length;
  }

  plain(): LayerScore {
    return scorePlain(this.#verdicts(null));
  }

  layer(layer: number): ScoredLayer {
    return { layer, ...scoreLayer(this.#verdicts(layer)) };
  }

  /** In order. */
  layers(): ScoredLayer[] {
    const { strength } = this.#input.steering;
    const here = [...this.#shared.cells.values()].filter((each) => each.strength === strength);
    return [...new Set(here.flatMap(({ layer }) => layer ?? []))]
      .sort((a, b) => a - b)
      .map((layer) => this.layer(layer));
  }

  /** No steering first. */
  curve(): LayerProgress[] {
    const progressOf = (layer: number | null, score: LayerScore): LayerProgress => ({
      ...score,
      layer,
      open: this.#ofLayer(layer).filter(({ answer }) => !answer).length,
    });
    return [progressOf(null, this.plain()), ...this.layers().map((score) => progressOf(score.layer, score))];
  }

  result(pick: LayerPick): LayerSearchResult {
    const { maxNewTokens } = this.#input.decoding;
    const all = [...this.#shared.cells.values()];
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
      answers: all.flatMap(({ layer, strength, prompt, answer, verdict }) =>
        answer && verdict
          ? [{ layer, strength, prompt, text: answer.text, verdict, isDecided: answer.isDecided }]
          : [],
      ),
    };
  }

  #ofLayer(layer: number | null): Judged[] {
    const strength = this.#strengthAt(layer);
    return [...this.#shared.cells.values()].filter(
      (each) => each.layer === layer && each.strength === strength,
    );
  }

  #verdicts(layer: number | null): AnswerVerdict[] {
    return this.#ofLayer(layer).flatMap(({ verdict }) => verdict ?? []);
  }

  /** A whole answer begins with what was written before it was ended early. */
  #questionOf(cell: Cell, stage: 'search' | 'confirm'): Question {
    const { vector, steering, decoding, check, earlyStop = true } = this.#input;
    const known = this.#find(cell)?.answer;
    return {
      text: cell.prompt,
      applied: cell.layer === null ? [] : [{ vector, setting: { ...steering, layer: cell.layer } }],
      decoding,
      ...(earlyStop && stage === 'search' ? { stopWhenDecided: check } : {}),
      ...(known ? { begun: known.tokenIds } : {}),
    };
  }

  #strengthAt(layer: number | null): number | null {
    return layer === null ? null : this.#input.steering.strength;
  }

  #nameOf({ layer, prompt }: Cell): string {
    return JSON.stringify([layer, this.#strengthAt(layer), prompt]);
  }

  #find(cell: Cell): Judged | undefined {
    return this.#shared.cells.get(this.#nameOf(cell));
  }

  #put(cell: Cell, answer: Answer | null, verdict: AnswerVerdict | null): void {
    const { layer, prompt } = cell;
    const strength = this.#strengthAt(layer);
    this.#shared.cells.set(this.#nameOf(cell), { layer, prompt, strength, answer, verdict });
  }
}
