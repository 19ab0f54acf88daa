/**
 * A model file without the weights in it: each large tensor becomes a reference to its place in that same file, as if it
 * were a data file beside the graph. So a file of 2 GB is patched and loaded tensor by tensor, and never read as a whole.
 * Source of the field numbers: onnx/onnx.proto3
 */
import { HEAD_BYTES, type Span, spanAt } from './span.ts';
import { type Bytes, join, messageField, type Parts, stringField, varintField } from './wire.ts';

/** A file that can be read at any place. */
export interface RandomAccess {
  readonly sizeBytes: number;
  /** fills `into` with the bytes from `at` on */
  read(into: Uint8Array, at: number): void;
}

/** Smaller tensors stay: the runtime infers shapes from their values, and each reference costs some hundred bytes. */
const MIN_BYTES = 1 << 16;

/** Read ahead at a time, bytes; most fields are far shorter. */
const WINDOW_BYTES = 1 << 16;

const MODEL_GRAPH = 7;
const GRAPH_INITIALIZER = 5;
const TENSOR_RAW_DATA = 9;
const TENSOR_EXTERNAL_DATA = 13;
const TENSOR_DATA_LOCATION = 14;
const EXTERNAL = 1;

/**
 * @param location name of the file, as data files are named in the graph
 * @returns the bytes of a model; those of the file itself when it holds no large tensor
 * @throws TillerError `file_corrupt` when the file is no protobuf or is cut short
 */
export function outlineModel(file: RandomAccess, location: string): Uint8Array<ArrayBuffer> {
  const source = new Windowed(file);
  const whole = { payloadStart: 0, end: file.sizeBytes };
  return join(
    rewrite(source, whole, (field) =>
      field.number === MODEL_GRAPH && field.isMessage
        ? messageField(MODEL_GRAPH, outlineGraph(source, field, location))
        : null,
    ),
  );
}

function outlineGraph(source: Windowed, graph: Span, location: string): Parts {
  return rewrite(source, graph, (field) =>
    field.number === GRAPH_INITIALIZER && field.isMessage && field.end - field.payloadStart > MIN_BYTES
      ? messageField(GRAPH_INITIALIZER, outlineTensor(source, field, location))
      : null,
  );
}

function outlineTensor(source: Windowed, tensor: Span, location: string): Parts {
  return rewrite(source, tensor, (field) => {
    const length = field.end - field.payloadStart;
    if (field.number !== TENSOR_RAW_DATA || !field.isMessage || length <= MIN_BYTES) return null;
    const place = { location, offset: field.payloadStart, length };
    const entries = Object.entries(place).map(([key, value]) =>
      messageField(TENSOR_EXTERNAL_DATA, [stringField(1, key), stringField(2, String(value))]),
    );
    return [...entries, varintField(TENSOR_DATA_LOCATION, EXTERNAL)];
  });
}

/** The fields of a message, each as it is or as `replace` gives it. */
function rewrite(
  source: Windowed,
  { payloadStart, end }: Pick<Span, 'payloadStart' | 'end'>,
  replace: (field: Span) => Parts | null,
): Parts {
  const parts: Parts = [];
  for (let at = payloadStart; at < end; ) {
    const field = source.field(at, end);
    parts.push(replace(field) ?? source.copy(field.start, field.end));
    at = field.end;
  }
  return parts;
}

class Windowed {
  private readonly file: RandomAccess;
  private window: Bytes = new Uint8Array(0);
  private windowStart = 0;

  constructor(file: RandomAccess) {
    this.file = file;
  }

  copy(start: number, end: number): Bytes {
    const bytes = new Uint8Array(end - start);
    this.file.read(bytes, start);
    return bytes;
  }

  /** @param limit end of the message that the field is part of */
  field(start: number, limit: number): Span {
    return spanAt(this.headAt(start, limit), start, limit);
  }

  /** At least the tag and the length of a field. */
  private headAt(start: number, limit: number): Bytes {
    const needed = Math.min(HEAD_BYTES, limit - start);
    const offset = start - this.windowStart;
    if (offset < 0 || offset + needed > this.window.length) {
      this.window = this.copy(start, Math.min(start + WINDOW_BYTES, this.file.sizeBytes));
      this.windowStart = start;
    }
    const from = start - this.windowStart;
    return this.window.subarray(from, from + needed);
  }
}
