/**
 * Reads the residual stream: the whole hidden state at chosen rows (capture), or projections on chosen directions at
 * every position (probes). Both lie behind `If`, so nothing is computed or moved while they are off.
 */
import { emptyTensor, int64Tensor, makeBranch, makeIf, makeNode } from './build.ts';
import { FLOAT, type Graph, type Node, type Tensor } from './model.ts';
import { layerIndex, readSwitch } from './switches.ts';

/** Symbols: B rows, S positions, H hidden size, L layers, P probes. */
export const OBSERVE_INPUTS = {
  /** [rows] int64, indices into the flattened [B*S] positions */
  lastToken: 'last_token',
  /** scalar bool, on the CPU */
  captureOn: 'capture_on',
  /** [L, B, H, P] float32 */
  probes: 'probe_u',
  /** [L] int64, 0 or 1: which layers are probed */
  probeOn: 'probe_on',
  /** scalar bool, on the CPU: whether any layer is */
  probesOn: 'probes_on',
} as const;

export const OBSERVE_OUTPUTS = {
  /** [L*rows, H] float32, layer-major; no rows when off */
  residPostLast: 'resid_post_last',
  /** float32, flat: [layers that are on, B, S, P]; empty when off */
  probeValues: 'probe_values',
} as const;

export interface Added {
  nodes: Node[];
  initializers: Tensor[];
}

export interface StreamValue {
  name: string;
  elementType: number;
}

/** @param residPost the value that carries resid_post, per layer */
export function observe(residPost: StreamValue[], hiddenSize: number): Added {
  const initializers = [
    int64Tensor('tiller.rows', [2], [-1, hiddenSize]),
    int64Tensor('tiller.flat', [1], [-1]),
  ];
  const captured: Node[] = [];
  const probed: Node[] = [];
  for (const [layer, stream] of residPost.entries()) {
    const name = (part: string) => `resid_post.${layer}/${part}`;
    captured.push(
      makeIf(
        OBSERVE_INPUTS.captureOn,
        [name('last')],
        makeBranch(
          `capture.${layer}`,
          [
            makeNode('Reshape', [stream.name, 'tiller.rows'], [name('rows')]),
            makeNode('Gather', [name('rows'), OBSERVE_INPUTS.lastToken], [name('chosen')], { axis: 0 }),
            makeNode('Cast', [name('chosen')], [name('chosen/float')], { to: FLOAT }),
          ],
          [{ name: name('chosen/float'), elementType: FLOAT }],
        ),
        nothing(name('no_rows'), [0, hiddenSize]),
      ),
    );
    const switchOn = readSwitch(OBSERVE_INPUTS.probeOn, layer);
    probed.push(
      ...switchOn.nodes,
      makeIf(
        switchOn.value,
        [name('probed')],
        makeBranch(
          `probe.${layer}`,
          [
            makeNode('Cast', [stream.name], [name('probe/float')], { to: FLOAT }),
            makeNode('Gather', [OBSERVE_INPUTS.probes, layerIndex(layer)], [name('probe/u')], {
              axis: 0,
            }),
            makeNode('MatMul', [name('probe/float'), name('probe/u')], [name('probe/values')]), // [B, S, P]
            makeNode('Reshape', [name('probe/values'), 'tiller.flat'], [name('probe/flat')]),
          ],
          [{ name: name('probe/flat'), elementType: FLOAT }],
        ),
        nothing(name('no_values'), [0]),
      ),
    );
  }
  const gathered = (condition: string, output: string, part: string, emptyDims: number[]): Node =>
    makeIf(
      condition,
      [output],
      makeBranch(
        output,
        [
          makeNode(
            'Concat',
            residPost.map((_, layer) => `resid_post.${layer}/${part}`),
            [`${output}/all`],
            { axis: 0 },
          ),
        ],
        [{ name: `${output}/all`, elementType: FLOAT }],
      ),
      nothing(`${output}/none`, emptyDims),
    );
  return {
    nodes: [
      ...captured,
      gathered(OBSERVE_INPUTS.captureOn, OBSERVE_OUTPUTS.residPostLast, 'last', [0, hiddenSize]),
      ...probed,
      gathered(OBSERVE_INPUTS.probesOn, OBSERVE_OUTPUTS.probeValues, 'probed', [0]),
    ],
    initializers,
  };
}

/** A branch that gives an empty tensor. */
export function nothing(name: string, dims: number[], elementType: number = FLOAT): Graph {
  return makeBranch(
    name,
    [makeNode('Constant', [], [name], { value: emptyTensor(name, dims, elementType) })],
    [{ name, elementType }],
  );
}
