/** What a rewritten graph no longer needs. */
import { TillerError } from '../errors.ts';
import type { Graph, Node } from './model.ts';

/** Leaves out nodes, last ones first, whose outputs nobody reads. */
export function withoutUnread(nodes: Node[], outputs: readonly string[]): Node[] {
  const read = new Set([...outputs, ...nodes.flatMap((node) => [...node.inputs, ...node.outerInputs])]);
  const kept = nodes.filter((node) => node.outputs.some((output) => output !== '' && read.has(output)));
  return kept.length === nodes.length ? nodes : withoutUnread(kept, outputs);
}

/** Inputs that every run gives. */
const FED = /^(input_ids|attention_mask|position_ids|past_key_values\.\d+\.(key|value))$/;

/**
 * Drops stock inputs that nothing reads any more: `num_logits_to_keep` picks rows before the head, which the patched head
 * does itself; the mask, where attention is given the rows' lengths.
 * @param added names of inputs that the patch brought
 * @throws TillerError `model_unsupported` for one that is read and that nobody knows how to fill
 */
export function dropUnreadInputs(graph: Graph, added: ReadonlySet<string>): void {
  const read = new Set(graph.nodes.flatMap((node) => [...node.inputs, ...node.outerInputs]));
  const unknown = (name: string) => !FED.test(name) && !added.has(name);
  const asked = graph.inputs.find(({ name }) => unknown(name) && read.has(name));
  if (asked) {
    throw new TillerError(
      'model_unsupported',
      `the graph asks for the input "${asked.name}", which is not known here; use an export for text generation with the inputs input_ids, attention_mask and past_key_values`,
      { input: asked.name },
    );
  }
  const initializers = new Set(graph.initializers.map((tensor) => tensor.name));
  const isNeedless = (name: string) => unknown(name) || (name === 'attention_mask' && !read.has(name));
  graph.inputs = graph.inputs.filter(({ name }) => !isNeedless(name) || initializers.has(name));
}
