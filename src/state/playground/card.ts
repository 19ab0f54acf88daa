/** One vector of the steering stack: what it stands for, where it acts, how strongly and how. */
import type { Operator, Scope } from '../../core/steering/types.ts';
import { fixed } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
import { fits, type Range } from './settings.ts';
import type { Steerable } from './steerable.ts';

/** Plain data: storage, links and session files hold it as it is. A `SteeringSetting` of core with a vector's name. */
export interface SteeringCard {
  /** unique in its stack, and stays when another vector is chosen */
  id: string;
  /** of a preset or a saved vector; null until one is chosen */
  chosenId: string | null;
  /** 0-based */
  layer: number;
  /** 0: as the plain prompts, 1: as the instructed ones */
  strength: number;
  operator: Operator;
  /** which positions are steered */
  scope: Scope;
  /** 0 to `NUM_COLOURS` - 1, an entry of the page's palette */
  colour: number;
  isOn: boolean;
}

export const STRENGTH_RANGE: Range = { min: -2, max: 3, step: 0.05 };
export const NUM_COLOURS = 6;

export const operatorLabel = (operator: Operator): string => t(`steering.operator_${operator}`);
export const scopeLabel = (scope: Scope): string => t(`steering.scope_${scope}`);

export const FIRST_CARD: SteeringCard = {
  id: 'card-1',
  chosenId: null,
  layer: 0,
  strength: 1,
  operator: 'setProjection',
  scope: 'all',
  colour: 0,
  isOn: true,
};

/** Takes over the setting that is known to work best, where there is one; switch and colour stay as they are. */
export function withChosen(card: SteeringCard, { id, setting }: Steerable): SteeringCard {
  if (!setting) return { ...card, chosenId: id };
  const { layer, strength, operator, scope = 'all' } = setting;
  const { min, max } = STRENGTH_RANGE;
  return {
    ...card,
    chosenId: id,
    layer,
    strength: Math.min(max, Math.max(min, strength)),
    operator,
    scope,
  };
}

/** A layer that the model does not have changes nothing. */
export function withLayer(card: SteeringCard, layer: number, numLayers: number): SteeringCard {
  return fits(layer, { min: 0, max: numLayers - 1, step: 1 }) ? { ...card, layer } : card;
}

/** Rounded to hundredths, so that 0.05 + 0.1 is 0.15; out of range changes nothing. */
export function withStrength(card: SteeringCard, strength: number): SteeringCard {
  if (!fits(strength, STRENGTH_RANGE)) return card;
  return { ...card, strength: Math.round(strength * 100) / 100 };
}

/** The layer a model of another depth gets when the chosen one is past its last. */
export function clampLayer(card: SteeringCard, numLayers: number): SteeringCard {
  return card.layer < numLayers ? card : { ...card, layer: numLayers - 1 };
}

/** `layer 25 · strength 1.00` */
export function describeCard({ layer, operator, strength, scope }: SteeringCard): string {
  const what =
    operator === 'ablate'
      ? t('steering.directionRemoved')
      : t('steering.atStrength', { strength: hundredths(strength) });
  const where = scope === 'all' ? [] : [t(`steering.scopeOnly_${scope}`)];
  return [t('steering.atLayer', { layer }), what, ...where].join(' · ');
}

export const hundredths = (strength: number): string => fixed(strength, 2);
