/**
 * Keys and values of prompts that were read, kept from run to run: another answer to the same prompt, a new strength
 * beside the same unsteered lane, a prompt with the same beginning go on from there. Only as many as fit; the one that
 * was of no use for longest goes first.
 */
import type { PatchReport } from '../../src/core/onnx/patch.ts';
import type { Cache } from '../cache/cache.ts';
import { type ReadPrompt, type SteeredPrompt, sharedLength } from './beginning.ts';
import { sharesTable } from './ropeTable.ts';

/** About 2,900 tokens of the embedded model, or 600 of Gemma-2-2B. */
const MAX_BYTES = 128 * 1024 ** 2;
/** Each is compared with every new prompt. */
const MAX_PROMPTS = 32;

export class PromptStore {
  /** the latest last; each cache holds one row */
  private kept: ReadPrompt[] = [];
  private readonly maxBytes: number;

  constructor(maxBytes = MAX_BYTES) {
    this.maxBytes = maxBytes;
  }

  get sizeBytes(): number {
    return this.kept.reduce((total, { cache }) => total + cache.sizeBytes, 0);
  }

  get size(): number {
    return this.kept.length;
  }

  /** Prompts that a text of `length` positions may go on from; they stay as they are until the next `keep`. */
  usableFor(length: number, report: Pick<PatchReport, 'ropeLimit'>): readonly ReadPrompt[] {
    return this.kept.filter(({ cache }) => sharesTable(report, cache.lengths[0]!, length));
  }

  /** Notes that this one was of use. */
  touch(cache: Cache): void {
    const found = this.kept.find((each) => each.cache === cache);
    if (found) this.kept = [...this.kept.filter((each) => each !== found), found];
  }

  /** Takes over a cache of one row that holds the prompt, and makes room for it. It may be gone when this returns. */
  keep(prompt: SteeredPrompt, cache: Cache): void {
    // what the new one holds as well is no use any more
    const isContained = (other: ReadPrompt) => sharedLength(other, prompt) === other.ids.length;
    for (const other of this.kept.filter(isContained)) this.drop(other);
    this.kept.push({ ...prompt, cache, row: 0 });
    while (this.sizeBytes > this.maxBytes || this.kept.length > MAX_PROMPTS) this.drop(this.kept[0]!);
  }

  clear(): void {
    for (const { cache } of this.kept) cache.dispose();
    this.kept = [];
  }

  private drop(prompt: ReadPrompt): void {
    this.kept = this.kept.filter((each) => each !== prompt);
    prompt.cache.dispose();
  }
}
