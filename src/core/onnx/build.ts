/** Small constructors for the ONNX parts a patch adds: nodes, constants, typed values, subgraphs. */
import {
  BOOL,
  FLOAT,
  type Graph,
  graphParts,
  INT64,
  type Node,
  readNode,
  readTensor,
  type Tensor,
  type ValueInfo,
} from './model.ts';
import { join, messageField, type Parts, readFields, stringField, varintField } from './wire.ts';

/** Attribute kinds of AttributeProto.type. */
const INT_ATTRIBUTE = 2;
const TENSOR_ATTRIBUTE = 4;
const GRAPH_ATTRIBUTE = 5;
const INTS_ATTRIBUTE = 7;

export type AttributeValue = number | number[] | Tensor | Graph;

/** A node, of the standard operator set unless a domain is given. */
export function makeNode(
  opType: string,
  inputs: string[],
  outputs: string[],
  attributes: Record<string, AttributeValue> = {},
  domain = '',
): Node {
  return readNode(
    join([
      inputs.map((name) => stringField(1, name)),
      outputs.map((name) => stringField(2, name)),
      stringField(3, outputs.find((name) => name !== '') ?? opType),
      stringField(4, opType),
      Object.entries(attributes).map(([name, value]) => attributeField(name, value)),
      domain ? stringField(7, domain) : [],
    ]),
  );
}

/**
 * The same node with other input and output names (and another node name). Attributes and unknown fields are kept as
 * the bytes they were.
 */
export function renameNode(node: Node, rename: { name: string; inputs: string[]; outputs: string[] }): Node {
  return readNode(
    join([
      rename.inputs.map((name) => stringField(1, name)),
      rename.outputs.map((name) => stringField(2, name)),
      stringField(3, rename.name),
      // inputs (1), outputs (2) and name (3) are written anew; everything else stays
      readFields(node.body)
        .filter((field) => field.number > 3)
        .map((field) => field.raw),
    ]),
  );
}

function attributeField(name: string, value: AttributeValue): Parts {
  const head = stringField(1, name);
  if (typeof value === 'number') {
    return messageField(5, [head, varintField(3, value), varintField(20, INT_ATTRIBUTE)]);
  }
  if (Array.isArray(value)) {
    return messageField(5, [
      head,
      value.map((item) => varintField(8, item)),
      varintField(20, INTS_ATTRIBUTE),
    ]);
  }
  if ('nodes' in value) {
    return messageField(5, [head, messageField(6, graphParts(value)), varintField(20, GRAPH_ATTRIBUTE)]);
  }
  return messageField(5, [head, messageField(5, [value.body]), varintField(20, TENSOR_ATTRIBUTE)]);
}

/** A branch of an `If`: no inputs, names of the graph around it are in scope. Outputs carry a type and no shape. */
export function makeBranch(
  name: string,
  nodes: Node[],
  outputs: { name: string; elementType: number }[],
): Graph {
  const nameField = readFields(join(stringField(2, name)));
  return {
    nodes,
    initializers: [],
    inputs: [],
    outputs: outputs.map((output) => makeValueInfo(output.name, output.elementType, null)),
    valueInfo: [],
    rest: nameField,
  };
}

/** `If`: both branches give as many outputs as there are names. */
export function makeIf(condition: string, outputs: string[], thenBranch: Graph, elseBranch: Graph): Node {
  return makeNode('If', [condition], outputs, { then_branch: thenBranch, else_branch: elseBranch });
}

export function makeValueInfo(
  name: string,
  elementType: number,
  dims: (number | string)[] | null,
): ValueInfo {
  const shape = dims?.map((dim) =>
    messageField(1, [typeof dim === 'number' ? varintField(1, dim) : stringField(2, dim)]),
  );
  const tensorType: Parts = [varintField(1, elementType), shape ? messageField(2, shape) : []];
  const body = join([stringField(1, name), messageField(2, [messageField(1, tensorType)])]);
  return { name, elementType, dims, body };
}

/** A tensor with its bytes inside the file. */
export function makeTensor(name: string, elementType: number, dims: number[], data: Uint8Array): Tensor {
  return readTensor(
    join([
      dims.map((dim) => varintField(1, dim)),
      varintField(2, elementType),
      stringField(8, name),
      messageField(9, [data]),
    ]),
  );
}

/** A tensor whose bytes are given to the runtime apart from the file. */
export function makeExternalTensor(
  name: string,
  elementType: number,
  dims: number[],
  external: { location: string; offset: number; length: number },
): Tensor {
  const entries = Object.entries(external).map(([key, value]) =>
    messageField(13, [stringField(1, key), stringField(2, String(value))]),
  );
  return readTensor(
    join([
      dims.map((dim) => varintField(1, dim)),
      varintField(2, elementType),
      stringField(8, name),
      entries,
      varintField(14, 1),
    ]),
  );
}

export function int64Tensor(name: string, dims: number[], values: number[]): Tensor {
  const data = new BigInt64Array(values.map(BigInt));
  return makeTensor(name, INT64, dims, new Uint8Array(data.buffer));
}

export function floatTensor(name: string, dims: number[], values: ArrayLike<number>): Tensor {
  return makeTensor(name, FLOAT, dims, new Uint8Array(Float32Array.from(values).buffer));
}

/** A tensor without elements, for a branch that has nothing to say. */
export function emptyTensor(name: string, dims: number[], elementType: number = FLOAT): Tensor {
  return makeTensor(name, elementType, dims, new Uint8Array(0));
}

export const boolInput = (name: string, dims: (number | string)[]): ValueInfo =>
  makeValueInfo(name, BOOL, dims);
export const floatInput = (name: string, dims: (number | string)[]): ValueInfo =>
  makeValueInfo(name, FLOAT, dims);
export const int64Input = (name: string, dims: (number | string)[]): ValueInfo =>
  makeValueInfo(name, INT64, dims);
