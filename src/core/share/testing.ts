/** What the tests of sharing start from: a session as the page opens with, and any session (fast-check). */
import fc from 'fast-check';
import type { Session } from './session.ts';

export const DEFAULT_SESSION: Session = {
  version: 1,
  prompt: 'What should I pack for a trip to the sea?',
  systemPrompt: '',
  decoding: { maxNewTokens: 128, temperature: 0, topK: 0, topP: 1, repetitionPenalty: null, seed: 0 },
  model: { id: 'embedded', revision: null, dtype: 'q4' },
  vectors: [
    {
      source: { kind: 'preset', id: 'french' },
      title: 'Answer in French',
      layer: 25,
      strength: 1,
      operator: 'setProjection',
      scope: 'all',
      isOn: true,
    },
  ],
  checks: { followsInstruction: true, own: [] },
  lanes: { hasFourConditions: false, kept: [] },
  answers: [],
};

const anyText = fc.string({ unit: 'grapheme', maxLength: 300 });
const name = fc.string({ maxLength: 60 });
const nullable = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
/** JSON has no negative zero. */
const between = (min: number, max: number) =>
  fc.double({ min, max, noNaN: true }).map((value) => (value === 0 ? 0 : value));

const vector: fc.Arbitrary<Session['vectors'][number]> = fc.record({
  source: fc.record({ kind: fc.constant('preset' as const), id: name }),
  title: name,
  layer: fc.nat(511),
  strength: between(-2, 3),
  operator: fc.constantFrom('add', 'setProjection', 'ablate'),
  scope: fc.constantFrom('all', 'prompt', 'generated'),
  isOn: fc.boolean(),
});

const check = fc.oneof(
  fc.constant({ instructionId: 'punctuation:no_comma', kwargs: {} }),
  fc
    .array(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 4 })
    .map((keywords) => ({ instructionId: 'keywords:existence', kwargs: { keywords } })),
);

export const anySession: fc.Arbitrary<Session> = fc.record({
  version: fc.constant(1 as const),
  prompt: anyText,
  systemPrompt: anyText,
  decoding: fc.record({
    maxNewTokens: fc.integer({ min: 1, max: 1024 }),
    temperature: between(0, 2),
    topK: fc.nat(1000),
    topP: between(0.05, 1),
    repetitionPenalty: nullable(between(1, 2)),
    seed: fc.nat(2 ** 31 - 1),
  }),
  model: nullable(fc.record({ id: name, revision: nullable(name), dtype: nullable(name) })),
  vectors: fc.array(vector, { maxLength: 16 }),
  checks: fc.record({ followsInstruction: fc.boolean(), own: fc.array(check, { maxLength: 8 }) }),
  lanes: fc.record({
    hasFourConditions: fc.boolean(),
    kept: fc.array(fc.record({ title: name, vectors: fc.array(vector, { maxLength: 3 }) }), { maxLength: 4 }),
  }),
  answers: fc.array(
    fc.record({
      lane: fc.constantFrom('unsteered', 'steered', 'words', 'kept-2'),
      title: name,
      text: anyText,
      verdict: name,
      reason: anyText,
      numbers: name,
      tokenCount: fc.nat(1000),
    }),
    { maxLength: 10 },
  ),
});
