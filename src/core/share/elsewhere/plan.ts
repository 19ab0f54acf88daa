/** What another program is asked to repeat: the live state with every number resolved, and what comes of asking. */
import { asAsked } from '../../pairs/asking.ts';
import type { Operator, Scope } from '../../steering/types.ts';

export interface PlannedVector {
  title: string;
  /** 0-based decoder block */
  layer: number;
  /** [hiddenSize], length 1 */
  direction: Float32Array;
  operator: Operator;
  /** coefficient, or target projection; 0 for `ablate` */
  value: number;
  scope: Scope;
}

export interface RunPlan {
  /** where the model's PyTorch weights lie: a Hugging Face repository, or a folder */
  repository: string;
  revision: string | null;
  prompt: string;
  /** empty: none */
  systemPrompt: string;
  hasChatTemplate: boolean;
  /** those that act, in their order */
  vectors: readonly PlannedVector[];
  decoding: {
    maxNewTokens: number;
    /** 0: greedy */
    temperature: number;
    /** 0: all tokens */
    topK: number;
    /** 1: all tokens */
    topP: number;
    /** 1: none */
    repetitionPenalty: number;
    seed: number;
  };
}

export interface MadeFile {
  name: string;
  content: string | Uint8Array<ArrayBuffer>;
}

/** `refused`: the other program would do something else, so that there is no file. */
export type Elsewhere =
  | { kind: 'made'; files: readonly MadeFile[]; commands: readonly string[]; notes: readonly string[] }
  | { kind: 'refused'; reasons: readonly string[] };

/** Reasons that hold for every program. */
export function commonReasons(plan: RunPlan): string[] {
  const reasons: string[] = [];
  if (plan.repository.trim() === '') {
    reasons.push('The repository of the model’s PyTorch weights is not known. Name it above.');
  }
  if (plan.vectors.length === 0) reasons.push('No vector steers: switch one on.');
  return reasons;
}

export const isGreedy = ({ decoding }: RunPlan): boolean => decoding.temperature === 0;

/** The question as a base model gets it, which knows no chat; it ends at the next question. */
export const questionText = ({ prompt, systemPrompt }: RunPlan): string =>
  String(asAsked(prompt, false, systemPrompt).prompt);
export const QUESTION_STOP = '\nQ:';

/** Vectors by the layer they act at, in their order; layers ascend. */
export function byLayer(vectors: readonly PlannedVector[]): Map<number, PlannedVector[]> {
  const layers = new Map<number, PlannedVector[]>();
  for (const vector of vectors.toSorted((a, b) => a.layer - b.layer)) {
    layers.set(vector.layer, [...(layers.get(vector.layer) ?? []), vector]);
  }
  return layers;
}

/** [hiddenSize]: what `add` vectors add together at one layer. @param vectors at least one */
export function summed(vectors: readonly PlannedVector[]): Float32Array {
  const sum = new Float64Array(vectors[0]!.direction.length);
  for (const { direction, value } of vectors) {
    for (let i = 0; i < sum.length; i++) sum[i]! += value * direction[i]!;
  }
  return Float32Array.from(sum);
}
