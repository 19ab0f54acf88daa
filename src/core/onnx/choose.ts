/**
 * Chooses the next token inside the graph, so that a row of logits need not leave the GPU: the likeliest token after the
 * repetition penalty, with its probability, and on demand the first few candidates for a sampler to draw from.
 *
 * A TopK over a whole vocabulary sorts it in 137 dispatches on the WebGPU provider, one over up to 1,024 numbers in one.
 * So there are rounds: each takes the best of every 1,024, until all that is left fits in one.
 */
import { floatTensor, int64Tensor, makeBranch, makeIf, makeNode } from './build.ts';
import { FLOAT, type Node, type Tensor } from './model.ts';
import { type Added, nothing } from './observe.ts';

/** Candidates a row; a sampler with a larger top-k, or a nucleus that needs more, reads the logits. */
export const CANDIDATES = 64;
/** What the WebGPU provider sorts in one dispatch. */
const ROUND = 1024;
/** Below every logit, and finite: fills the last part of a vocabulary that 1,024 does not divide. */
const LOWEST = -3e38;

export const CHOICE_INPUTS = {
  /** [R, N] int32: ids each row has used, in any order and number; a row with fewer says one of them again */
  used: 'choice_used',
  /** [R, 1] float32: 1 for a row without a penalty */
  penalties: 'choice_penalties',
  /** [R, 1] float32, 1 / temperature; for `peak` alone */
  inverseTemperatures: 'choice_inverse_temperatures',
} as const;

/**
 * Ways to choose: one output each, of which a run fetches one. Its switch has the same name with `_on`, a scalar bool on
 * the CPU. They stand side by side because the runtime sends the condition of an `If` within an `If` to the GPU and
 * reads it back, in the middle of the step.
 *
 * Each gives [R, 2] float32: the chosen id and its probability under the logits as they are. With candidates also, after
 * these: `peak`, the largest probability after penalty and temperature; CANDIDATES ids, likeliest after the penalty
 * first; their logits, as they are. Ids are exact in float32 up to 2^24. Of equal scores the lowest id comes first.
 * Candidates that a small vocabulary does not have get ids from vocabSize up.
 */
export const CHOICES = [
  { output: 'choice', isPenalised: false, hasCandidates: false },
  { output: 'choice_penalised', isPenalised: true, hasCandidates: false },
  { output: 'choice_candidates', isPenalised: false, hasCandidates: true },
  { output: 'choice_candidates_penalised', isPenalised: true, hasCandidates: true },
] as const;

export type ChoiceOutput = (typeof CHOICES)[number]['output'];

export const choiceSwitch = (output: ChoiceOutput) => `${output}_on`;

/** Columns of the output before the candidates. */
export const CHOICE_COLUMNS = { id: 0, probability: 1, peak: 2, candidates: 3 } as const;

/** @param logits name of a value [R, 1, V] */
export function chooseToken(
  logits: string,
  { vocabSize, opset }: { vocabSize: number; opset: number },
): Added {
  const constants = new Map<string, Tensor>();
  const constant = (tensor: Tensor): string => {
    constants.set(tensor.name, tensor);
    return tensor.name;
  };
  const shape = (dims: number[]) =>
    constant(int64Tensor(`tiller.shape.${dims.join('x')}`, [dims.length], dims));
  const number = (value: number) => constant(floatTensor(`tiller.number.${value}`, [], [value]));

  const nodes: Node[] = [
    makeNode('Range', [number(0), number(vocabSize), number(1)], ['choice/every_id']),
    makeNode('Range', [number(0), number(ROUND), number(1)], ['choice/places']),
  ];

  /** Greedy choice by `scores`, both [R, V]. */
  const choose = (raw: string, scores: string, at: string): Node[] => [
    makeNode('ArgMax', [scores], [`${at}/index`], { axis: 1, keepdims: 1 }),
    makeNode('Gather', ['choice/every_id', `${at}/index`], [`${at}/id`], { axis: 0 }),
    makeNode('Softmax', [raw], [`${at}/probabilities`], { axis: 1 }),
    makeNode('GatherElements', [`${at}/probabilities`, `${at}/index`], [`${at}/probability`], { axis: 1 }),
  ];

  /** The candidates by `scores`: names of their ids and logits, both [R, CANDIDATES]. */
  const rank = (raw: string, scores: string, at: string, out: Node[]): { ids: string; logits: string } => {
    let width = vocabSize;
    let left = { scores, raw, ids: '' };
    for (let round = 0; width > CANDIDATES || round === 0; round++) {
      const name = (part: string) => `${at}/${round}/${part}`;
      const padded = Math.ceil(width / ROUND) * ROUND;
      const parts = padded / ROUND;
      const split = (value: string, part: string): string => {
        let whole = value;
        if (padded > width) {
          whole = name(`${part}/padded`);
          out.push(makeNode('Pad', [value, shape([0, 0, 0, padded - width]), number(LOWEST)], [whole]));
        }
        out.push(makeNode('Reshape', [whole, shape([-1, ROUND])], [name(part)]));
        return name(part);
      };
      const join = (value: string): string => {
        if (parts === 1) return value;
        out.push(makeNode('Reshape', [value, shape([-1, parts * CANDIDATES])], [`${value}/joined`]));
        return `${value}/joined`;
      };
      const sorted = split(left.scores, 'scores');
      out.push(makeNode('TopK', [sorted, shape([CANDIDATES])], [name('best'), name('place')], { axis: 1 }));
      const pick = (value: string, part: string): string => {
        const from = split(value, part);
        out.push(makeNode('GatherElements', [from, name('place')], [name(`${part}/best`)], { axis: 1 }));
        return join(name(`${part}/best`));
      };
      const hasOwnScores = left.raw !== left.scores;
      const best = join(name('best'));
      const logits = hasOwnScores ? pick(left.raw, 'raw') : best;
      let ids: string;
      if (left.ids) ids = pick(left.ids, 'ids');
      else {
        // the place in its part, and where that part begins
        out.push(makeNode('Gather', ['choice/places', name('place')], [name('local')], { axis: 0 }));
        const starts = Array.from({ length: parts }, (_, part) => part * ROUND);
        out.push(
          makeNode('Reshape', [name('local'), shape([-1, parts, CANDIDATES])], [name('by_part')]),
          makeNode(
            'Add',
            [name('by_part'), constant(floatTensor('tiller.part_starts', [parts, 1], starts))],
            [name('ids')],
          ),
          makeNode('Reshape', [name('ids'), shape([-1, parts * CANDIDATES])], [name('ids/joined')]),
        );
        ids = name('ids/joined');
      }
      left = { scores: best, raw: hasOwnScores ? logits : best, ids };
      width = parts * CANDIDATES;
    }
    return { ids: left.ids, logits: left.raw };
  };

  const penalise = (raw: string, at: string): Node[] => [
    makeNode('GatherElements', [raw, CHOICE_INPUTS.used], [`${at}/used`], { axis: 1 }),
    makeNode('Greater', [`${at}/used`, number(0)], [`${at}/is_positive`]),
    makeNode('Div', [`${at}/used`, CHOICE_INPUTS.penalties], [`${at}/divided`]),
    makeNode('Mul', [`${at}/used`, CHOICE_INPUTS.penalties], [`${at}/multiplied`]),
    makeNode('Where', [`${at}/is_positive`, `${at}/divided`, `${at}/multiplied`], [`${at}/lowered`]),
    makeNode('ScatterElements', [raw, CHOICE_INPUTS.used, `${at}/lowered`], [`${at}/penalised`], { axis: 1 }),
  ];

  for (const { output, isPenalised, hasCandidates } of CHOICES) {
    const name = (part: string) => `${output}/${part}`;
    const raw = name('logits');
    const scores = isPenalised ? name('penalised') : raw;
    const inside = [
      makeNode('Reshape', [logits, shape([-1, vocabSize])], [name('rows')]),
      makeNode('Cast', [name('rows')], [raw], { to: FLOAT }),
      ...(isPenalised ? penalise(raw, output) : []),
      ...choose(raw, scores, output),
    ];
    const columns = [name('id'), name('probability')];
    if (hasCandidates) {
      const { ids, logits: best } = rank(raw, scores, output, inside);
      inside.push(
        makeNode('Mul', [scores, CHOICE_INPUTS.inverseTemperatures], [name('tempered')]),
        makeNode('Softmax', [name('tempered')], [name('shares')], { axis: 1 }),
        makeNode('ReduceMax', [name('shares'), ...axesInput(opset)], [name('peak')], {
          ...axesAttribute(opset),
          keepdims: 1,
        }),
      );
      columns.push(name('peak'), ids, best);
    }
    inside.push(makeNode('Concat', columns, [name('chosen')], { axis: 1 }));
    nodes.push(
      makeIf(
        choiceSwitch(output),
        [output],
        makeBranch(output, inside, [{ name: name('chosen'), elementType: FLOAT }]),
        nothing(name('none'), [0, 2]),
      ),
    );
  }
  return { nodes, initializers: [...constants.values()] };
}

/** The axes of a reduction became an input with operator set 18. */
function axesInput(opset: number): string[] {
  return opset >= 18 ? ['tiller.last_axis'] : [];
}

function axesAttribute(opset: number): Record<string, number[]> {
  return opset >= 18 ? {} : { axes: [-1] };
}
