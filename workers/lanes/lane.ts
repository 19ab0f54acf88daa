/** One generation in progress: what has been sampled, what text is out, whether it is finished. */
import { TillerError } from '../../src/core/errors.ts';
import type { PatchReport } from '../../src/core/onnx/patch.ts';
import type { Intervention } from '../../src/core/steering/types.ts';
import type { Lane, LaneResult, LaneToken, Probe } from '../../src/protocol/model.ts';
import { lengthWithTable } from '../decoder/ropeTable.ts';
import { type Choice, type ChoiceNeed, choiceNeed, pickToken } from '../sampling/choice.ts';
import { checkSettings, type SamplerSettings, sampleToken, seededRandom } from '../sampling/sampler.ts';
import { TextStream } from '../text/textStream.ts';
import type { Tokenizer } from '../tokenizer.ts';
import { watchVerdict } from './watchVerdict.ts';

const DEFAULT_MAX_NEW_TOKENS = 128;
/** Tokens of a draft that one step reads at most. */
const DRAFT_STEP = 7;

export class RunningLane {
  readonly index: number;
  readonly promptIds: number[];
  readonly interventions: Intervention[];
  readonly probes: Probe[];
  readonly maxNewTokens: number;
  readonly generated: number[] = [];
  finishReason: LaneResult['finishReason'] | null = null;
  readonly settings: SamplerSettings;
  /** ids of prompt and answer so far */
  readonly used: Set<number>;
  private readonly random: () => number;
  private readonly stream: TextStream;
  private readonly eosTokenIds: ReadonlySet<number>;
  private readonly isDecided: (text: string, tokens: number) => boolean;
  /** how many of the generated tokens were given, not sampled here */
  readonly known: number;
  /** an earlier text, up to where this one leaves it: empty from then on */
  private draft: readonly number[];
  private endedByVerdict = false;
  private readonly startedAt = performance.now();
  private firstTokenAt = 0;
  private finishedAt = 0;

  /**
   * @throws TillerError `prompt_empty`, `prompt_too_long`, `bad_request`, `unknown_check`, `check_arguments`
   */
  constructor(
    index: number,
    lane: Lane,
    tokenizer: Tokenizer,
    contextLength: number,
    model: Pick<PatchReport, 'ropeLimit'>,
  ) {
    this.index = index;
    this.promptIds = tokenizer.encodePrompt(lane.prompt);
    checkPromptLength(this.promptIds, contextLength);
    this.interventions = lane.interventions ?? [];
    this.probes = lane.probes ?? [];
    // the last token is never fed back, so it needs no room in the context
    const room = lengthWithTable(model, this.promptIds.length, contextLength) - this.promptIds.length + 1;
    this.maxNewTokens = Math.min(lane.maxNewTokens ?? DEFAULT_MAX_NEW_TOKENS, room);
    this.settings = {
      temperature: lane.temperature ?? 0,
      topK: lane.topK ?? 0,
      topP: lane.topP ?? 1,
      repetitionPenalty: lane.repetitionPenalty ?? 1,
    };
    checkSettings(this.settings);
    this.random = seededRandom(lane.seed ?? 0);
    this.stream = new TextStream((ids) => tokenizer.decode(ids), lane.stop ?? []);
    this.used = new Set(this.promptIds);
    this.draft = tokenizer.checkIds(lane.draft ?? []);
    this.eosTokenIds = new Set(tokenizer.eosTokenIds);
    this.isDecided = lane.stopWhenDecided ? watchVerdict(lane.stopWhenDecided) : () => false;
    if (this.maxNewTokens === 0) this.finish('length');
    for (const id of tokenizer.checkIds(lane.generated ?? [])) {
      if (this.finishReason) break;
      // one draw a token, as the sampler takes it
      if (this.settings.temperature > 0) this.random();
      this.take(id);
    }
    this.known = this.generated.length;
  }

  /** What must be read before the next token can be sampled: the prompt, and what follows it already. */
  get idsToRead(): number[] {
    return [...this.promptIds, ...this.generated];
  }

  /** Positions the cache must hold for this lane. */
  get maxLength(): number {
    return this.promptIds.length + Math.max(0, this.maxNewTokens - 1);
  }

  /**
   * Samples the next token from `logits` [vocabSize] and takes it in.
   * @param projections of the position the logits were made at, one a probe
   */
  advance(logits: Float32Array, projections: number[]): LaneToken {
    return this.accept(sampleToken(logits, this.settings, this.used, this.random), projections);
  }

  /**
   * The same from what the graph chose.
   * @param readLogits fetches the row's logits, for when the choice does not settle it
   */
  async advanceChosen(
    choice: Choice,
    readLogits: () => Promise<Float32Array>,
    projections: number[],
  ): Promise<LaneToken> {
    const picked = pickToken(choice, this.settings, this.used, this.random);
    return picked ? this.accept(picked, projections) : this.advance(await readLogits(), projections);
  }

  /**
   * Tokens that may come next, from the draft; none for a lane that draws its tokens, where a draft would rarely be hit.
   * Never more than the draft was right about so far, so that one that is wrong early costs little. The token after them is
   * within `maxNewTokens`, so the cache has room.
   */
  get drafted(): readonly number[] {
    if (this.settings.temperature > 0) return [];
    const from = this.generated.length;
    const room = this.maxNewTokens - from - 1;
    return this.draft.slice(from, from + Math.min(DRAFT_STEP, from, room));
  }

  /** What the graph has to tell for this lane's next token. */
  get need(): ChoiceNeed {
    return choiceNeed(this.settings);
  }

  private accept({ id, logProb }: { id: number; logProb: number }, projections: number[]): LaneToken {
    if (this.generated.length === this.known) this.firstTokenAt = performance.now();
    const token: LaneToken = { id, text: this.take(id), logProb };
    if (this.probes.length > 0) token.projections = projections;
    if (this.finishReason) token.finish = this.finishReason;
    if (this.endedByVerdict) token.decided = true;
    return token;
  }

  /** @returns the text that became final with this token */
  private take(id: number): string {
    if (this.draft[this.generated.length] !== id) this.draft = [];
    this.generated.push(id);
    this.used.add(id);
    const isEnd = this.eosTokenIds.has(id);
    const text = isEnd ? '' : this.stream.push(id);
    if (isEnd || this.stream.stopped) this.finish('stop');
    else if (this.isDecided(this.stream.text, this.generated.length)) {
      this.endedByVerdict = true;
      this.finish('stop');
    } else if (this.generated.length >= this.maxNewTokens) this.finish('length');
    return this.finishReason ? text + this.stream.flush() : text;
  }

  abort(): void {
    if (this.finishReason) return;
    this.stream.flush();
    this.finish('aborted');
  }

  result(): LaneResult {
    const durationMs = this.finishedAt - this.startedAt;
    // the first token belongs to the prompt's reading; the rate is of decoding
    const decodeMs = this.finishedAt - this.firstTokenAt;
    const decoded = this.generated.length - this.known - 1;
    return {
      text: this.stream.text,
      tokenIds: [...this.generated],
      finishReason: this.finishReason ?? 'aborted',
      promptTokens: this.promptIds.length,
      durationMs,
      tokensPerSecond: decoded > 0 && decodeMs > 0 ? (decoded * 1000) / decodeMs : 0,
      ...(this.endedByVerdict ? { decided: true } : {}),
    };
  }

  private finish(reason: LaneResult['finishReason']): void {
    this.finishReason = reason;
    this.finishedAt = performance.now();
  }
}

/** @throws TillerError `prompt_too_long` */
export function checkPromptLength(ids: readonly number[], contextLength: number): void {
  if (ids.length <= contextLength) return;
  throw new TillerError(
    'prompt_too_long',
    `the prompt has ${ids.length} tokens, but this model reads at most ${contextLength}; shorten it by ${ids.length - contextLength} tokens`,
    { found: ids.length, expected: contextLength },
  );
}
