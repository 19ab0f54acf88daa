/** Answers of the model in any condition, each generated once: kept in a file, so that a long sweep can be resumed. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Lane, Tiller } from '../../../src/api/index.ts';
import { asChat } from '../../../src/core/pairs/pairs.ts';
import { directionAt, strengthToValue } from '../../../src/core/steering/strength.ts';
import type { SteeringVector } from '../../../src/core/steering/types.ts';
import { GENERATION, type Setting } from './settings.ts';

/** Prompts that run side by side. */
const BATCH = 10;

export interface Steering {
  vector: SteeringVector;
  setting: Setting;
}

export class Answers {
  readonly #tiller: Tiller;
  readonly #path: string | null;
  readonly #known: Map<string, string>;

  /** @param path a JSON file that is read and kept up to date; null keeps answers in memory only */
  constructor(tiller: Tiller, path: string | null) {
    this.#tiller = tiller;
    this.#path = path;
    const stored = path && existsSync(path) ? readFileSync(path, 'utf8') : '{}';
    this.#known = new Map(Object.entries(JSON.parse(stored) as Record<string, string>));
  }

  /** Greedy answers in the order of the prompts, steered where a steering is given. */
  async of(prompts: readonly string[], steering?: Steering): Promise<string[]> {
    const keyOf = (prompt: string) => {
      if (!steering) return prompt;
      const { layer, operator, strength } = steering.setting;
      return `${steering.vector.name} | ${layer} ${operator} ${strength} | ${prompt}`;
    };
    const missing = prompts.filter((prompt) => !this.#known.has(keyOf(prompt)));
    for (let start = 0; start < missing.length; start += BATCH) {
      const batch = missing.slice(start, start + BATCH);
      const results = await this.#tiller.generate(batch.map((prompt) => laneFor(prompt, steering)));
      for (const [index, { text }] of results.entries()) this.#known.set(keyOf(batch[index]!), text);
      if (this.#path) writeFileSync(this.#path, JSON.stringify(Object.fromEntries(this.#known)));
    }
    return prompts.map((prompt) => this.#known.get(keyOf(prompt))!);
  }
}

function laneFor(prompt: string, steering: Steering | undefined): Lane {
  const lane: Lane = { prompt: asChat(prompt), ...GENERATION };
  if (!steering) return lane;
  const { vector, setting } = steering;
  const { layer, operator, strength } = setting;
  const value = strengthToValue(vector, layer, operator, strength);
  return { ...lane, interventions: [{ layer, direction: directionAt(vector, layer), operator, value }] };
}
