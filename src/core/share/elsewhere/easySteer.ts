/**
 * A script for EasySteer, the vLLM fork for steering at scale. `add` is its `direct`, `ablate` its `erase`, and
 * `setProjection` its `loreft` of rank 1: h + R'(W h + b - R h) with R = u, W = 0, b = target. Its phases prompt and
 * generation are our scopes. Source: EasySteer's documentation of algorithms, payloads and specs.
 */
import {
  commonReasons,
  type Elsewhere,
  isGreedy,
  type PlannedVector,
  QUESTION_STOP,
  questionText,
  type RunPlan,
} from './plan.ts';
import { DECODE_FUNCTION, pythonFloats, pythonNumber, pythonOptional, pythonText } from './python.ts';

const ALGORITHMS = { add: 'direct', setProjection: 'loreft', ablate: 'erase' } as const;

export function makeEasySteer(plan: RunPlan): Elsewhere {
  const reasons = commonReasons(plan);
  if (reasons.length > 0) return { kind: 'refused', reasons };
  return {
    kind: 'made',
    files: [{ name: 'steer_vllm.py', content: script(plan) }],
    commands: ['python steer_vllm.py'],
    notes: [
      'Needs EasySteer (github.com/ZJU-REAL/EasySteer) with its vLLM fork, and a GPU. Written after its documentation; it was not run here.',
      'vLLM computes in another order, so that greedy answers can part after some words.',
      ...(isGreedy(plan) ? [] : ['Sampled answers differ from the ones here.']),
    ],
  };
}

function script(plan: RunPlan): string {
  const { vectors, decoding } = plan;
  const algorithms = [...new Set(vectors.map(({ operator }) => ALGORITHMS[operator]))];
  return `"""Steers a language model as it was steered in Tiller, with EasySteer on vLLM."""
import base64

import torch
from vllm import LLM, SamplingParams
from vllm.steer_vectors import ApplySpec, DirectionVector, ReftIntervention, SteeringSpec, VectorSpec

MODEL = ${pythonText(plan.repository)}
REVISION = ${pythonOptional(plan.revision)}

${DECODE_FUNCTION}

def add(layer, value, scope, direction):
    """h + value u"""
    return VectorSpec(data=DirectionVector({layer: decode(direction)}), algorithm="direct", scale=value, layers=[layer], apply=scope)


def set_projection(layer, value, scope, direction):
    """h + (value - h.u) u, as a low-rank intervention of rank 1: h + R'(W h + b - R h) with R = u, W = 0, b = value"""
    u = decode(direction)
    return VectorSpec(
        data=ReftIntervention(u[:, None], torch.zeros(1, len(u)), torch.tensor([float(value)]), layer=layer),
        algorithm="loreft", scale=1.0, layers=[layer], apply=scope,
    )


def ablate(layer, value, scope, direction):
    """h - (h.u) u"""
    return VectorSpec(data=DirectionVector({layer: decode(direction)}), algorithm="erase", layers=[layer], apply=scope)


ALL = ApplySpec(prompt="all", generation="all")
PROMPT = ApplySpec(prompt="all")
GENERATED = ApplySpec(generation="all")

STEERING = SteeringSpec(
    conflict="sequential",
    vectors=[
${vectors.map(entry).join('\n')}
    ],
)

llm = LLM(
    model=MODEL, revision=REVISION, enable_steer_vector=True,
    steer_algorithms=${JSON.stringify(algorithms)}, steer_multi_vector=${vectors.length > 1 ? 'True' : 'False'},
)
${asked(plan)}
sampling = SamplingParams(
    max_tokens=${decoding.maxNewTokens}, temperature=${pythonNumber(decoding.temperature)}, top_k=${decoding.topK === 0 ? -1 : decoding.topK}, top_p=${pythonNumber(decoding.topP)},
    repetition_penalty=${pythonNumber(decoding.repetitionPenalty)}, seed=${decoding.seed},${plan.hasChatTemplate ? '' : ` stop=[${pythonText(QUESTION_STOP)}],`}
)
for name, steering in (("plain", False), ("steered", STEERING)):
    output = llm.generate(prompt, sampling, steering=steering)
    print(f"--- {name}\\n{output[0].outputs[0].text}\\n")
`;
}

const SCOPES = { all: 'ALL', prompt: 'PROMPT', generated: 'GENERATED' } as const;
const FUNCTIONS = { add: 'add', setProjection: 'set_projection', ablate: 'ablate' } as const;

function entry({ title, layer, operator, value, scope, direction }: PlannedVector): string {
  const call = `${FUNCTIONS[operator]}(${layer}, ${pythonNumber(value)}, ${SCOPES[scope]}, ${pythonFloats(direction, '        ')})`;
  return `        # ${pythonText(title)}\n        ${call},`;
}

function asked(plan: RunPlan): string {
  if (!plan.hasChatTemplate) return `prompt = ${pythonText(questionText(plan))}`;
  const system =
    plan.systemPrompt === '' ? '' : `{"role": "system", "content": ${pythonText(plan.systemPrompt)}}, `;
  return `messages = [${system}{"role": "user", "content": ${pythonText(plan.prompt)}}]
prompt = {"prompt_token_ids": llm.get_tokenizer().apply_chat_template(
    messages, tokenize=True, return_dict=False, add_generation_prompt=True,
)}`;
}
