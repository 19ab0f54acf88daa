import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, rejects, start, untyped } from './testTiller.ts';
import type { Tiller } from './tiller.ts';

afterEach(closeAll);

describe('arguments', () => {
  const direction = [1, 2, 3];
  const add = { layer: 0, direction, operator: 'add', value: 1 };
  const lane = (changes: object) => (tiller: Tiller) =>
    tiller.generate([untyped({ prompt: 'a', ...changes })]);
  const steered = (changes: object) => (tiller: Tiller) =>
    tiller.logits('a', [untyped({ ...add, ...changes })]);
  const asked = (prompt: unknown) => (tiller: Tiller) => tiller.tokenize(untyped(prompt));

  it.each<[string, (tiller: Tiller) => Promise<unknown>, string, string]>([
    ['an empty text', asked(''), 'prompt_empty', 'prompt'],
    ['no token', asked([]), 'prompt_empty', 'prompt'],
    ['a chat without words', asked([{ role: 'user', content: ' ' }]), 'prompt_empty', 'prompt'],
    ['a prompt that is an object', asked({ text: 'a' }), 'bad_request', '{"text":"a"}'],
    ['a prompt that is nothing', asked(null), 'bad_request', 'null'],
    ['a token id that is no id', asked([1, -2]), 'bad_request', 'token 1 of prompt'],
    ['a role that does not exist', asked([{ role: 'tool', content: 'a' }]), 'bad_request', 'message 0'],
    ['a message without content', asked([{ role: 'user' }]), 'bad_request', 'message 0'],
    [
      'an operator that does not exist',
      steered({ operator: 'mul' }),
      'bad_request',
      'interventions[0].operator',
    ],
    ['a scope that does not exist', steered({ scope: 'some' }), 'bad_request', 'interventions[0].scope'],
    ['a layer that is a text', steered({ layer: '1' }), 'bad_request', 'interventions[0].layer'],
    ['a direction that is a text', steered({ direction: 'up' }), 'bad_request', 'interventions[0].direction'],
    ['a value that is a text', steered({ value: '1' }), 'bad_request', 'interventions[0].value'],
    ['lanes that are no list', (tiller) => tiller.generate(untyped({})), 'bad_request', 'a list as lanes'],
    ['a lane that is nothing', (tiller) => tiller.generate([untyped(null)]), 'bad_request', 'lanes[0]'],
    ['a lane without a prompt', lane({ prompt: '' }), 'prompt_empty', 'lanes[0].prompt'],
    ['part of a token', lane({ maxNewTokens: 1.5 }), 'bad_request', 'lanes[0].maxNewTokens'],
    ['a negative temperature', lane({ temperature: -1 }), 'bad_request', 'lanes[0].temperature'],
    ['a topK below 0', lane({ topK: -1 }), 'bad_request', 'lanes[0].topK'],
    ['a topP of 0', lane({ topP: 0 }), 'bad_request', 'lanes[0].topP'],
    ['a topP above 1', lane({ topP: 1.1 }), 'bad_request', 'lanes[0].topP'],
    [
      'a repetition penalty of 0',
      lane({ repetitionPenalty: 0 }),
      'bad_request',
      'lanes[0].repetitionPenalty',
    ],
    ['an empty stop text', lane({ stop: ['x', ''] }), 'bad_request', 'lanes[0].stop[1]'],
    ['a probe without a direction', lane({ probes: [{ layer: 0 }] }), 'bad_request', 'probes[0].direction'],
    ['a known token that is none', lane({ generated: [3, 0.5] }), 'bad_request', 'lanes[0].generated[1]'],
    ['a drafted token that is none', lane({ draft: [-1] }), 'bad_request', 'lanes[0].draft[0]'],
    ['no check to decide', lane({ stopWhenDecided: true }), 'bad_request', 'lanes[0].stopWhenDecided'],
    [
      'a check on a prompt that is no text',
      lane({ stopWhenDecided: { instructionId: 'a', kwargs: {}, prompt: 3 } }),
      'bad_request',
      'lanes[0].stopWhenDecided.prompt',
    ],
    ['no source', (tiller) => tiller.loadModel(''), 'bad_request', 'source'],
    ['no files', (tiller) => tiller.loadModel([]), 'bad_request', 'source'],
    [
      'a backend that does not exist',
      (tiller) => tiller.loadModel('a', untyped({ backend: 'cuda' })),
      'bad_request',
      'cuda',
    ],
    ['an empty dtype', (tiller) => tiller.loadModel('a', { dtype: '' }), 'bad_request', 'dtype'],
    ['an empty completion', (tiller) => tiller.score('a', ''), 'bad_request', 'completion'],
    [
      'a negative count of prompt tokens',
      (tiller) => tiller.projections('a', [], [], { promptTokens: -1 }),
      'bad_request',
      'promptTokens',
    ],
  ])('that hold %s are rejected and reach no worker', async (_, call, code, text) => {
    const { tiller, workers } = start();
    await rejects(call(tiller), code, text);
    expect(workers).toHaveLength(0);
  });

  it('that hold NaN are named as such', async () => {
    const { tiller } = start();
    const value = Number.NaN;
    await rejects(
      tiller.logits('a', [{ layer: 0, direction, operator: 'add', value }]),
      'bad_request',
      'NaN',
    );
  });

  it('have types', () => {
    const check = (tiller: Tiller) => [
      // @ts-expect-error an operator of the three
      tiller.logits('a', [{ layer: 0, direction, operator: 'multiply' }]),
      // @ts-expect-error a prompt is not a number
      tiller.tokenize(5),
      // @ts-expect-error lanes need a prompt
      tiller.generate([{ maxNewTokens: 5 }]),
      // @ts-expect-error a backend of the three
      tiller.loadModel('embedded', { backend: 'cpu' }),
      // @ts-expect-error both sides make a pair
      tiller.fitVector([{ positive: 'a' }]),
      // @ts-expect-error a method of the two
      tiller.fitVector([{ positive: 'a', negative: 'b' }], { method: 'median' }),
    ];
    const assign = (tiller: Tiller) => {
      // @ts-expect-error the model changes by loading only
      tiller.model = null;
    };
    expect([check, assign]).toHaveLength(2);
  });
});
