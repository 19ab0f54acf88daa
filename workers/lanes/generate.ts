/**
 * Runs lanes: each prompt is read on its own, in chunks; then all rows decode together, one token a step. A finished row
 * carries a dummy token until half of the rows are done, then the batch is packed anew and waiting lanes join.
 */
import { packSteering, type SteeringSlots } from '../../src/core/steering/slots.ts';
import type { LaneToken } from '../../src/protocol/model.ts';
import type { Cache } from '../cache/cache.ts';
import { longestBeginning, type ReadPrompt, type SteeredPrompt, sharedLength } from '../decoder/beginning.ts';
import type { ChoiceRequest, Decoder, PackedProbes, StepResult } from '../decoder/decoder.ts';
import { type Prefilled, prefill, throwIfAborted } from '../decoder/prefill.ts';
import { type ProbeLayout, packProbes } from '../decoder/probes.ts';
import type { PromptStore } from '../decoder/promptStore.ts';
import { yieldToMessages } from '../yieldToMessages.ts';
import type { RunningLane } from './lane.ts';

/** Rows that decode together at most: more cost memory and gain little. */
const MAX_ROWS = 16;

export interface GenerateOptions {
  chunk: number;
  /** prompts of earlier runs; those of this one are added */
  prompts: PromptStore;
  signal: AbortSignal;
  onToken(lane: number, token: LaneToken): void;
}

interface Batch {
  lanes: RunningLane[];
  /** may hold idle rows after those of the lanes */
  cache: Cache;
  steering: SteeringSlots;
  probes: ProbeLayout;
}

/** Resolves when every lane is finished, or with the rest `aborted` once the signal fires. */
export async function generate(
  decoder: Decoder,
  lanes: RunningLane[],
  options: GenerateOptions,
): Promise<void> {
  const waiting = lanes.filter((lane) => !lane.finishReason);
  const capacity = Math.min(MAX_ROWS, decoder.maxRows);
  let batch: Batch | null = null;
  try {
    for (;;) {
      const running: RunningLane[] = batch?.lanes.filter((lane) => !lane.finishReason) ?? [];
      if (running.length === 0 && waiting.length === 0) break;
      const isSparse = batch !== null && running.length <= batch.lanes.length / 2;
      const hasRoom = waiting.length > 0 && running.length < capacity;
      if (!batch || isSparse || hasRoom) {
        batch = await repack(decoder, batch, waiting.splice(0, capacity - running.length), options);
        continue;
      }
      await decodeStep(decoder, batch, options);
    }
  } catch (error) {
    if (!options.signal.aborted) throw error;
    for (const lane of lanes) lane.abort();
  } finally {
    batch?.cache.dispose();
  }
}

async function decodeStep(decoder: Decoder, batch: Batch, options: GenerateOptions): Promise<void> {
  await yieldToMessages();
  throwIfAborted(options.signal);
  const { lanes, cache, probes } = batch;
  const draft = draftFor(decoder, batch);
  if (draft.length > 0) return draftedStep(decoder, batch, draft, options);
  const idle = cache.lengths.length - lanes.length;
  const result = await decoder.run({
    cache,
    tokens: [
      ...lanes.map((lane) => (lane.finishReason ? [] : [lane.generated.at(-1)!])),
      ...new Array<number[]>(idle).fill([]),
    ],
    steering: batch.steering,
    probes: probes.packed,
    logitRows: cache.lengths.map((_, row) => row),
    choose: choiceFor(decoder, lanes, idle),
  });
  throwIfAborted(options.signal);
  for (const [row, lane] of lanes.entries()) {
    if (lane.finishReason) continue;
    const projections = result.projections ? probes.read(result.projections, 1, row, 0) : [];
    options.onToken(lane.index, await nextToken(lane, result, row, decoder.report.vocabSize, projections));
  }
}

/** Of a lane that is alone. Where the graph chooses tokens, it chooses after the ids used before the step. */
function draftFor({ report }: Decoder, { lanes, cache }: Batch): readonly number[] {
  const isAlone = cache.lengths.length === 1;
  return isAlone && !report.choosesTokens ? lanes[0]!.drafted : [];
}

/**
 * Reads the last token and what the draft says comes after it in one go, and then samples token by token as without a
 * draft, up to the first that the draft does not foresee.
 */
async function draftedStep(
  decoder: Decoder,
  batch: Batch,
  draft: readonly number[],
  { signal, onToken }: GenerateOptions,
): Promise<void> {
  const { cache, probes } = batch;
  const lane = batch.lanes[0]!;
  const tokens = [lane.generated.at(-1)!, ...draft];
  const start = cache.lengths[0]!;
  const result = await decoder.run({
    cache,
    tokens: [tokens],
    steering: batch.steering,
    probes: probes.packed,
    logitRows: [...tokens.keys()],
  });
  for (const position of tokens.keys()) {
    if (position > 0) await yieldToMessages();
    throwIfAborted(signal);
    const { projections } = result;
    const projected = projections ? probes.read(projections, tokens.length, 0, position) : [];
    onToken(lane.index, await nextToken(lane, result, position, decoder.report.vocabSize, projected));
    if (lane.finishReason || position === draft.length) return;
    if (lane.generated.at(-1) === draft[position]) continue;
    const length = start + position + 1;
    batch.cache = decoder.policy.gather([{ cache, row: 0, length }], lane.maxLength);
    cache.dispose();
    return;
  }
}

/** What the graph can choose for these rows; null where it cannot, or where one of them needs all logits anyway. */
function choiceFor(decoder: Decoder, lanes: readonly RunningLane[], idle = 0): ChoiceRequest | null {
  const needs = lanes.filter((lane) => !lane.finishReason).map(({ need }) => need);
  if (!decoder.report.choosesTokens || needs.includes('logits')) return null;
  // an idle row chooses what the first one does
  const rows = [...lanes, ...new Array<RunningLane>(idle).fill(lanes[0]!)];
  return {
    used: rows.map(({ used }) => used),
    penalties: rows.map(({ settings }) => settings.repetitionPenalty),
    temperatures: needs.includes('candidates') ? rows.map(({ settings }) => settings.temperature) : null,
  };
}

/** @param row of the logits, or of the choices made from them */
async function nextToken(
  lane: RunningLane,
  { choices, logits, readLogits }: Pick<StepResult, 'choices' | 'logits' | 'readLogits'>,
  row: number,
  vocabSize: number,
  projections: number[],
): Promise<LaneToken> {
  if (choices) return lane.advanceChosen(choices[row]!, () => readLogits(row), projections);
  return lane.advance(logits!.subarray(row * vocabSize, (row + 1) * vocabSize), projections);
}

/** Drops finished rows, reads the prompts of `joining` lanes, and packs both into one batch. */
async function repack(
  decoder: Decoder,
  batch: Batch | null,
  joining: RunningLane[],
  options: GenerateOptions,
): Promise<Batch | null> {
  const known = (batch?.lanes ?? []).map((lane, row) => ({ ...promptOf(lane), cache: batch!.cache, row }));
  const prefilled = await readPrompts(decoder, joining, known, options);
  const rows: { lane: RunningLane; cache: Cache; row: number }[] = [];
  for (const [row, lane] of (batch?.lanes ?? []).entries()) rows.push({ lane, cache: batch!.cache, row });
  for (const [index, lane] of joining.entries()) rows.push({ lane, cache: prefilled[index]!.cache, row: 0 });
  const staying = rows.filter(({ lane }) => !lane.finishReason);
  try {
    if (staying.length === 0) {
      batch?.cache.dispose();
      return null;
    }
    const { numLayers, hiddenSize } = decoder.report;
    const lanes = staying.map(({ lane }) => lane);
    const idle = (decoder.padding.get(lanes.length) ?? lanes.length) - lanes.length;
    const withIdle = [...staying, ...new Array<(typeof staying)[number]>(idle).fill(staying[0]!)];
    const nothing = new Array<never[]>(idle).fill([]);
    const packed: Batch = {
      lanes,
      cache: decoder.policy.gather(withIdle, Math.max(...lanes.map((lane) => lane.maxLength))),
      steering: packSteering(
        [...lanes.map((lane) => lane.interventions), ...nothing],
        numLayers,
        hiddenSize,
        'generated',
      ),
      probes: packProbes([...lanes.map((lane) => lane.probes), ...nothing], numLayers, hiddenSize),
    };
    batch?.cache.dispose();
    return packed;
  } finally {
    keepPrompts(joining, prefilled, options.prompts);
  }
}

/** Hands what was read over to the store; lanes that share a cache have read the same. */
function keepPrompts(lanes: readonly RunningLane[], read: readonly Prefilled[], prompts: PromptStore): void {
  for (const [index, { cache }] of read.entries()) {
    const isFirst = read.findIndex((other) => other.cache === cache) === index;
    if (isFirst) prompts.keep(promptOf(lanes[index]!), cache);
  }
}

/**
 * Reads each prompt, with what follows it already, and samples the next token. A prompt goes on from the one that it
 * shares most with.
 * @param known prompts that running lanes have read
 */
async function readPrompts(
  decoder: Decoder,
  lanes: RunningLane[],
  known: ReadPrompt[],
  options: GenerateOptions,
): Promise<Prefilled[]> {
  const { numLayers, hiddenSize } = decoder.report;
  const result: Prefilled[] = [];
  try {
    for (const lane of lanes) {
      await yieldToMessages();
      throwIfAborted(options.signal);
      const probes = packProbes([lane.probes], numLayers, hiddenSize);
      const twin = result.findIndex(
        (read, index) => isTwin(lane, lanes[index]!) && (read.logits !== null || read === result.at(-1)),
      );
      const prefilled = result[twin] ?? (await readPrompt(decoder, lane, known, probes.packed, options));
      result.push(prefilled);
      known.push({ ...promptOf(lane), cache: prefilled.cache, row: 0 });
      const last = prefilled.projections.at(-1);
      const projections = last ? probes.read(last.values, last.width, 0, last.width - 1) : [];
      const { vocabSize } = decoder.report;
      options.onToken(lane.index, await nextToken(lane, prefilled, 0, vocabSize, projections));
    }
  } catch (error) {
    // a run that is stopped, as by a moving slider, has read these all the same
    if (options.signal.aborted) keepPrompts(lanes, result, options.prompts);
    else for (const cache of new Set(result.map((read) => read.cache))) cache.dispose();
    throw error;
  }
  return result;
}

function readPrompt(
  decoder: Decoder,
  lane: RunningLane,
  known: readonly ReadPrompt[],
  probes: PackedProbes | null,
  { chunk, signal, prompts }: GenerateOptions,
): Promise<Prefilled> {
  const ids = lane.idsToRead;
  const from = longestBeginning(promptOf(lane), [...known, ...prompts.usableFor(ids.length, decoder.report)]);
  if (from) prompts.touch(from.cache);
  return prefill(decoder, {
    ids: ids.slice(from?.length ?? 0),
    from,
    promptTokens: lane.promptIds.length,
    interventions: lane.interventions,
    chunk,
    // the batch that it joins has the room to go on
    maxLength: ids.length,
    wants: { logits: true, probes, choose: choiceFor(decoder, [lane]) },
    signal,
  });
}

function promptOf({ promptIds, interventions }: RunningLane): SteeredPrompt {
  return { ids: promptIds, interventions };
}

/** Whether one reading does for both, down to the scores of the next token (on a GPU they last until the next step). */
function isTwin(lane: RunningLane, other: RunningLane): boolean {
  const [a, b] = [promptOf(lane), promptOf(other)];
  const isNew = lane.known === 0 && other.known === 0 && lane.probes.length === 0;
  // what was chosen for one serves the other only where both choose alike
  const [ours, theirs] = [lane.settings, other.settings];
  const choosesAlike =
    ours.repetitionPenalty === theirs.repetitionPenalty &&
    ours.temperature === theirs.temperature &&
    lane.need === other.need;
  return isNew && choosesAlike && a.ids.length === b.ids.length && sharedLength(a, b) === a.ids.length;
}
