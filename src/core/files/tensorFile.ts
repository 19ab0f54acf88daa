/**
 * The safetensors container, as far as float32 tensors need it: 8 bytes header length (little-endian), a JSON header
 * that names each tensor's type, shape and place, then the data end to end.
 * Format: https://github.com/huggingface/safetensors#format
 */
import { TillerError } from '../errors.ts';
import { show } from '../show.ts';

export interface Tensor {
  shape: number[];
  /** row-major */
  data: Float32Array;
}

export interface TensorFile {
  tensors: Map<string, Tensor>;
  metadata: Record<string, string>;
}

const LENGTH_BYTES = 8;
const FLOAT_BYTES = 4;
/** A vector's header takes about 1 kB; a longer one is no vector, and parsing it would only cost memory. */
const MAX_HEADER_BYTES = 1 << 20;

/** The same content gives the same bytes: keys are written in the order given. */
export function writeTensorFile({ tensors, metadata }: TensorFile): Uint8Array<ArrayBuffer> {
  let end = 0;
  const entries = [...tensors].map(([name, { shape, data }]) => {
    const begin = end;
    end += data.length * FLOAT_BYTES;
    return [name, { dtype: 'F32', shape, data_offsets: [begin, end] }] as const;
  });
  const json = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  const text = new TextEncoder().encode(json);
  // Spaces bring the data to a multiple of 8, so that readers can map it in place.
  const headerBytes = Math.ceil(text.length / LENGTH_BYTES) * LENGTH_BYTES;
  const bytes = new Uint8Array(LENGTH_BYTES + headerBytes + end);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerBytes);
  bytes.set(text, LENGTH_BYTES);
  let at = LENGTH_BYTES + headerBytes;
  for (const { data } of tensors.values()) {
    for (const value of data) {
      view.setFloat32(at, value, true);
      at += FLOAT_BYTES;
    }
  }
  return bytes;
}

/**
 * @param bytes may be a view at any offset; the tensors are copies
 * @throws TillerError `file_corrupt` for anything but a well-formed file of float32 tensors that fill it end to end
 */
export function readTensorFile(bytes: Uint8Array): TensorFile {
  if (bytes.length < LENGTH_BYTES)
    throw corrupt(`it has ${bytes.length} bytes, fewer than a header length takes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = view.getBigUint64(0, true);
  if (headerBytes > MAX_HEADER_BYTES || Number(headerBytes) > bytes.length - LENGTH_BYTES) {
    throw corrupt(`its header claims ${headerBytes} bytes, the file has ${bytes.length} in all`);
  }
  const dataStart = LENGTH_BYTES + Number(headerBytes);
  const header = parseHeader(bytes.subarray(LENGTH_BYTES, dataStart));
  const { __metadata__: metadata = {}, ...entries } = header;
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === 'string')) {
    throw corrupt('its metadata are not all texts');
  }
  const dataBytes = bytes.length - dataStart;
  const described = Object.entries(entries).map(([name, entry]) => ({
    name,
    ...checkEntry(name, entry, dataBytes),
  }));
  let end = 0;
  for (const { name, begin, end: next } of described.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== end)
      throw corrupt(`tensor "${name}" begins at byte ${begin}, expected ${end}: a gap or an overlap`);
    end = next;
  }
  if (end !== dataBytes) throw corrupt(`its tensors take ${end} bytes, the file holds ${dataBytes}`);
  const tensors = new Map(
    described.map(({ name, shape, begin, end }) => {
      const data = Float32Array.from({ length: (end - begin) / FLOAT_BYTES }, (_, i) =>
        view.getFloat32(dataStart + begin + i * FLOAT_BYTES, true),
      );
      return [name, { shape, data }];
    }),
  );
  // Every value is a text, as checked above.
  return { tensors, metadata: metadata as Record<string, string> };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw corrupt('its header is not JSON');
  }
  if (!isRecord(header)) throw corrupt('its header is not a JSON object');
  return header;
}

function checkEntry(
  name: string,
  entry: unknown,
  dataBytes: number,
): { shape: number[]; begin: number; end: number } {
  if (!isRecord(entry)) throw corrupt(`tensor "${name}" is not described`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (dtype !== 'F32') throw corrupt(`tensor "${name}" has type ${show(dtype)}, expected F32`);
  if (!isCounts(shape)) throw corrupt(`tensor "${name}" has no proper shape`);
  if (!isCounts(offsets) || offsets.length !== 2)
    throw corrupt(`tensor "${name}" has no proper place in the file`);
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > dataBytes) {
    throw corrupt(
      `tensor "${name}" lies at bytes ${begin} to ${end}, the file holds ${dataBytes}: it is cut short`,
    );
  }
  const values = shape.reduce((product, size) => product * size, 1);
  if (values * FLOAT_BYTES !== end - begin) {
    throw corrupt(`tensor "${name}" of shape [${shape.join(', ')}] does not fit into ${end - begin} bytes`);
  }
  return { shape, begin, end };
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && each >= 0);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function corrupt(reason: string): TillerError {
  return new TillerError(
    'file_corrupt',
    `expected a safetensors file, but ${reason}. Download or export the file again.`,
  );
}
