/** The shipped steering presets: `presets/index.json` as plain, checked values, and how they are grouped and described. */
import { TillerError } from '../../core/errors.ts';
import { show } from '../../core/show.ts';
import type { SteeringSetting } from '../../core/steering/setting.ts';
import type { Operator } from '../../core/steering/types.ts';
import type { ModelInfo } from '../../protocol/model.ts';
import { en } from '../../text/en/index.ts';
import { decimal } from '../../text/numbers.ts';
import { t, textOf } from '../../text/text.ts';
import { isMeasuredOn, type Steerable } from './steerable.ts';

export interface PresetCheck {
  /** IFEval instruction id */
  instructionId: string;
  kwargs: Record<string, unknown>;
}

/** Of `prompts` prompts that were not used to build the vector, how many pass. */
export interface PresetCounts {
  prompts: number;
  plain: number;
  words: number;
  steered: number;
  /** of the steered answers, those that fell apart */
  degenerate: number;
}

/** What the steered answers cost; null where it was never measured. */
export interface PresetCost {
  /** median over the prompts: perplexity of the steered answer over that of the plain one, under the unsteered model */
  perplexityRatio: number;
  /** mean shares of three-word groups that came before in the same answer */
  repetition: { plain: number; steered: number };
}

export interface Preset extends Steerable {
  source: 'preset';
  words: string;
  setting: SteeringSetting;
  family: string;
  works: 'clearly' | 'perhaps' | 'no';
  counts: PresetCounts | null;
  cost: PresetCost | null;
  /** what the setting rests on where it was built for another model; null as shipped */
  notes: string | null;
  /** of the model it was made on */
  origin: { tokenizerSha256?: string };
  /** contrast pairs the vector was fitted on; 0 when unknown */
  pairs: number;
}

export interface PresetGroup {
  family: string;
  presets: Preset[];
}

/** The shipped vectors are made on it, as their files say. */
const MODEL_ID = 'embedded';

const OPERATORS: readonly string[] = ['add', 'setProjection', 'ablate'];
const WORKS: readonly string[] = ['clearly', 'perhaps', 'no'];

/**
 * @param json the parsed file: a list of entries, or an object that holds one under `presets`, and the vocabulary of
 *   their model
 * @throws TillerError `file_corrupt` naming the first entry and field that is not as expected
 */
export function parsePresets(json: unknown): Preset[] {
  const list = isRecord(json) ? json.presets : json;
  if (!Array.isArray(list)) throw corrupt('a list of presets', json);
  const sha256 = isRecord(json) ? json.tokenizerSha256 : null;
  const origin = isText(sha256) ? { tokenizerSha256: sha256 } : {};
  return list.map((entry, index) => ({ ...parsePreset(entry, index), origin }));
}

function parsePreset(entry: unknown, index: number): Omit<Preset, 'origin'> {
  if (!isRecord(entry)) throw corrupt(`an object as entry ${index}`, entry);
  const field = <T>(name: string, test: (value: unknown) => value is T): T => {
    const value = entry[name];
    if (!test(value)) throw corrupt(`a valid "${name}" in entry ${index}`, value);
    return value;
  };
  return {
    source: 'preset',
    id: field('id', isText),
    title: field('title', isText),
    family: field('family', isText),
    words: field('instruction', isText),
    setting: {
      layer: field('layer', isCount),
      operator: field('operator', (value): value is Operator => OPERATORS.includes(value as string)),
      strength: field('strength', isNumber),
    },
    modelId: MODEL_ID,
    works: field('works', (value): value is Preset['works'] => WORKS.includes(value as string)),
    check: parseCheck(entry.check, index),
    counts: parseCounts(entry.counts, index),
    cost: parseCost(entry.counts),
    notes: null,
    pairs: isCount(entry.pairs) ? entry.pairs : 0,
  };
}

function parseCheck(value: unknown, index: number): PresetCheck | null {
  if (value === null || value === undefined) return null;
  if (!isRecord(value) || !isText(value.instructionId))
    throw corrupt(`a valid "check" in entry ${index}`, value);
  return { instructionId: value.instructionId, kwargs: isRecord(value.kwargs) ? value.kwargs : {} };
}

function parseCounts(value: unknown, index: number): PresetCounts | null {
  if (value === null || value === undefined) return null;
  if (!isRecord(value)) throw corrupt(`valid "counts" in entry ${index}`, value);
  const { prompts, plain, words, steered, degenerate } = value;
  if (!isCount(prompts) || !isCount(plain) || !isCount(words) || !isCount(steered) || !isCount(degenerate)) {
    throw corrupt(`valid "counts" in entry ${index}`, value);
  }
  return { prompts, plain, words, steered, degenerate };
}

function parseCost(counts: unknown): PresetCost | null {
  if (!isRecord(counts) || !isRecord(counts.repetition)) return null;
  const { perplexityRatio } = counts;
  const { plain, steered } = counts.repetition;
  if (!isNumber(perplexityRatio) || !isNumber(plain) || !isNumber(steered)) return null;
  return { perplexityRatio, repetition: { plain, steered } };
}

/** Families in order of first appearance; inside one, what works comes first. */
export function groupPresets(presets: readonly Preset[]): PresetGroup[] {
  const groups = new Map<string, Preset[]>();
  for (const preset of presets) {
    const group = groups.get(preset.family);
    if (group) group.push(preset);
    else groups.set(preset.family, [preset]);
  }
  const rank = (preset: Preset) => WORKS.indexOf(preset.works);
  return [...groups].map(([family, members]) => ({
    family: textOf(`steering.family_${family}`, family.charAt(0).toUpperCase() + family.slice(1)),
    presets: members.toSorted((a, b) => rank(a) - rank(b)),
  }));
}

/** A preset in the page's language; the user's own vectors keep the names they were given. */
export function shownTitle({ id, title }: Pick<Steerable, 'id' | 'title'>): string {
  return textOf(`steering.preset_${id}`, title);
}

const KEYS = new Map<string, string>(
  Object.entries(en.steering)
    .filter(([key]) => key.startsWith('preset_'))
    .map(([key, title]) => [title, `steering.${key}`]),
);

/** English titles that were kept, such as `Answer in French + No commas`, in the page's language. */
export function shownTitles(titles: string): string {
  return titles
    .split(' + ')
    .map((title) => textOf(KEYS.get(title) ?? '', title))
    .join(' + ');
}

/**
 * The text of an option: title and, for the model it was measured on, how often it was seen to work and the factor that
 * this costs in perplexity.
 */
export function presetLabel(preset: Preset, info: ModelInfo | null): string {
  const title = shownTitle(preset);
  const { works, counts, cost } = preset;
  if (!isMeasuredOn(preset, info)) return title;
  if (works === 'no') return t('steering.doesNotWork', { title });
  if (!counts) return title;
  const values = { title, passed: counts.steered, total: counts.prompts };
  return cost
    ? t('cost.inLabel', { ...values, ratio: decimal(cost.perplexityRatio, 1) })
    : t('cost.inLabelUnknown', values);
}

/** The preset a page opens with: the first that clearly works, else the first. */
export function firstPreset(presets: readonly Preset[]): Preset | null {
  return presets.find((preset) => preset.works === 'clearly') ?? presets[0] ?? null;
}

function corrupt(expected: string, found: unknown): TillerError {
  return new TillerError(
    'file_corrupt',
    `presets/index.json: expected ${expected}, found ${show(found, 80)}; reload the page, or make the file again with npm run presets`,
  );
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
export const isNumber = (value: unknown): value is number => Number.isFinite(value);
export const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
