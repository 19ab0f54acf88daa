/**
 * Texts on either side of the length at which a model changes its rotary table (Phi-3.5: 4,096) are never read together
 * nor continued from each other: keys of one table mean nothing to the other.
 */
import type { PatchReport } from '../../src/core/onnx/patch.ts';

type Model = Pick<PatchReport, 'ropeLimit'>;

export function sharesTable({ ropeLimit }: Model, length: number, other: number): boolean {
  return ropeLimit === null || length > ropeLimit === other > ropeLimit;
}

/** How long a text may become that has `length` positions now: one that begins below the limit ends there. */
export function lengthWithTable({ ropeLimit }: Model, length: number, contextLength: number): number {
  return ropeLimit === null || length > ropeLimit ? contextLength : Math.min(contextLength, ropeLimit);
}

/** Splits texts into those on one side and those on the other; one group where there is one table. */
export function byRopeTable<T extends { idsToRead: readonly number[] }>(model: Model, texts: T[]): T[][] {
  const isShort = (text: T) => sharesTable(model, text.idsToRead.length, 0);
  return [texts.filter(isShort), texts.filter((text) => !isShort(text))].filter((group) => group.length > 0);
}
