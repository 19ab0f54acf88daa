/**
 * What is generated for other programs is run: the transformers script writes the same greedy tokens as the engine, and
 * lm-evaluation-harness the same as the script, on the same tiny network.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLmEval } from '../../src/core/share/elsewhere/lmEval.ts';
import type { Elsewhere, PlannedVector, RunPlan } from '../../src/core/share/elsewhere/plan.ts';
import { QUESTION_STOP, questionText } from '../../src/core/share/elsewhere/plan.ts';
import { makeTransformers } from '../../src/core/share/elsewhere/transformers.ts';
import type { Engine } from '../../workers/engine.ts';
import { fixtureGolden } from '../lib/goldenFiles.ts';
import { directContext, nodeEngine } from '../lib/nodeEngine.ts';
import { checkpointFolder, runPython, whyNoPython } from './python.ts';

const golden = fixtureGolden('llama');
const fixture = fileURLToPath(new URL('../../e2e/fixtures/models/llama', import.meta.url));
const noTransformers = whyNoPython(['torch', 'transformers']);
const noHarness = noTransformers ?? whyNoPython(['lm_eval', 'peft']);
for (const reason of new Set([noTransformers, noHarness])) {
  if (reason) console.warn(`SKIPPED, generated Python is not run: ${reason}`);
}

const u = Float32Array.from(golden.direction);
/** Close to u, so that the order of the two matters. */
const w = unit(Float32Array.from(u, (value, i) => value + 0.1 * Math.sin(i)));
const add: PlannedVector = { title: 'add', layer: 1, direction: u, operator: 'add', value: 3, scope: 'all' };
const set: PlannedVector = { ...add, title: 'set "it"', layer: 2, operator: 'setProjection', value: 2.5 };
const ablate: PlannedVector = { ...add, title: "it's gone", layer: 2, operator: 'ablate', value: 0 };
const other = { ...set, direction: w, value: -4 };

const CASES: Record<string, readonly PlannedVector[]> = {
  add: [add],
  setProjection: [set],
  ablate: [ablate],
  'the last layer': [{ ...add, layer: 3 }],
  'the prompt only': [{ ...set, value: 8, scope: 'prompt' }],
  'generated tokens only': [{ ...set, value: 8, scope: 'generated' }],
  'two at one layer, in one order': [set, other],
  'two at one layer, in the other order': [other, set],
  'three at three layers': [{ ...add, layer: 0, value: -2 }, set, { ...other, layer: 3, scope: 'generated' }],
};

const plan: RunPlan = {
  repository: '',
  revision: null,
  prompt: 'Write a "short" story\nabout \\n, é and \u{1f30a}',
  systemPrompt: '',
  hasChatTemplate: true,
  vectors: [],
  decoding: { maxNewTokens: 24, temperature: 0, topK: 0, topP: 1, repetitionPenalty: 1, seed: 0 },
};

const RUN_ALL = `
import contextlib, io, json, runpy, sys
results = []
for path in sys.argv[1:]:
    sys.argv = [path, "--json"]
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        runpy.run_path(path, run_name="__main__")
    results.append(json.loads(out.getvalue()))
print(json.dumps(results))
`;

interface Answer {
  tokens: number[];
  text: string;
}
type Answers = Record<'plain' | 'steered', Answer>;

let folder = '';
let engine: Engine;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tiller-share-'));
  if (noTransformers) return;
  cpSync(checkpointFolder, join(folder, 'model'), { recursive: true });
  for (const name of ['tokenizer.json', 'tokenizer_config.json']) {
    cpSync(join(fixture, name), join(folder, 'model', name));
  }
  engine = nodeEngine({ threads: 1 });
  await engine.load({ source: fixture, options: { dtype: 'fp32' } }, directContext());
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** All plans in one process: importing torch takes seconds. */
function runScripts(plans: readonly RunPlan[]): Answers[] {
  const paths = plans.map((each, index) => {
    const path = join(folder, `steer${index}.py`);
    writeFileSync(path, contentOf(makeTransformers({ ...each, repository: join(folder, 'model') })));
    return path;
  });
  return JSON.parse(runPython(['-c', RUN_ALL, ...paths], folder)) as Answers[];
}

async function runEngine({ vectors, decoding, ...asked }: RunPlan): Promise<Answer[]> {
  const chat = [
    ...(asked.systemPrompt === '' ? [] : [{ role: 'system' as const, content: asked.systemPrompt }]),
    { role: 'user' as const, content: asked.prompt },
  ];
  const lane = {
    ...(asked.hasChatTemplate
      ? { prompt: chat }
      : { prompt: questionText({ ...asked, vectors, decoding }), stop: [QUESTION_STOP] }),
    maxNewTokens: decoding.maxNewTokens,
    repetitionPenalty: decoding.repetitionPenalty,
  };
  const results = await engine.generate(
    { lanes: [lane, { ...lane, interventions: [...vectors] }] },
    directContext(),
  );
  return results.map(({ tokenIds, text }) => ({ tokens: tokenIds, text }));
}

describe.skipIf(noTransformers !== null)('the transformers script', () => {
  it('writes the engine’s greedy tokens: operators, scopes, several vectors', async () => {
    const plans = Object.values(CASES).map((vectors) => ({ ...plan, vectors }));
    const found = runScripts(plans);
    const titles = Object.keys(CASES);
    for (const [index, each] of plans.entries()) {
      const [plain, steered] = await runEngine(each);
      expect(found[index]!.plain, titles[index]).toEqual(plain);
      expect(found[index]!.steered, titles[index]).toEqual(steered);
      expect(steered!.tokens, titles[index]).not.toEqual(plain!.tokens);
    }
    // what differs in the plans differs in the tokens
    expect(new Set(found.map(({ steered }) => String(steered.tokens))).size).toBe(plans.length);
  }, 180_000);

  it('follows system prompt, repetition penalty and the form of a base model', async () => {
    const plans: RunPlan[] = [
      { ...plan, vectors: [set], systemPrompt: 'Be "brief".' },
      { ...plan, vectors: [set], decoding: { ...plan.decoding, repetitionPenalty: 1.3 } },
      { ...plan, vectors: [set], hasChatTemplate: false },
    ];
    const found = runScripts(plans);
    for (const [index, each] of plans.entries()) {
      const [plain, steered] = await runEngine(each);
      expect(found[index]).toEqual({ plain, steered });
    }
  }, 180_000);

  it('samples the same text twice from one seed', () => {
    const decoding = { ...plan.decoding, temperature: 1, topK: 20, topP: 0.9, seed: 7 };
    const sampled: RunPlan = { ...plan, vectors: [add], decoding };
    const [first, second] = runScripts([sampled, sampled]);
    expect(first).toEqual(second);
    expect(first!.steered.tokens.length).toBeGreaterThan(0);
  }, 180_000);
});

describe.skipIf(noHarness !== null)('the steer file for lm-evaluation-harness', () => {
  const ASK = `
import json, sys, torch
from lm_eval.models.hf_steered import SteeredModel
results = []
ids = torch.tensor([json.loads(sys.argv[2])])
for path in sys.argv[3:]:
    model = SteeredModel(pretrained=sys.argv[1], steer_path=path, device="cpu", dtype="float32")
    with torch.no_grad():
        output = model._model_generate(ids, max_length=ids.shape[1] + 16, stop=[], attention_mask=torch.ones_like(ids), do_sample=False)
    results.append(output[0, ids.shape[1]:].tolist())
print("RESULTS" + json.dumps(results))
`;

  it('makes the harness write the engine’s greedy tokens', async () => {
    const cases = [
      [add],
      [set],
      [ablate],
      [add, { ...add, direction: w, value: -2 }],
      [add, set],
      [{ ...set, layer: 0 }, add],
    ];
    const { inputIds } = golden.prompts[0]!;
    const files = cases.map((vectors, index) => {
      const script = join(folder, 'make_steer_file.py');
      writeFileSync(script, contentOf(makeLmEval({ ...plan, repository: 'model', vectors })));
      runPython([script], folder);
      const path = join(folder, `steer${index}.pt`);
      cpSync(join(folder, 'steer.pt'), path);
      return path;
    });
    const output = runPython(['-c', ASK, join(folder, 'model'), JSON.stringify(inputIds), ...files], folder);
    const found = JSON.parse(output.split('RESULTS')[1]!) as number[][];
    for (const [index, vectors] of cases.entries()) {
      const [result] = await engine.generate(
        { lanes: [{ prompt: inputIds, maxNewTokens: 16, interventions: [...vectors] }] },
        directContext(),
      );
      expect(found[index]!.slice(0, result!.tokenIds.length), String(index)).toEqual(result!.tokenIds);
    }
    expect(new Set(found.map(String)).size).toBe(cases.length);
  }, 300_000);
});

function contentOf(made: Elsewhere): string {
  if (made.kind === 'refused') throw new Error(made.reasons.join(' '));
  return String(made.files[0]!.content);
}

function unit(values: Float32Array): Float32Array {
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}
