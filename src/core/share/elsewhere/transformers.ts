/**
 * A Python script that repeats the session with Hugging Face transformers: forward hooks on the decoder blocks change
 * their output, which is the residual stream after the block. Everything that the page can do it can express; only
 * sampled text comes out otherwise, as another generator of random numbers draws it.
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

export function makeTransformers(plan: RunPlan): Elsewhere {
  const reasons = commonReasons(plan);
  if (reasons.length > 0) return { kind: 'refused', reasons };
  return {
    kind: 'made',
    files: [{ name: 'steer.py', content: script(plan) }],
    commands: ['pip install torch transformers', 'python steer.py'],
    notes: [
      'Prints the plain and the steered answer. Greedy answers are the same tokens as here when the weights are the same; weights at 4 or 8 bits, as browsers load them, can lead elsewhere after some words.',
      ...(isGreedy(plan)
        ? []
        : [
            'Sampled answers differ from the ones here: PyTorch draws other random numbers from the same seed.',
          ]),
    ],
  };
}

function script(plan: RunPlan): string {
  const { decoding } = plan;
  return `"""Steers a language model as it was steered in Tiller: pip install torch transformers, then python steer.py

Layer L means the residual stream after decoder block L, counted from 0. With u the direction (length 1) and h the
hidden state: add makes h + value u, setProjection makes h + (value - h.u) u, ablate makes h - (h.u) u. Vectors at one
layer act in the order in which they are listed. --json prints token ids and texts as JSON.
"""
import base64
import json
import sys
from contextlib import contextmanager

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

MODEL = ${pythonText(plan.repository)}
REVISION = ${pythonOptional(plan.revision)}
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
DTYPE = torch.float32

${asked(plan)}

# scope: "all" positions, "prompt" (all of it, its last token too), or "generated" (from the first token fed back)
VECTORS = [
${plan.vectors.map(entry).join('\n')}
]

SEED = ${decoding.seed}
SETTINGS = {
    "max_new_tokens": ${decoding.maxNewTokens},
    "repetition_penalty": ${pythonNumber(decoding.repetitionPenalty)},
${samplingLines(plan)}
}


${DECODE_FUNCTION}

def steered(hidden, vector, direction):
    """hidden: [batch, positions, hidden_size], changed in float32 and given back in its own type."""
    h = hidden.float()
    u = direction.to(h.device)
    along = (h * u).sum(-1, keepdim=True)
    if vector["operator"] == "add":
        h = h + vector["value"] * u
    elif vector["operator"] == "setProjection":
        h = h + (vector["value"] - along) * u
    elif vector["operator"] == "ablate":
        h = h - along * u
    else:
        raise ValueError(f"unknown operator {vector['operator']!r}")
    return h.to(hidden.dtype)


@contextmanager
def steering(model, vectors):
    """Inside, one call of model.generate is steered: its first forward pass is the prompt, all others are generated tokens."""
    blocks = model.get_decoder().layers
    handles = []

    def hook_for(here):
        directions = [decode(vector["direction"]) for vector in here]
        seen = {"prompt": False}

        def hook(module, inputs, output):
            phase = "generated" if seen["prompt"] else "prompt"
            seen["prompt"] = True
            hidden = output[0] if isinstance(output, tuple) else output
            for vector, direction in zip(here, directions):
                if vector["scope"] in ("all", phase):
                    hidden = steered(hidden, vector, direction)
            return (hidden, *output[1:]) if isinstance(output, tuple) else hidden

        return hook

    for layer in sorted({vector["layer"] for vector in vectors}):
        here = [vector for vector in vectors if vector["layer"] == layer]
        handles.append(blocks[layer].register_forward_hook(hook_for(here)))
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def end_tokens(model, tokenizer):
    """Every token that the model or its tokenizer names as an end."""
    ids = [model.generation_config.eos_token_id, model.config.eos_token_id, tokenizer.eos_token_id]
    flat = [each for id in ids for each in (id if isinstance(id, (list, tuple)) else [id])]
    return sorted({id for id in flat if id is not None})


def answer(model, tokenizer, vectors):
    inputs = ${plan.hasChatTemplate ? 'tokenizer.apply_chat_template(\n        MESSAGES, add_generation_prompt=True, return_tensors="pt", return_dict=True\n    )' : 'tokenizer(PROMPT, return_tensors="pt")'}
    inputs = {name: inputs[name].to(DEVICE) for name in ("input_ids", "attention_mask")}
    ends = end_tokens(model, tokenizer)
    torch.manual_seed(SEED)
    with torch.no_grad(), steering(model, vectors):
        output = model.generate(
            **inputs, **SETTINGS, eos_token_id=ends or None, pad_token_id=ends[0] if ends else 0${plan.hasChatTemplate ? '' : ',\n            stop_strings=[STOP], tokenizer=tokenizer'}
        )
    ids = output[0, inputs["input_ids"].shape[1]:].tolist()
    if ids and ids[-1] in ends:
        ids.pop()
    text = tokenizer.decode(ids, skip_special_tokens=True)
    return {"tokens": ids, "text": ${plan.hasChatTemplate ? 'text' : 'text.split(STOP)[0]'}}


def main():
    tokenizer = AutoTokenizer.from_pretrained(MODEL, revision=REVISION)
    model = AutoModelForCausalLM.from_pretrained(MODEL, revision=REVISION).to(DEVICE, DTYPE).eval()
    answers = {"plain": answer(model, tokenizer, []), "steered": answer(model, tokenizer, VECTORS)}
    if "--json" in sys.argv:
        print(json.dumps(answers))
        return
    for name, result in answers.items():
        print(f"--- {name}\\n{result['text']}\\n")


if __name__ == "__main__":
    main()
`;
}

function asked(plan: RunPlan): string {
  if (!plan.hasChatTemplate) {
    return `# A base model knows no chat: it continues a question, and ends where it would ask the next one.
PROMPT = ${pythonText(questionText(plan))}
STOP = ${pythonText(QUESTION_STOP)}`;
  }
  const system = plan.systemPrompt === '' ? '' : message('system', plan.systemPrompt);
  return `MESSAGES = [\n${system}${message('user', plan.prompt)}]`;
}

const message = (role: string, content: string): string =>
  `    {"role": "${role}", "content": ${pythonText(content)}},\n`;

function entry({ title, layer, operator, value, scope, direction }: PlannedVector): string {
  return `    {
        "name": ${pythonText(title)},
        "layer": ${layer}, "operator": "${operator}", "value": ${pythonNumber(value)}, "scope": "${scope}",
        "direction": ${pythonFloats(direction, '        ')},
    },`;
}

/** All are given, since a model's own configuration fills in those that are not. */
function samplingLines(plan: RunPlan): string {
  const { temperature, topK, topP } = plan.decoding;
  if (isGreedy(plan)) return '    "do_sample": False,\n    "num_beams": 1,';
  return `    "do_sample": True,
    "num_beams": 1,
    "temperature": ${pythonNumber(temperature)},
    "top_k": ${topK},
    "top_p": ${pythonNumber(topP)},`;
}
