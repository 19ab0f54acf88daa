/**
 * A steer file for lm-evaluation-harness, model type `steered`: one action for each hookpoint, `add` (h + coefficient x
 * vector) or `clamp` (the projection becomes the coefficient), at every position.
 *
 * Two things of `lm_eval/models/hf_steered.py` shape what can be said in it: the file is a dictionary by hookpoint, so
 * that a layer has one action; and `add` reads its vector when it runs, from the loop that made it, so that of several
 * actions only the last may be an `add`.
 */
import {
  byLayer,
  commonReasons,
  type Elsewhere,
  isGreedy,
  type PlannedVector,
  type RunPlan,
  summed,
} from './plan.ts';
import { DECODE_FUNCTION, pythonFloats, pythonNumber, pythonText } from './python.ts';
import { shellText } from './shell.ts';

interface Action {
  layer: number;
  titles: string;
  action: 'add' | 'clamp';
  coefficient: number;
  vector: Float32Array;
}

export function makeLmEval(plan: RunPlan): Elsewhere {
  const layers = [...byLayer(plan.vectors)];
  const reasons = [...commonReasons(plan), ...ownReasons(plan, layers)];
  if (reasons.length > 0) return { kind: 'refused', reasons };
  const actions = layers.map(([layer, vectors]) => actionOf(layer, vectors));
  // the `add` goes last
  actions.sort((a, b) => Number(a.action === 'add') - Number(b.action === 'add'));
  const revision = plan.revision === null ? '' : `,revision=${plan.revision}`;
  const { maxNewTokens, temperature, topK, topP, repetitionPenalty } = plan.decoding;
  const sampling = isGreedy(plan)
    ? 'do_sample=False'
    : `do_sample=True,temperature=${temperature},top_k=${topK},top_p=${topP}`;
  return {
    kind: 'made',
    files: [{ name: 'make_steer_file.py', content: script(actions) }],
    commands: [
      'pip install "lm-eval[ifeval]" peft torch transformers',
      'python make_steer_file.py',
      [
        'lm_eval --model steered',
        `--model_args ${shellText(`pretrained=${plan.repository}${revision},dtype=float32,steer_path=steer.pt`)}`,
        '--tasks ifeval',
        ...(plan.hasChatTemplate ? ['--apply_chat_template'] : []),
        ...(plan.systemPrompt === '' ? [] : [`--system_instruction ${shellText(plan.systemPrompt)}`]),
        `--gen_kwargs ${shellText(`${sampling},max_gen_toks=${maxNewTokens},repetition_penalty=${repetitionPenalty}`)}`,
      ].join(' \\\n  '),
    ],
    notes: [
      'The task asks its own prompts; the prompt of this session is not among them. Run it once more with --model hf, without steer_path, for the plain model.',
      'The script writes the directions for the device and the number type it names, since the harness does not move them: change both together with --device and dtype.',
      'A GPU needs DEVICE = "cuda" in the script.',
    ],
  };
}

function ownReasons(
  { repository }: Pick<RunPlan, 'repository'>,
  layers: readonly [number, PlannedVector[]][],
): string[] {
  const reasons: string[] = [];
  if (/[,=]/.test(repository)) {
    reasons.push('The harness splits its arguments at commas and equals signs: name a folder without them.');
  }
  const scoped = layers.flatMap(([, vectors]) => vectors).filter(({ scope }) => scope !== 'all');
  if (scoped.length > 0) {
    reasons.push(
      `The harness steers at every position: “${scoped[0]!.title}” acts on ${scoped[0]!.scope} positions only.`,
    );
  }
  const mixed = layers.find(
    ([, vectors]) => vectors.length > 1 && vectors.some(({ operator }) => operator !== 'add'),
  );
  if (mixed) {
    reasons.push(
      `The harness has one action a layer: at layer ${mixed[0]} there are ${mixed[1].length}, not all “add”.`,
    );
  }
  const adding = layers.filter(([, vectors]) => vectors.every(({ operator }) => operator === 'add'));
  if (adding.length > 1) {
    reasons.push(
      `The harness mixes up “add” at several layers (all would add the last vector): here it is layers ${adding.map(([layer]) => layer).join(', ')}.`,
    );
  }
  return reasons;
}

function actionOf(layer: number, vectors: readonly PlannedVector[]): Action {
  const titles = vectors.map(({ title }) => title).join(', ');
  const [first] = vectors;
  if (first!.operator === 'add') {
    return { layer, titles, action: 'add', coefficient: 1, vector: summed(vectors) };
  }
  return { layer, titles, action: 'clamp', coefficient: first!.value, vector: first!.direction };
}

function script(actions: readonly Action[]): string {
  return `"""Writes steer.pt, made in Tiller, for lm-evaluation-harness: lm_eval --model steered ... steer_path=steer.pt"""
import base64

import torch

DEVICE = "cpu"
DTYPE = torch.float32


${DECODE_FUNCTION}

def entry(action, coefficient, vector):
    return {
        "action": action,
        "steering_coefficient": coefficient,
        "steering_vector": decode(vector).to(DEVICE, DTYPE),
        "bias": None,
    }


# The hookpoint is the decoder block: its output is the residual stream after it.
torch.save({
${actions
  .map(
    ({ layer, titles, action, coefficient, vector }) =>
      `    # ${pythonText(titles)}\n    "layers.${layer}": entry("${action}", ${pythonNumber(coefficient)}, ${pythonFloats(vector, '    ')}),`,
  )
  .join('\n')}
}, "steer.pt")
print("steer.pt is written")
`;
}
