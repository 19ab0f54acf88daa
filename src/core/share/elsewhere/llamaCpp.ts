/**
 * A GGUF control vector and a command for llama.cpp, which adds it at every position. All vectors go into one file, the
 * sum of coefficient x direction for each layer, so that scale 1 is the session as it stands. What layer numbers mean,
 * and why layer 0 cannot be: see files/controlVector.ts.
 */
import { type GgufValue, writeGguf } from '../../files/gguf.ts';
import type { Tensor } from '../../files/tensorFile.ts';
import {
  byLayer,
  commonReasons,
  type Elsewhere,
  isGreedy,
  QUESTION_STOP,
  questionText,
  type RunPlan,
  summed,
} from './plan.ts';
import { shellText } from './shell.ts';

const FILE = 'steer.gguf';

export function makeLlamaCpp(plan: RunPlan): Elsewhere {
  const reasons = [...commonReasons(plan), ...ownReasons(plan)];
  if (reasons.length > 0) return { kind: 'refused', reasons };
  return {
    kind: 'made',
    files: [{ name: FILE, content: controlVector(plan) }],
    commands: [command(plan)],
    notes: [
      `Put the model as GGUF in the place of MODEL.gguf: a conversion of ${plan.repository}. Other weights, other words: at other bits the answers can part after some words.`,
      ...(isGreedy(plan) ? [] : ['Sampled answers differ from the ones here.']),
    ],
  };
}

function ownReasons({ vectors }: RunPlan): string[] {
  const reasons: string[] = [];
  const other = vectors.find(({ operator }) => operator !== 'add');
  if (other) {
    const does = other.operator === 'ablate' ? 'removes the direction' : 'sets the projection';
    reasons.push(
      `A control vector can only add the same amount everywhere: “${other.title}” ${does}. Choose the operator “add”.`,
    );
  }
  const scoped = vectors.find(({ scope }) => scope !== 'all');
  if (scoped) {
    reasons.push(
      `llama.cpp steers at every position: “${scoped.title}” acts on ${scoped.scope} positions only.`,
    );
  }
  const first = vectors.find(({ layer }) => layer === 0);
  if (first) reasons.push(`A control vector has no place for layer 0, where “${first.title}” acts.`);
  return reasons;
}

function controlVector(plan: RunPlan): Uint8Array<ArrayBuffer> {
  const tensors = new Map<string, Tensor>();
  for (const [layer, vectors] of byLayer(plan.vectors)) {
    const data = summed(vectors);
    tensors.set(`direction.${layer}`, { shape: [data.length], data });
  }
  const metadata = new Map<string, GgufValue>([
    ['general.architecture', 'controlvector'],
    ['general.name', plan.vectors.map(({ title }) => title).join(' + ')],
    ['controlvector.model_hint', plan.repository],
    ['controlvector.layer_count', tensors.size],
  ]);
  return writeGguf({ metadata, tensors });
}

function command(plan: RunPlan): string {
  const { maxNewTokens, temperature, topK, topP, repetitionPenalty, seed } = plan.decoding;
  const asked = plan.hasChatTemplate
    ? [
        // the model's own template, with the system prompt that it writes by itself
        '--conversation --single-turn --jinja',
        ...(plan.systemPrompt === '' ? [] : [`--system-prompt ${shellText(plan.systemPrompt)}`]),
        `--prompt ${shellText(plan.prompt)}`,
      ]
    : [
        '--no-conversation',
        `--prompt ${shellText(questionText(plan))}`,
        `--reverse-prompt ${shellText(QUESTION_STOP)}`,
      ];
  // Without these llama.cpp would also use rules of its own (min-p, a penalty over the last 64 tokens), in another order.
  const sampling = isGreedy(plan)
    ? ['--samplers "penalties;temperature"', '--temp 0']
    : [
        '--samplers "penalties;temperature;top_k;top_p"',
        `--temp ${temperature} --top-k ${topK} --top-p ${topP} --seed ${seed}`,
      ];
  return [
    'llama-cli --model MODEL.gguf',
    `--control-vector ${FILE}`,
    ...asked,
    `--predict ${maxNewTokens}`,
    ...sampling,
    `--repeat-penalty ${repetitionPenalty} --repeat-last-n -1`,
  ].join(' \\\n  ');
}
