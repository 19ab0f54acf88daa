import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readVectorGguf } from '../../files/controlVector.ts';
import { directionAt, strengthToValue } from '../../steering/strength.ts';
import { makeLlamaCpp } from './llamaCpp.ts';
import { makeLmEval } from './lmEval.ts';
import type { Elsewhere, PlannedVector, RunPlan } from './plan.ts';
import { pythonText } from './python.ts';
import { pytorchRepository } from './repository.ts';
import { shellText } from './shell.ts';
import { TARGETS } from './targets.ts';

const ADD: PlannedVector = {
  title: 'Answer in French',
  layer: 2,
  direction: Float32Array.of(0.6, 0.8, 0, 0),
  operator: 'add',
  value: 5,
  scope: 'all',
};
const SET: PlannedVector = { ...ADD, title: 'Set', operator: 'setProjection' };

const PLAN: RunPlan = {
  repository: 'owner/model',
  revision: null,
  prompt: 'Why?',
  systemPrompt: '',
  hasChatTemplate: true,
  vectors: [ADD],
  decoding: { maxNewTokens: 64, temperature: 0, topK: 0, topP: 1, repetitionPenalty: 1.15, seed: 3 },
};

const made = (result: Elsewhere) => {
  if (result.kind === 'refused') throw new Error(result.reasons.join(' '));
  return result;
};
const reasons = (result: Elsewhere): string =>
  result.kind === 'refused' ? result.reasons.join(' ') : 'made';

describe('every program', () => {
  it.each(TARGETS)('$title: gets a file and a command for one added vector', ({ make }) => {
    const { files, commands } = made(make(PLAN));
    expect(files).toHaveLength(1);
    expect(files[0]!.content.length).toBeGreaterThan(100);
    expect(commands.length).toBeGreaterThan(0);
  });

  it.each(TARGETS)('$title: is refused a plan without a repository or without a vector', ({ make }) => {
    expect(reasons(make({ ...PLAN, repository: ' ' }))).toMatch(/Name it above/);
    expect(reasons(make({ ...PLAN, vectors: [] }))).toMatch(/switch one on/);
  });

  it.each(TARGETS)('$title: holds what a user typed as text, never as code', ({ make }) => {
    const nasty = 'x"""\nimport os; os.system("ls") #\'; rm -rf / \\';
    const { files, commands } = made(
      make({ ...PLAN, prompt: nasty, systemPrompt: nasty, vectors: [{ ...ADD, title: nasty }] }),
    );
    const texts = [...files.map(({ content }) => content), ...commands].filter(
      (each) => typeof each === 'string',
    );
    // a line of it would stand at the beginning of a line if it were not escaped, or in quotes that a shell leaves alone
    for (const text of texts) {
      for (const line of text.split('\n')) {
        if (line.startsWith('import os')) expect(text).toContain(shellText(nasty));
      }
    }
  });
});

describe('what differs from one session to the next', () => {
  const textOf = (result: Elsewhere): string => {
    const { files, commands } = made(result);
    return [...files.map(({ content }) => String(content)), ...commands].join('\n');
  };
  const SAMPLED: RunPlan = {
    ...PLAN,
    decoding: { ...PLAN.decoding, temperature: 0.7, topK: 40, topP: 0.9 },
  };

  it.each(
    TARGETS,
  )('$title: is told to sample, or not to, and warned where tokens are drawn otherwise', (target) => {
    const told: Record<typeof target.id, [greedy: string, sampled: string]> = {
      transformers: ['"do_sample": False', '"temperature": 0.7,\n    "top_k": 40,\n    "top_p": 0.9'],
      lmEval: ['do_sample=False', 'do_sample=True,temperature=0.7,top_k=40,top_p=0.9'],
      // vLLM takes -1 for all tokens
      easySteer: ['temperature=0, top_k=-1, top_p=1', 'temperature=0.7, top_k=40, top_p=0.9'],
      llamaCpp: ['--temp 0 \\', '--temp 0.7 --top-k 40 --top-p 0.9'],
    };
    const [greedy, sampled] = told[target.id];
    expect(textOf(target.make(PLAN))).toContain(greedy);
    expect(textOf(target.make(SAMPLED))).toContain(sampled);
    expect(textOf(target.make(SAMPLED))).not.toContain(greedy);
    // The harness asks prompts of its own, so that there is no answer here to differ from.
    if (target.id === 'lmEval') return;
    expect(made(target.make(PLAN)).notes.join(' ')).not.toContain('Sampled answers');
    expect(made(target.make(SAMPLED)).notes.join(' ')).toContain('Sampled answers');
  });

  it.each(TARGETS)('$title: gets a system prompt where there is one, and else none', ({ make }) => {
    expect(textOf(make({ ...PLAN, systemPrompt: 'Be kind.' }))).toContain('Be kind.');
    expect(textOf(make(PLAN))).not.toMatch(/"role": "system"|system_instruction|system-prompt/);
  });

  it.each(
    TARGETS,
  )('$title: asks a base model without a chat template, and ends at its next question', (target) => {
    const text = textOf(target.make({ ...PLAN, hasChatTemplate: false }));
    expect(text).not.toMatch(/apply_chat_template|--conversation/);
    // The harness brings its own prompts and stops.
    if (target.id === 'lmEval') return;
    expect(text).toMatch(/Q: Why\?(\\n|\n)A:/);
    expect(text).toMatch(/stop=\["\\nQ:"\]|STOP = "\\nQ:"|--reverse-prompt '\nQ:'/);
  });

  it.each(
    TARGETS.filter(({ id }) => id === 'transformers' || id === 'easySteer'),
  )('$title: gets every operator and every part of a text, in their order', ({ make }) => {
    const vectors: PlannedVector[] = [
      { ...ADD, title: 'First', scope: 'prompt' },
      { ...SET, title: 'Second', value: -0, scope: 'generated' },
      { ...ADD, title: 'Third', operator: 'ablate', value: 0, layer: 0 },
    ];
    const text = textOf(make({ ...PLAN, revision: 'abc', vectors }));
    const places = vectors.map(({ title }) => text.indexOf(`"${title}"`));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(text).toContain('REVISION = "abc"');
    expect(text).not.toContain('-0,');
  });

  it('names the revision to the harness too', () => {
    expect(textOf(makeLmEval({ ...PLAN, revision: 'abc' }))).toContain(
      'pretrained=owner/model,revision=abc,',
    );
  });
});

describe('literals', () => {
  it('are one line that reads back as the text, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(JSON.parse(pythonText(text))).toBe(text);
        expect(pythonText(text)).not.toMatch(/[\n\r\0]/);
      }),
    );
  });

  it('replace half a character, which Python could not print', () => {
    expect(pythonText('a\ud800b')).toBe('"a\ufffdb"');
  });

  it('are one word of a shell', () => {
    expect(shellText(`it's $HOME`)).toBe(`'it'\\''s $HOME'`);
  });
});

describe('lm-evaluation-harness', () => {
  it('is refused what its file cannot say', () => {
    expect(reasons(makeLmEval({ ...PLAN, vectors: [{ ...ADD, scope: 'prompt' }] }))).toMatch(
      /every position/,
    );
    expect(reasons(makeLmEval({ ...PLAN, repository: 'a,b=c' }))).toMatch(/commas/);
    expect(reasons(makeLmEval({ ...PLAN, vectors: [ADD, SET] }))).toMatch(/one action a layer: at layer 2/);
    expect(reasons(makeLmEval({ ...PLAN, vectors: [ADD, { ...ADD, layer: 3 }] }))).toMatch(/layers 2, 3/);
  });

  it('gets the added vector last, since only the last may be one', () => {
    const { files } = made(makeLmEval({ ...PLAN, vectors: [ADD, { ...SET, layer: 3 }] }));
    const script = String(files[0]!.content);
    expect(script.indexOf('"layers.3": entry("clamp", 5')).toBeGreaterThan(0);
    expect(script.indexOf('"layers.2": entry("add", 1')).toBeGreaterThan(script.indexOf('"layers.3"'));
  });
});

describe('llama.cpp', () => {
  it('is refused what a control vector cannot say', () => {
    expect(reasons(makeLlamaCpp({ ...PLAN, vectors: [SET] }))).toMatch(/can only add.*sets the projection/);
    expect(reasons(makeLlamaCpp({ ...PLAN, vectors: [{ ...ADD, operator: 'ablate' }] }))).toMatch(
      /can only add.*removes the direction/,
    );
    expect(reasons(makeLlamaCpp({ ...PLAN, vectors: [{ ...ADD, scope: 'generated' }] }))).toMatch(
      /every position/,
    );
    expect(reasons(makeLlamaCpp({ ...PLAN, vectors: [{ ...ADD, layer: 0 }] }))).toMatch(
      /no place for layer 0/,
    );
  });

  it('gets the sum of what is added at each layer, which scale 1 adds', () => {
    const other = { ...ADD, direction: Float32Array.of(0, 0, 0, 1), value: -2 };
    const { files } = made(makeLlamaCpp({ ...PLAN, vectors: [ADD, other, { ...other, layer: 3 }] }));
    const { vector } = readVectorGguf(files[0]!.content as Uint8Array, 5);
    const added = (layer: number) =>
      [...directionAt(vector, layer)].map((value) => value * strengthToValue(vector, layer, 'add', 1));
    const close = (values: number[]) => values.map((value) => expect.closeTo(value, 5));
    expect(added(2)).toEqual(close([3, 4, 0, -2]));
    expect(added(3)).toEqual(close([0, 0, 0, -2]));
    expect(added(1)).toEqual([0, 0, 0, 0]);
  });

  it('samples in the order of rules that is used here, and penalises over everything', () => {
    const { commands } = made(
      makeLlamaCpp({ ...PLAN, decoding: { ...PLAN.decoding, temperature: 0.7, topP: 0.9 } }),
    );
    expect(commands[0]).toContain('--samplers "penalties;temperature;top_k;top_p"');
    expect(commands[0]).toContain('--temp 0.7 --top-k 0 --top-p 0.9 --seed 3');
    expect(commands[0]).toContain('--repeat-penalty 1.15 --repeat-last-n -1');
  });
});

describe('the repository of the PyTorch weights', () => {
  it.each([
    ['embedded', 'HuggingFaceTB/SmolLM2-135M-Instruct'],
    ['HuggingFaceTB/SmolLM2-360M-Instruct', 'HuggingFaceTB/SmolLM2-360M-Instruct'],
    ['onnx-community/Qwen3-0.6B-ONNX', 'Qwen/Qwen3-0.6B'],
    ['onnx-community/something-new', ''],
    ['/fixtures/llama', ''],
    ['https://example.org/model', ''],
    ['constructor', ''],
  ])('of %s is "%s"', (id, repository) => {
    expect(pytorchRepository(id)).toBe(repository);
  });
});
