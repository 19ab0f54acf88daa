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
  /** in English */
  reason: string;
  /** the same as values, for words of other languages; not in results of earlier versions */
  why?: LayerReason;
}

interface Passed {
  passed: number;
  total: number;
}

/** Why a layer was chosen, or none. */
export type LayerReason =
  | { kind: 'chosen'; layer: number; best: Passed; plain: Passed }
  | { kind: 'noneTried' | 'allFellApart' | 'plainPassesAll' }
  | { kind: 'notCompared'; layer: number; best: Passed }
  /** `fellApart`: other layers at which an answer did */
  | { kind: 'notBetter'; layer: number; best: Passed; plain: Passed; fellApart: number };

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
    const why = { kind: 'chosen', layer: best.layer, best: passedOf(best), plain: passedOf(plain) } as const;
    return { outcome: 'chosen', layer: best.layer, reason: inEnglish(why), why };
  }
  const why = whyDeclined(plain, layers);
  return { outcome: 'declined', layer: null, reason: inEnglish(why), why };
}

/** Best first: by score, then the earliest. */
export function rankLayers<L extends ScoredLayer>(layers: readonly L[]): L[] {
  return layers.toSorted((a, b) => b.score - a.score || a.layer - b.layer);
}

function whyDeclined(plain: LayerScore, layers: readonly ScoredLayer[]): LayerReason {
  if (layers.length === 0) return { kind: 'noneTried' };
  const sound = layers.filter(({ degenerate }) => degenerate === 0);
  if (sound.length === 0) return { kind: 'allFellApart' };
  if (plain.score === 1) return { kind: 'plainPassesAll' };
  const { layer, ...score } = rankLayers(sound)[0]!;
  const best = passedOf(score);
  if (plain.total === 0) return { kind: 'notCompared', layer, best };
  return { kind: 'notBetter', layer, best, plain: passedOf(plain), fellApart: layers.length - sound.length };
}

const passedOf = ({ passed, total }: Passed): Passed => ({ passed, total });

const counted = ({ passed, total }: Passed): string => `${passed} of ${total}`;

/** For records and for programs; the page has its own words. */
function inEnglish(why: LayerReason): string {
  switch (why.kind) {
    case 'chosen':
      return `Layer ${why.layer}: ${counted(why.best)} validation prompts pass, against ${counted(why.plain)} without steering.`;
    case 'noneTried':
      return 'No layer was tried.';
    case 'allFellApart':
      return 'No layer: at each of them an answer falls apart.';
    case 'plainPassesAll':
      return 'No layer: without steering all validation prompts pass already.';
    case 'notCompared':
      return `No layer: at the best one, ${why.layer}, ${counted(why.best)} validation prompts pass.`;
    case 'notBetter': {
      const { fellApart } = why;
      const others = fellApart === 1 ? 'one other layer' : `${fellApart} other layers`;
      return (
        `No layer: without steering ${counted(why.plain)} validation prompts pass, and at the best layer, ` +
        `${why.layer}, ${counted(why.best)}.${fellApart > 0 ? ` At ${others} an answer falls apart.` : ''}`
      );
    }
  }
}
