/**
 * The rules of the paper's layer search: which layers are tried, what a layer is worth, and which one is taken. Source:
 * Stolfo et al., "Improving Instruction-Following in Language Models through Activation Steering".
 */
import { type Share, wilsonInterval } from '../ifeval/statistics.ts';
import type { SteeringVector } from '../steering/types.ts';

/** Of one answer to a validation prompt: passes loosely, does not, or has fallen apart (which is no pass either way). */
export type AnswerVerdict = 'pass' | 'fail' | 'degenerate';

export interface LayerScore {
  passed: number;
  total: number;
  /** answers that have fallen apart */
  degenerate: number;
  /** what layers are compared by: the share that passes, or 0 where an answer is degenerate */
  score: number;
  /** 95 % Wilson interval of passed of total */
  interval: Share['interval'];
}

export interface ScoredLayer extends LayerScore {
  layer: number;
}

export interface LayerPick {
  outcome: 'chosen' | 'declined';
  /** null: no steering is as good as any layer */
  layer: number | null;
  /** in words */
  reason: string;
}

/** Layers below a fifth of the depth hold words rather than meaning; of the others every second one is tried. */
export function candidateLayers(numLayers: number): number[] {
  const first = Math.floor(numLayers / 5);
  return Array.from({ length: Math.ceil((numLayers - first) / 2) }, (_, i) => first + 2 * i);
}

/** The candidates at which the vector has a direction; where it has none at any of them, all layers at which it has one. */
export function layersToSearch({ numLayers, hiddenSize, direction }: SteeringVector): number[] {
  const hasDirection = (layer: number): boolean =>
    direction.subarray(layer * hiddenSize, (layer + 1) * hiddenSize).some((value) => value !== 0);
  const candidates = candidateLayers(numLayers).filter(hasDirection);
  return candidates.length > 0 ? candidates : [...Array(numLayers).keys()].filter(hasDirection);
}

/** @returns score 0 for no verdicts */
export function scoreLayer(verdicts: readonly AnswerVerdict[]): LayerScore {
  const score = scorePlain(verdicts);
  return score.degenerate > 0 ? { ...score, score: 0 } : score;
}

/** The same for no steering, which is not to blame for an answer that falls apart. */
export function scorePlain(verdicts: readonly AnswerVerdict[]): LayerScore {
  const total = verdicts.length;
  const passed = verdicts.filter((verdict) => verdict === 'pass').length;
  const degenerate = verdicts.filter((verdict) => verdict === 'degenerate').length;
  return {
    passed,
    total,
    degenerate,
    score: total > 0 ? passed / total : 0,
    interval: wilsonInterval(passed, total),
  };
}

/** "No steering" is a candidate; it wins ties, then the earliest layer does. */
export function pickLayer(plain: LayerScore, layers: readonly ScoredLayer[]): LayerPick {
  const best = rankLayers(layers)[0];
  if (best && best.score > plain.score) {
    return {
      outcome: 'chosen',
      layer: best.layer,
      reason:
        `Layer ${best.layer}: ${counted(best)} validation prompts pass, ` +
        `against ${counted(plain)} without steering.`,
    };
  }
  return { outcome: 'declined', layer: null, reason: whyDeclined(plain, layers) };
}

/** Best first: by score, then the earliest. */
export function rankLayers<L extends ScoredLayer>(layers: readonly L[]): L[] {
  return layers.toSorted((a, b) => b.score - a.score || a.layer - b.layer);
}

function whyDeclined(plain: LayerScore, layers: readonly ScoredLayer[]): string {
  if (layers.length === 0) return 'No layer was tried.';
  const sound = layers.filter(({ degenerate }) => degenerate === 0);
  if (sound.length === 0) return 'No layer: at each of them an answer falls apart.';
  if (plain.score === 1) return 'No layer: without steering all validation prompts pass already.';
  const best = rankLayers(sound)[0]!;
  if (plain.total === 0)
    return `No layer: at the best one, ${best.layer}, ${counted(best)} validation prompts pass.`;
  const lost = layers.length - sound.length;
  return (
    `No layer: without steering ${counted(plain)} validation prompts pass, and at the best layer, ` +
    `${best.layer}, ${counted(best)}.` +
    (lost > 0 ? ` At ${lost === 1 ? 'one other layer' : `${lost} other layers`} an answer falls apart.` : '')
  );
}

function counted({ passed, total }: LayerScore): string {
  return `${passed} of ${total}`;
}
