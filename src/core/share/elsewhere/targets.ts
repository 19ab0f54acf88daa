/** The programs that a session can be taken to. */
import { makeEasySteer } from './easySteer.ts';
import { makeLlamaCpp } from './llamaCpp.ts';
import { makeLmEval } from './lmEval.ts';
import type { Elsewhere, RunPlan } from './plan.ts';
import { makeTransformers } from './transformers.ts';

export interface Target {
  id: 'transformers' | 'lmEval' | 'easySteer' | 'llamaCpp';
  title: string;
  /** what it is good for */
  purpose: string;
  make: (plan: RunPlan) => Elsewhere;
}

export const TARGETS: readonly Target[] = [
  {
    id: 'transformers',
    title: 'Python (transformers)',
    purpose: 'the same answers from the full model: a script with forward hooks',
    make: makeTransformers,
  },
  {
    id: 'lmEval',
    title: 'lm-evaluation-harness',
    purpose: 'benchmarks of the steered model: a file for its model type “steered”',
    make: makeLmEval,
  },
  {
    id: 'easySteer',
    title: 'EasySteer (vLLM)',
    purpose: 'many requests on a GPU server, for those who outgrow a browser',
    make: makeEasySteer,
  },
  {
    id: 'llamaCpp',
    title: 'llama.cpp',
    purpose: 'a GGUF control vector and the command that uses it',
    make: makeLlamaCpp,
  },
];
