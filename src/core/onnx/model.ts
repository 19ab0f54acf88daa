/**
 * An ONNX model as fields that were read and fields that were changed. Everything untouched is written back as the very
 * bytes it was read from, unknown fields included, so a model that nobody edits comes back byte for byte.
 * Source of the field numbers: onnx/onnx.proto3
 */
import { TillerError } from '../errors.ts';
import {
  type Bytes,
  corrupt,
  type Field,
  join,
  LENGTH,
  messageField,
  type Parts,
  readFields,
  readVarints,
  text,
  toSigned,
} from './wire.ts';

/** TensorProto.DataType, the ones decoders use. */
export const FLOAT = 1;
export const UINT8 = 2;
export const INT8 = 3;
export const INT32 = 6;
export const INT64 = 7;
export const BOOL = 9;
export const FLOAT16 = 10;

export interface Node {
  name: string;
  opType: string;
  domain: string;
  /** '' where an optional input is left out */
  inputs: string[];
  /** '' where an optional output is left out */
  outputs: string[];
  attributes: Map<string, Attribute>;
  /** names that subgraphs of this node read from outside */
  outerInputs: string[];
  /** NodeProto, as read or as built */
  body: Bytes;
}

export interface Attribute {
  int: number;
  float: number;
  string: string;
  ints: number[];
  tensor: Tensor | null;
}

export interface Tensor {
  name: string;
  dims: number[];
  elementType: number;
  /** where the bytes lie, when they are outside the file */
  external: { location: string; offset: number; length: number } | null;
  /** raw little-endian bytes when inside the file, stored raw, as packed floats or as 8-bit values; else empty */
  rawData: Bytes;
  /** TensorProto, as read or as built */
  body: Bytes;
}

export interface ValueInfo {
  name: string;
  elementType: number;
  /** a number, or the name of a symbolic dimension ('' when unnamed); null when the shape is not given */
  dims: (number | string)[] | null;
  body: Bytes;
}

export interface Graph {
  nodes: Node[];
  initializers: Tensor[];
  inputs: ValueInfo[];
  outputs: ValueInfo[];
  valueInfo: ValueInfo[];
  /** name, documentation, quantisation notes and what else there is, as read */
  rest: Field[];
}

export interface Model {
  irVersion: number;
  producer: string;
  /** domain -> version; '' is the standard domain */
  opsets: Map<string, number>;
  graph: Graph;
  /** every field of ModelProto, the graph's included */
  fields: Field[];
  /** identity of the graph's parts as read: an untouched graph is written back as it came */
  readGraph: Graph;
}

/** Subgraphs in subgraphs: exporters nest two or three. Each takes a few frames of the stack. */
const MAX_DEPTH = 32;

const GRAPH = { node: 1, initializer: 5, input: 11, output: 12, valueInfo: 13 };
const MODEL_GRAPH = 7;

/**
 * Reads an ONNX file. Tensor bytes stay views on `bytes`.
 * @throws TillerError `file_corrupt` when the bytes are not an ONNX model
 */
export function readModel(bytes: Bytes): Model {
  const fields = readFields(bytes);
  let irVersion = 0;
  let producer = '';
  let graph: Graph | null = null;
  const opsets = new Map<string, number>();
  for (const field of fields) {
    if (field.number === 1) irVersion = field.varint;
    else if (field.number === 2) producer = text(field.payload);
    else if (field.number === MODEL_GRAPH && field.wireType === LENGTH) graph = readGraph(field.payload);
    else if (field.number === 8) {
      let domain = '';
      let version = 0;
      for (const entry of readFields(field.payload)) {
        if (entry.number === 1) domain = text(entry.payload);
        else if (entry.number === 2) version = entry.varint;
      }
      opsets.set(domain === 'ai.onnx' ? '' : domain, version);
    }
  }
  if (!graph || graph.nodes.length === 0) {
    throw new TillerError(
      'file_corrupt',
      'expected an ONNX model with a graph, found none; download the file again',
    );
  }
  return { irVersion, producer, opsets, graph, fields, readGraph: { ...graph } };
}

/** Writes a model back. Lists of the graph that were not replaced are written as the bytes they were read from. */
export function writeModel(model: Model): Uint8Array<ArrayBuffer> {
  const { graph, readGraph: original } = model;
  const untouched = (Object.keys(graph) as (keyof Graph)[]).every((key) => graph[key] === original[key]);
  return join(
    model.fields.map((field) =>
      field.number === MODEL_GRAPH && !untouched ? messageField(MODEL_GRAPH, graphParts(graph)) : field.raw,
    ),
  );
}

/** The body of a GraphProto, for a model or for a subgraph. */
export function graphParts(graph: Graph): Parts {
  const list = (number: number, items: { body: Bytes }[]): Parts =>
    items.map((item) => messageField(number, [item.body]));
  return [
    list(GRAPH.node, graph.nodes),
    graph.rest.map((field) => field.raw),
    list(GRAPH.initializer, graph.initializers),
    list(GRAPH.input, graph.inputs),
    list(GRAPH.output, graph.outputs),
    list(GRAPH.valueInfo, graph.valueInfo),
  ];
}

/**
 * @param depth how many subgraphs this one lies in
 * @throws TillerError `file_corrupt`
 */
export function readGraph(bytes: Bytes, depth = 0): Graph {
  if (depth > MAX_DEPTH) throw corrupt(`subgraphs in subgraphs, more than ${MAX_DEPTH} deep`);
  const graph: Graph = { nodes: [], initializers: [], inputs: [], outputs: [], valueInfo: [], rest: [] };
  for (const field of readFields(bytes)) {
    if (field.wireType !== LENGTH) graph.rest.push(field);
    else if (field.number === GRAPH.node) graph.nodes.push(readNode(field.payload, depth));
    else if (field.number === GRAPH.initializer) graph.initializers.push(readTensor(field.payload));
    else if (field.number === GRAPH.input) graph.inputs.push(readValueInfo(field.payload));
    else if (field.number === GRAPH.output) graph.outputs.push(readValueInfo(field.payload));
    else if (field.number === GRAPH.valueInfo) graph.valueInfo.push(readValueInfo(field.payload));
    else graph.rest.push(field);
  }
  return graph;
}

/** @param depth of the graph that it is part of */
export function readNode(body: Bytes, depth = 0): Node {
  const node: Node = {
    name: '',
    opType: '',
    domain: '',
    inputs: [],
    outputs: [],
    attributes: new Map(),
    outerInputs: [],
    body,
  };
  for (const field of readFields(body)) {
    if (field.number === 1) node.inputs.push(text(field.payload));
    else if (field.number === 2) node.outputs.push(text(field.payload));
    else if (field.number === 3) node.name = text(field.payload);
    else if (field.number === 4) node.opType = text(field.payload);
    else if (field.number === 5) readAttribute(field.payload, node, depth);
    else if (field.number === 7) node.domain = text(field.payload);
  }
  return node;
}

function readAttribute(bytes: Bytes, node: Node, depth: number): void {
  let name = '';
  const attribute: Attribute = { int: 0, float: 0, string: '', ints: [], tensor: null };
  for (const field of readFields(bytes)) {
    if (field.number === 1) name = text(field.payload);
    else if (field.number === 2) attribute.float = toFloat(field.payload);
    else if (field.number === 3) attribute.int = toSigned(field);
    else if (field.number === 4) attribute.string = text(field.payload);
    else if (field.number === 5) attribute.tensor = readTensor(field.payload);
    else if (field.number === 6) append(node.outerInputs, outerNames(readGraph(field.payload, depth + 1)));
    else if (field.number === 8) append(attribute.ints, readVarints(field));
  }
  node.attributes.set(name, attribute);
}

/** One by one: arguments of a call are limited in number, and a file may hold more values. */
function append<T>(list: T[], values: readonly T[]): void {
  for (const value of values) list.push(value);
}

/** Names that a subgraph uses and does not define: it reads them from the graph around it. */
function outerNames(graph: Graph): string[] {
  const defined = new Set([...graph.inputs, ...graph.initializers].map((item) => item.name));
  for (const node of graph.nodes) for (const output of node.outputs) defined.add(output);
  const used = graph.nodes.flatMap((node) => [...node.inputs, ...node.outerInputs]);
  return [...used, ...graph.outputs.map((output) => output.name)].filter(
    (name) => name && !defined.has(name),
  );
}

export function readTensor(body: Bytes): Tensor {
  const tensor: Tensor = {
    name: '',
    dims: [],
    elementType: 0,
    external: null,
    rawData: new Uint8Array(0),
    body,
  };
  const entries = new Map<string, string>();
  let isExternal = false;
  let int32Data: Bytes | null = null;
  for (const field of readFields(body)) {
    if (field.number === 1) append(tensor.dims, readVarints(field));
    else if (field.number === 2) tensor.elementType = field.varint;
    // float_data, packed, lies as raw data does
    else if (field.number === 4 && field.wireType === LENGTH) tensor.rawData = field.payload;
    else if (field.number === 5 && field.wireType === LENGTH) int32Data = field.payload;
    else if (field.number === 8) tensor.name = text(field.payload);
    else if (field.number === 9) tensor.rawData = field.payload;
    else if (field.number === 13) {
      const [key, value] = readFields(field.payload).map((entry) => text(entry.payload));
      entries.set(key ?? '', value ?? '');
    } else if (field.number === 14) isExternal = field.varint === 1;
  }
  if (int32Data && (tensor.elementType === INT8 || tensor.elementType === UINT8)) {
    tensor.rawData = lowestBytes(int32Data);
  }
  if (isExternal) {
    tensor.external = {
      location: entries.get('location') ?? '',
      offset: readPlace(entries, 'offset'),
      length: readPlace(entries, 'length'),
    };
  }
  return tensor;
}

/** A place in an external file, which is written as decimal text; 0 where it is not given. */
function readPlace(entries: ReadonlyMap<string, string>, key: 'offset' | 'length'): number {
  const value = Number(entries.get(key) ?? 0);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw corrupt(`external data with ${key} "${entries.get(key)?.slice(0, 40)}"`);
}

/** The lowest byte of each varint: how an 8-bit tensor is stored that is not stored raw. */
function lowestBytes(varints: Bytes): Uint8Array<ArrayBuffer> {
  const values: number[] = [];
  for (let at = 0; at < varints.length; at++) {
    let value = varints[at]! & 127;
    if (varints[at]! & 128) value |= (varints[at + 1]! & 1) << 7;
    while (varints[at]! & 128) at++;
    values.push(value);
  }
  return Uint8Array.from(values);
}

function readValueInfo(body: Bytes): ValueInfo {
  const info: ValueInfo = { name: '', elementType: 0, dims: null, body };
  for (const field of readFields(body)) {
    if (field.number === 1) info.name = text(field.payload);
    else if (field.number === 2) {
      const tensorType = readFields(field.payload).find((entry) => entry.number === 1);
      if (!tensorType) continue;
      for (const entry of readFields(tensorType.payload)) {
        if (entry.number === 1) info.elementType = entry.varint;
        else if (entry.number === 2) info.dims = readFields(entry.payload).map((dim) => readDim(dim.payload));
      }
    }
  }
  return info;
}

function readDim(bytes: Bytes): number | string {
  for (const field of readFields(bytes)) {
    if (field.number === 1) return field.varint;
    if (field.number === 2) return text(field.payload);
  }
  return '';
}

/** A float32 of four bytes, wherever they lie: `slice` of a Node `Buffer` would be a view on all that was read. */
function toFloat({ buffer, byteOffset, byteLength }: Bytes): number {
  if (byteLength !== 4) throw corrupt(`a float32 of ${byteLength} bytes`);
  return new DataView(buffer, byteOffset, byteLength).getFloat32(0, true);
}
