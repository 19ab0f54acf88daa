/**
 * An instruction in the user's own words, in one press: contrast pairs, a vector, a layer and a strength. Where a check
 * fits, the fast layer search decides; where none does, the states that steering leads to, as long as text holds together.
 */
import { asAsked } from '../core/pairs/asking.ts';
import { BASE_PROMPTS } from '../core/pairs/basePrompts.ts';
import { freeInstruction } from '../core/pairs/free.ts';
import type { Instruction, InstructionCheck } from '../core/pairs/instructions.ts';
import { withInstruction } from '../core/pairs/pairs.ts';
import { type LayerEffect, rankByEffect } from '../core/search/layerEffect.ts';
import { layersToSearch } from '../core/search/layerSearch.ts';
import { isDegenerate } from '../core/steering/degenerate.ts';
import type { SteeringSetting } from '../core/steering/setting.ts';
import type { SteeringVector } from '../core/steering/types.ts';
import type { Decoding } from './answers.ts';
import { type FastSearchResult, fastLayerSearch } from './fastLayerSearch.ts';
import type { Lab } from './lab.ts';
import { layerEffects } from './layerEffects.ts';

export interface OwnInstructionInput {
  /** as typed, such as "talk like a pirate" */
  text: string;
  /** of the answers that settings are tried with; default: greedy, short */
  decoding?: Decoding;
}

export type OwnStage = 'vector' | 'layers' | 'answers';

export interface OwnInstructionUpdate {
  stage: OwnStage;
  /** what is being done, in words */
  words: string;
  /** of the whole task, in percent */
  done: number;
  total: 100;
  /** generated since the call */
  newTokens: number;
}

export interface OwnEvidence {
  /** `declined`: no setting passes the check more often than no steering; `untested`: no check fits */
  outcome: 'chosen' | 'declined' | 'untested';
  /** what the setting rests on */
  words: string;
  /** all candidate layers, the strongest effect first */
  ranking: LayerEffect[];
  /** with a check */
  search: FastSearchResult | null;
}

export interface OwnInstructionResult {
  instruction: Instruction;
  vector: SteeringVector;
  /** where text changes most without falling apart, also where the search declined */
  setting: SteeringSetting;
  check: InstructionCheck | null;
  evidence: OwnEvidence;
}

export interface OwnInstructionOptions {
  signal?: AbortSignal | undefined;
  onUpdate?: ((update: OwnInstructionUpdate) => void) | undefined;
}

/** Contrast pairs: fewer than of a preset, for someone waits. */
const PAIRS = 24;
const SHORT: Decoding = { maxNewTokens: 48, repetitionPenalty: 1.15, temperature: 0, topP: 1, seed: 0 };
/** For instructions that "as if instructed" does not carry. */
const STRONGER = 1.4;
const RANK_PROMPTS = 4;
/** Without a check: layers that write, the prompts they answer, and strengths to fall back to. */
const FINALISTS = 3;
const SOUND_PROMPTS = 2;
const WEAKER = [1, 0.7] as const;

/** Where each stage begins and ends on the bar, in percent, by the time they take. */
const SPANS: Record<OwnStage, [from: number, to: number]> = {
  vector: [0, 30],
  layers: [30, 65],
  answers: [65, 100],
};
const WORDS: Record<OwnStage, string> = {
  vector: 'Reads prompts with and without the instruction',
  layers: 'Compares layers',
  answers: 'Tries the best layers',
};

/**
 * @returns the same for the same input
 * @throws TillerError `bad_request` for an instruction that is blank or too long, `aborted`, and as the model
 */
export async function ownInstruction(
  { text, decoding = SHORT }: OwnInstructionInput,
  lab: Lab,
  options: OwnInstructionOptions = {},
): Promise<OwnInstructionResult> {
  const instruction = freeInstruction(text);
  const steering = { operator: instruction.defaultOperator, strength: 1 };
  return steeringOf({ instruction, pairs: PAIRS, steering, decoding }, lab, options);
}

export interface SteeringSearchInput {
  instruction: Instruction;
  /** how many contrast pairs, of the `build` prompts */
  pairs: number;
  /** tried first */
  steering: Omit<SteeringSetting, 'layer'>;
  /** gets to write, whatever its rank */
  startLayer?: number;
  decoding: Decoding;
}

/** A vector for an instruction, and where and how strongly it is best used on the loaded model. Throws as above. */
export async function steeringOf(
  { instruction, pairs, steering, startLayer, decoding }: SteeringSearchInput,
  lab: Lab,
  { signal, onUpdate }: OwnInstructionOptions = {},
): Promise<OwnInstructionResult> {
  let newTokens = 0;
  let done = 0;
  const report = (stage: OwnStage, share: number): void => {
    const [from, to] = SPANS[stage];
    // a second strength compares layers once more: the bar waits
    done = Math.max(done, from + (to - from) * Math.min(1, share));
    onUpdate?.({ stage, words: WORDS[stage], done, total: 100, newTokens });
  };
  report('vector', 0);
  const vector = await fitted(instruction, pairs, lab, signal, (share) => report('vector', share));

  const { phrasings, check } = instruction;
  const common = {
    vector,
    steering,
    phrasings,
    prompts: BASE_PROMPTS.validation,
    decoding,
  };
  if (check) {
    const start = startLayer === undefined ? {} : { startLayer };
    const search = await fastLayerSearch({ ...common, ...start, check, fallbackStrengths: [STRONGER] }, lab, {
      signal,
      onUpdate: (update) => {
        newTokens = update.newTokens;
        if (update.stage === 'rank') report('layers', update.answered / update.total);
        else report('answers', update.curve.reduce((sum, { total }) => sum + total, 0) / EXPECTED_ANSWERS);
      },
    });
    return { instruction, vector, check, ...searched(search, common.steering) };
  }

  const ranking = rankByEffect(
    await layerEffects(
      {
        ...common,
        prompts: common.prompts.slice(0, RANK_PROMPTS),
        layers: layersToSearch(vector),
      },
      lab,
      { signal, onProgress: (done, total) => report('layers', done / total) },
    ),
  );
  const setting = await soundSetting(ranking, common, lab, signal, (share, tokens) => {
    newTokens = tokens;
    report('answers', share);
  });
  return { instruction, vector, check, ...setting };
}

/** Answers of a search that finds a layer at once; more only make the bar wait at its end. */
const EXPECTED_ANSWERS = 12;

async function fitted(
  instruction: Instruction,
  count: number,
  { tiller }: Lab,
  signal: AbortSignal | undefined,
  onShare: (share: number) => void,
): Promise<SteeringVector> {
  const hasChatTemplate = tiller.model?.hasChatTemplate ?? true;
  const asked = (text: string) => asAsked(text, hasChatTemplate).prompt;
  const pairs = BASE_PROMPTS.build.slice(0, count).map((prompt, index) => ({
    positive: asked(withInstruction(instruction, prompt, index)),
    negative: asked(prompt),
  }));
  return tiller.fitVector(pairs, {
    name: instruction.title,
    onProgress: ({ loaded, total }) => onShare(loaded / total),
    ...(signal ? { signal } : {}),
  });
}

type Found = Pick<OwnInstructionResult, 'setting' | 'evidence'>;

function searched(search: FastSearchResult, steering: Omit<SteeringSetting, 'layer'>): Found {
  const { outcome, layer, strength, ranking, reason } = search;
  if (layer !== null) {
    const setting = { ...steering, layer, strength };
    return { setting, evidence: { outcome, words: reason, ranking, search } };
  }
  const setting = { ...steering, layer: ranking[0]!.layer };
  const words = `${reason} Set to layer ${setting.layer}, which comes nearest to the instruction in words.`;
  return { setting, evidence: { outcome, words, ranking, search } };
}

/** The strongest effect whose answers hold together, at strength 1 or else weaker. */
async function soundSetting(
  ranking: readonly LayerEffect[],
  common: {
    vector: SteeringVector;
    steering: Omit<SteeringSetting, 'layer'>;
    prompts: readonly string[];
    decoding: Decoding;
  },
  lab: Lab,
  signal: AbortSignal | undefined,
  onShare: (share: number, newTokens: number) => void,
): Promise<Found> {
  const { vector, decoding } = common;
  const prompts = common.prompts.slice(0, SOUND_PROMPTS);
  const finalists = ranking.slice(0, FINALISTS);
  let tokens = 0;
  for (const strength of WEAKER) {
    const settings = finalists.map(({ layer }) => ({ ...common.steering, strength, layer }));
    const before = tokens;
    const answers = await lab.answers.of(
      settings.flatMap((setting) =>
        prompts.map((text) => ({ text, applied: [{ vector, setting }], decoding })),
      ),
      {
        signal,
        onProgress: ({ answered, total, newTokens }) => {
          tokens = before + newTokens;
          onShare(answered / total, tokens);
        },
      },
    );
    const sound = settings.findIndex((_, index) =>
      answers
        .slice(index * prompts.length, (index + 1) * prompts.length)
        .every(({ text }) => !isDegenerate(text)),
    );
    if (sound < 0) continue;
    const setting = settings[sound]!;
    const share = Math.round(100 * finalists[sound]!.effect);
    const words =
      `No check fits, so whether it is followed was not tested. Layer ${setting.layer} at strength ${strength}: ` +
      `steering closes ${share} % of the distance to the instruction in words, and answers hold together.`;
    return { setting, evidence: { outcome: 'untested', words, ranking: [...ranking], search: null } };
  }
  const setting = { ...common.steering, strength: WEAKER.at(-1)!, layer: finalists[0]!.layer };
  const words =
    'No check fits, and at each of the best layers answers fall apart: use a lower strength, or other words. ' +
    `Set to layer ${setting.layer} at strength ${setting.strength}.`;
  return { setting, evidence: { outcome: 'declined', words, ranking: [...ranking], search: null } };
}
