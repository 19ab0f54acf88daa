/** Runs for the first sight of the page: shipped presets at their own settings, on the page's own example prompts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tiller } from '../../../src/api/index.ts';
import { asChat } from '../../../src/core/pairs/pairs.ts';
import { interventionsOf } from '../../../src/core/steering/setting.ts';
import { directionAt } from '../../../src/core/steering/strength.ts';
import type { Lane, LaneToken } from '../../../src/protocol/model.ts';
import { EXAMPLE_PROMPTS } from '../../../src/state/appState.ts';
import { type Preset, parsePresets } from '../../../src/state/playground/presets.ts';
import type { RecordedLane, RecordedRun, RecordedToken } from '../../../src/state/recorded/recordedRuns.ts';
import { presetsFolder, readVector } from '../presets/vectors.ts';
import { root } from '../setup.mjs';

export const RUNS_PATH = join(root, 'public', 'recorded', 'runs.json');

/** Those that clearly work, and so surprise. */
const PRESETS = ['french', 'german', 'spanish', 'highlights'];
const MAX_NEW_TOKENS = 64;
/** As the page decodes on the embedded model. */
const REPETITION_PENALTY = 1.15;

export interface RecordedFile {
  about: string;
  model: string | null;
  maxNewTokens: number;
  repetitionPenalty: number;
  runs: RecordedRun[];
}

export async function recordRuns(tiller: Tiller): Promise<RecordedFile> {
  const presets = parsePresets(JSON.parse(readFileSync(join(presetsFolder, 'index.json'), 'utf8')));
  const runs: RecordedRun[] = [];
  for (const id of PRESETS) {
    const preset = presets.find((each) => each.id === id);
    if (!preset) throw new Error(`public/presets/index.json holds no preset "${id}"`);
    // The first run of a process is slower than any that a reader would see: it is not kept.
    if (runs.length === 0) await recordRun(tiller, preset, EXAMPLE_PROMPTS[0] ?? '');
    for (const prompt of EXAMPLE_PROMPTS) runs.push(await recordRun(tiller, preset, prompt));
    console.error(`${id}: recorded`);
  }
  return {
    about: 'Written by npm run record on the embedded model, in Node. Times are those of that run.',
    model: tiller.model?.id ?? null,
    maxNewTokens: MAX_NEW_TOKENS,
    repetitionPenalty: REPETITION_PENALTY,
    runs,
  };
}

/** Both lanes in one batch, as the page runs them. */
async function recordRun(
  tiller: Tiller,
  { id, title, setting, check }: Preset,
  prompt: string,
): Promise<RecordedRun> {
  const vector = readVector(id);
  const lane: Lane = {
    prompt: asChat(prompt),
    probes: [{ layer: setting.layer, direction: directionAt(vector, setting.layer) }],
    maxNewTokens: MAX_NEW_TOKENS,
    repetitionPenalty: REPETITION_PENALTY,
  };
  const tokens: [RecordedToken[], RecordedToken[]] = [[], []];
  let startedAt: number | null = null;
  const results = await tiller.generate(
    [lane, { ...lane, interventions: interventionsOf([{ vector, setting }]) }],
    {
      onToken(index, token) {
        startedAt ??= performance.now();
        tokens[index]?.push(recorded(token, performance.now() - startedAt));
      },
    },
  );
  const scores = await Promise.all(results.map(({ text }) => tiller.score(asChat(prompt), text)));
  const [unsteered, steered] = results.map(({ finishReason, tokensPerSecond }, index): RecordedLane => {
    if (finishReason === 'aborted') throw new Error('a recording was aborted');
    const perplexity = Number(scores[index]!.perplexity.toFixed(2));
    return {
      tokens: tokens[index]!,
      finishReason,
      tokensPerSecond: Number(tokensPerSecond.toFixed(1)),
      perplexity,
    };
  });
  return { presetId: id, title, prompt, setting, check, unsteered: unsteered!, steered: steered! };
}

function recorded({ id, text, logProb, projections = [] }: LaneToken, at: number): RecordedToken {
  const rounded = (value: number) => Number(value.toFixed(2));
  return {
    id,
    text,
    at: Math.round(at),
    projection: rounded(projections[0] ?? Number.NaN),
    logProb: rounded(logProb),
  };
}
