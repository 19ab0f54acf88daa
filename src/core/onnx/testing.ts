/**
 * What the tests of the surgery share: branches read back, and graphs of a few numbers run by the operators' specification
 * (https://onnx.ai/onnx/operators). Stricter than a runtime: element types have to agree, and every branch has a name.
 */
import { BOOL, FLOAT, type Graph, INT64, type Node, readGraph, type Tensor } from './model.ts';
import { readFields, text, toSigned } from './wire.ts';

export interface Value {
  elementType: number;
  dims: number[];
  /** row-major */
  data: number[];
}

export const floats = (dims: number[], data: number[], elementType = FLOAT): Value => ({
  elementType,
  dims,
  data,
});
export const integers = (dims: number[], data: number[]): Value => ({ elementType: INT64, dims, data });
export const bool = (isTrue: boolean): Value => ({ elementType: BOOL, dims: [], data: [Number(isTrue)] });

/** The branches of an `If`, the one that is taken when the condition holds first; none of another node. */
export function branchesOf({ body }: Node): Graph[] {
  const graphs = new Map<string, Graph>();
  for (const attribute of readFields(body).filter((field) => field.number === 5)) {
    const fields = readFields(attribute.payload);
    const name = fields.find((field) => field.number === 1)!;
    const graph = fields.find((field) => field.number === 6);
    if (graph) graphs.set(text(name.payload), readGraph(graph.payload));
  }
  return ['then_branch', 'else_branch'].flatMap((name) => graphs.get(name) ?? []);
}

/**
 * @param given inputs and constants by name
 * @param opset of the standard operators
 * @returns every value that is given or made, those of branches left out
 */
export function runNodes(
  nodes: readonly Node[],
  given: ReadonlyMap<string, Value>,
  opset = 18,
): Map<string, Value> {
  const values = new Map(given);
  for (const node of nodes) {
    if (node.name === '') raise(`a ${node.opType} without a name`);
    const inputs = node.inputs.map((name) => values.get(name) ?? raise(`"${name}" is not made yet`));
    const results =
      node.opType === 'If' ? runIf(node, inputs[0]!, values, opset) : [runOperator(node, inputs, opset)];
    if (node.outputs.length !== results.length) raise(`${node.name} has ${node.outputs.length} outputs`);
    for (const [index, name] of node.outputs.entries()) {
      if (name === '' || values.has(name)) raise(`"${name}" is made twice, or has no name`);
      values.set(name, results[index]!);
    }
  }
  return values;
}

function runIf(node: Node, condition: Value, values: ReadonlyMap<string, Value>, opset: number): Value[] {
  if (condition.elementType !== BOOL || condition.dims.length > 0) raise('a condition that is no bool');
  const [then, otherwise] = branchesOf(node);
  const graph = condition.data[0] ? then! : otherwise!;
  if (!graph.rest.some((field) => field.number === 2 && field.payload.length > 0))
    raise('a graph without a name');
  const made = runNodes(graph.nodes, values, opset);
  return graph.outputs.map(({ name, elementType }) => {
    const value = made.get(name) ?? raise(`"${name}" is not made in its branch`);
    return value.elementType === elementType
      ? value
      : raise(`"${name}" is of another type than its branch says`);
  });
}

function runOperator(
  { opType, inputs: names, attributes, body }: Node,
  inputs: Value[],
  opset: number,
): Value {
  const [a, b] = inputs as [Value, Value];
  const int = (name: string, fallback?: number) =>
    attributes.get(name)?.int ?? fallback ?? raise(`${opType} without ${name}`);
  const map = (apply: (x: number) => number) => ({ ...a, data: a.data.map(apply) });
  switch (opType) {
    case 'Constant':
      return constantOf(attributes.get('value')!.tensor!);
    case 'Exp':
      return map(Math.exp);
    case 'Log':
      return map(Math.log);
    case 'Tanh':
      return map(Math.tanh);
    case 'Add':
      return broadcast(a, b, (x, y) => x + y);
    case 'Sub':
      return broadcast(a, b, (x, y) => x - y);
    case 'Cast': {
      const to = int('to');
      return { ...map((x) => (to === BOOL ? Number(x !== 0) : x)), elementType: to };
    }
    case 'MatMul':
      return matMul(a, b);
    case 'Reshape':
      return reshape(a, b);
    case 'Gather':
      return gather(a, b, int('axis', 0));
    case 'GatherElements': {
      const axis = wrap(int('axis', 0), a.dims.length);
      return fill(b.dims, a.elementType, (place) =>
        at(a, place.with(axis, wrap(at(b, place), a.dims[axis]!))),
      );
    }
    case 'Concat': {
      const axis = wrap(int('axis'), a.dims.length);
      if (axis !== 0) raise('Concat along another axis than the first is not run here');
      const rows = inputs.reduce((sum, { dims }) => sum + dims[0]!, 0);
      return { ...a, dims: [rows, ...a.dims.slice(1)], data: inputs.flatMap(({ data }) => data) };
    }
    case 'ReduceMax':
    case 'ReduceSum': {
      // axes became an input with operator set 13 (ReduceSum) and 18 (ReduceMax)
      const isInput = opset >= (opType === 'ReduceSum' ? 13 : 18);
      if (isInput === attributes.has('axes') || names.length !== (isInput ? 2 : 1))
        raise(`${opType} of another set`);
      const axes = isInput ? b.data : signedInts(body, 'axes');
      if (axes.length !== 1 || wrap(axes[0]!, a.dims.length) !== a.dims.length - 1)
        raise('not along the last axis');
      return reduceLast(a, opType === 'ReduceSum' ? (x, y) => x + y : Math.max, int('keepdims', 1) === 1);
    }
    default:
      return raise(`${opType} is not run here`);
  }
}

/** An attribute's integers, which the model's reader leaves without sign. */
function signedInts(body: Node['body'], name: string): number[] {
  const attribute = readFields(body)
    .filter((field) => field.number === 5)
    .map((field) => readFields(field.payload))
    .find(([first]) => text(first!.payload) === name)!;
  return attribute.filter((field) => field.number === 8).map(toSigned);
}

const raise = (what: string): never => {
  throw new Error(what);
};

const sizeOf = (dims: readonly number[]) => dims.reduce((product, dim) => product * dim, 1);

/** An index as ONNX has it, counted from the end where it is negative. */
function wrap(index: number, count: number): number {
  if (index < -count || index >= count) raise(`index ${index} of ${count}`);
  return index < 0 ? index + count : index;
}

/** Makes a tensor place by place. */
function fill(dims: number[], elementType: number, at: (place: number[]) => number): Value {
  const data = Array.from({ length: sizeOf(dims) }, (_, flat) => {
    const place: number[] = [];
    let rest = flat;
    for (const dim of dims.toReversed()) {
      place.unshift(rest % dim);
      rest = Math.floor(rest / dim);
    }
    return at(place);
  });
  return { elementType, dims, data };
}

/** The number at a place, where missing dimensions and those of one element are repeated. */
function at({ dims, data }: Value, place: readonly number[]): number {
  const own = place.slice(place.length - dims.length);
  return data[own.reduce((flat, index, axis) => flat * dims[axis]! + (dims[axis] === 1 ? 0 : index), 0)]!;
}

function commonDims(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [x, y] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
    return x === y || y === 1 ? x : x === 1 ? y : raise(`dimensions ${x} and ${y}`);
  });
}

function sameType(a: Value, b: Value): number {
  return a.elementType === b.elementType
    ? a.elementType
    : raise(`types ${a.elementType} and ${b.elementType}`);
}

function broadcast(a: Value, b: Value, apply: (x: number, y: number) => number): Value {
  return fill(commonDims(a.dims, b.dims), sameType(a, b), (place) => apply(at(a, place), at(b, place)));
}

function matMul(a: Value, b: Value): Value {
  const [rows, inner, columns] = [a.dims.at(-2)!, a.dims.at(-1)!, b.dims.at(-1)!];
  if (b.dims.at(-2) !== inner) raise(`a product of ${a.dims} and ${b.dims}`);
  const outer = commonDims(a.dims.slice(0, -2), b.dims.slice(0, -2));
  return fill([...outer, rows, columns], sameType(a, b), (place) => {
    const [lead, row, column] = [place.slice(0, -2), place.at(-2)!, place.at(-1)!];
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += at(a, [...lead, row, k]) * at(b, [...lead, k, column]);
    return sum;
  });
}

function reshape(a: Value, shape: Value): Value {
  const asked = shape.data.map((dim, axis) => (dim === 0 ? a.dims[axis]! : dim));
  const known = sizeOf(asked.filter((dim) => dim !== -1));
  const dims = asked.map((dim) => (dim === -1 ? a.data.length / known : dim));
  return sizeOf(dims) === a.data.length ? { ...a, dims } : raise(`${a.dims} as ${shape.data}`);
}

function gather(a: Value, indices: Value, axis: number): Value {
  const dims = [...a.dims.slice(0, axis), ...indices.dims, ...a.dims.slice(axis + 1)];
  return fill(dims, a.elementType, (place) => {
    const end = axis + indices.dims.length;
    const index = wrap(at(indices, place.slice(axis, end)), a.dims[axis]!);
    return at(a, [...place.slice(0, axis), index, ...place.slice(end)]);
  });
}

function reduceLast(a: Value, apply: (x: number, y: number) => number, keeps: boolean): Value {
  const lead = a.dims.slice(0, -1);
  return fill(keeps ? [...lead, 1] : lead, a.elementType, (place) =>
    Array.from({ length: a.dims.at(-1)! }, (_, k) => at(a, [...place.slice(0, lead.length), k])).reduce(
      (x, y) => apply(x, y),
    ),
  );
}

/** A constant of the file; of float16 only one without elements. */
export function constantOf({ dims, elementType, rawData }: Tensor): Value {
  const { buffer } = rawData.slice();
  const data =
    elementType === INT64
      ? Array.from(new BigInt64Array(buffer), Number)
      : Array.from(new Float32Array(buffer));
  if (data.length !== sizeOf(dims)) raise(`${data.length} values of a constant of ${dims}`);
  return { elementType, dims, data };
}
