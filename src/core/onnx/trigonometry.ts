/**
 * Sine and cosine on the WebGPU provider. WGSL asks of `sin` and `cos` an absolute error of 2^-11 between -pi and pi, and
 * of nothing beyond; an emulated adapter is off by 2e-4 everywhere, and rotary embeddings
 * carry that into every score. Here both are looked up in a table and corrected by the slope, to about 1e-6.
 * Source of the error bound: https://www.w3.org/TR/WGSL/, "Accuracy of Concrete Floating Point Expressions"
 */
import { floatTensor, makeNode } from './build.ts';
import { FLOAT, type Graph, INT32, type Node } from './model.ts';

/** Table entries in a turn; the slope leaves half the square of a step, 7e-8. */
export const STEPS = 2 ** 14;
const STEP = (2 * Math.PI) / STEPS;
/** Entries beside one turn on either side: the number of turns is rounded, by 40 steps at an angle of 131,072. */
const MARGIN = 256;
/** 2 pi in two parts. The first has 8 bits, so that its product with up to 2^16 turns is exact in float32. */
const TURN = { high: 201 / 32, low: 2 * Math.PI - 201 / 32 };

const name = (part: string) => `tiller.angle/${part}`;

/**
 * Replaces the float32 `Cos` and `Sin` nodes of `graph` (its lists are replaced).
 * @returns names of the nodes that were replaced
 */
export function refineTrigonometry(graph: Graph, elementTypeOf: (name: string) => number): string[] {
  const isRefined = (node: Node) =>
    (node.opType === 'Cos' || node.opType === 'Sin') &&
    node.domain === '' &&
    elementTypeOf(node.inputs[0]!) === FLOAT;
  const refined = graph.nodes.filter(isRefined);
  if (refined.length === 0) return [];
  const reduced = new Set<string>();
  graph.nodes = graph.nodes.flatMap((node) => {
    if (!isRefined(node)) return [node];
    const [angle, output] = [node.inputs[0]!, node.outputs[0]!];
    const before = reduced.has(angle) ? [] : lookUp(angle);
    reduced.add(angle);
    return [...before, ...correct(node.opType, angle, output)];
  });
  graph.initializers = [...graph.initializers, ...constants()];
  return refined.map((node) => node.name || node.outputs[0]!);
}

/** From an angle to `rest`, `cos` and `sin`: angle = (turns + steps / STEPS) 2 pi + rest, 0 <= rest < STEP. */
function lookUp(angle: string): Node[] {
  const part = (suffix: string) => `${angle}/${suffix}`;
  return [
    makeNode('Mul', [angle, name('turns_per_radian')], [part('in_turns')]),
    makeNode('Floor', [part('in_turns')], [part('turns')]),
    makeNode('Mul', [part('turns'), name('turn_high')], [part('whole_high')]),
    makeNode('Sub', [angle, part('whole_high')], [part('within_high')]),
    makeNode('Mul', [part('turns'), name('turn_low')], [part('whole_low')]),
    makeNode('Sub', [part('within_high'), part('whole_low')], [part('within')]),
    makeNode('Mul', [part('within'), name('steps_per_radian')], [part('in_steps')]),
    makeNode('Floor', [part('in_steps')], [part('steps')]),
    makeNode('Mul', [part('steps'), name('step')], [part('at')]),
    makeNode('Sub', [part('within'), part('at')], [part('rest')]),
    makeNode('Cast', [part('steps')], [part('entry')], { to: INT32 }),
    makeNode('Gather', [name('cos'), part('entry')], [part('cos')], { axis: 0 }),
    makeNode('Gather', [name('sin'), part('entry')], [part('sin')], { axis: 0 }),
  ];
}

/** cos(a + d) = cos a - d sin a, sin(a + d) = sin a + d cos a, up to d^2 / 2. */
function correct(opType: string, angle: string, output: string): Node[] {
  const part = (suffix: string) => `${angle}/${suffix}`;
  const [own, other, sum] = opType === 'Cos' ? ['cos', 'sin', 'Sub'] : ['sin', 'cos', 'Add'];
  return [
    makeNode('Mul', [part('rest'), part(other!)], [`${output}/slope`]),
    makeNode(sum!, [part(own!), `${output}/slope`], [output]),
  ];
}

function constants() {
  const scalar = (part: string, value: number) => floatTensor(name(part), [], [value]);
  const table = (part: string, of: (angle: number) => number) => {
    // a negative index counts from the end
    const entries = Array.from({ length: STEPS + 2 * MARGIN }, (_, i) =>
      i < STEPS + MARGIN ? i : i - STEPS - 2 * MARGIN,
    );
    return floatTensor(
      name(part),
      [entries.length],
      entries.map((entry) => of(entry * STEP)),
    );
  };
  return [
    scalar('turns_per_radian', 1 / (2 * Math.PI)),
    scalar('turn_high', TURN.high),
    scalar('turn_low', TURN.low),
    scalar('steps_per_radian', 1 / STEP),
    scalar('step', STEP),
    table('cos', Math.cos),
    table('sin', Math.sin),
  ];
}
