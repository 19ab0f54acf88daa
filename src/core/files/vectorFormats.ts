/** The file forms of a steering vector, told apart by what is in the file. */
import { TillerError } from '../errors.ts';
import type { SteeringVector } from '../steering/types.ts';
import { type GgufOptions, readVectorGguf, writeVectorGguf } from './controlVector.ts';
import { isGguf } from './gguf.ts';
import { readVectorSafetensors, writeSteeringVector } from './safetensors.ts';
import type { VectorFile, VectorOrigin } from './vectorFile.ts';
import { readVectorJson, writeVectorJson } from './vectorJson.ts';

/** `gguf` keeps what `add` needs, the others everything. */
export const VECTOR_FORMATS = ['safetensors', 'gguf', 'json'] as const;
export type VectorFormat = (typeof VECTOR_FORMATS)[number];

/** A vector as JSON takes ten times its floats; the widest known decoders stay far below this. Protects the page. */
export const MAX_VECTOR_BYTES = 256 * 2 ** 20;

/**
 * @param options what only GGUF has
 * @throws TillerError `file_corrupt` when the vector is not valid; for GGUF as `writeVectorGguf`
 */
export function writeVectorFile(
  vector: SteeringVector,
  origin: VectorOrigin,
  format: VectorFormat,
  options: GgufOptions = {},
): Uint8Array<ArrayBuffer> {
  switch (format) {
    case 'safetensors':
      return writeSteeringVector(vector, origin);
    case 'gguf':
      return writeVectorGguf(vector, origin, options);
    case 'json':
      return new TextEncoder().encode(writeVectorJson(vector, origin));
  }
}

/**
 * @param fileName gives a vector without a name its own, and stands in messages
 * @param modelLayers layers of the model it is meant for: a GGUF file of a few layers does not say how many there are
 * @throws TillerError `file_corrupt` for a file that is none of the forms, damaged, or too large
 */
export function readVectorFile(bytes: Uint8Array, fileName = '', modelLayers?: number): VectorFile {
  const called = fileName === '' ? 'this file' : `"${fileName}"`;
  if (bytes.length > MAX_VECTOR_BYTES) {
    throw new TillerError(
      'file_corrupt',
      `${called} has ${bytes.length} bytes, a steering vector at most ${MAX_VECTOR_BYTES}: choose another file.`,
    );
  }
  const format = formatOf(bytes);
  if (!format) {
    throw new TillerError(
      'file_corrupt',
      `${called} is no steering vector: expected safetensors, GGUF or JSON, found ${describe(bytes)}. ` +
        'Choose a file that was exported as a vector.',
    );
  }
  const { vector, origin } = readAs(format, bytes, modelLayers);
  const name = vector.name === '' ? fileName.replace(/\.[^.]*$/, '') : vector.name;
  return { vector: { ...vector, name }, origin };
}

/** By content alone; null for none of them. */
export function formatOf(bytes: Uint8Array): VectorFormat | null {
  if (isGguf(bytes)) return 'gguf';
  if (isTensorHeader(bytes)) return 'safetensors';
  return firstCharacter(bytes) === '{' ? 'json' : null;
}

function readAs(format: VectorFormat, bytes: Uint8Array, modelLayers?: number): VectorFile {
  switch (format) {
    case 'safetensors':
      return readVectorSafetensors(bytes);
    case 'gguf':
      return readVectorGguf(bytes, modelLayers);
    case 'json':
      return readVectorJson(new TextDecoder().decode(bytes));
  }
}

/** A header length that the file can hold, then a JSON object; eight characters of text make a length that none can. */
function isTensorHeader(bytes: Uint8Array): boolean {
  if (bytes.length < 9 || bytes[8] !== '{'.charCodeAt(0)) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getBigUint64(0, true) <= BigInt(bytes.length - 8);
}

/** After a byte order mark and white space. */
function firstCharacter(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, 256)).trimStart().charAt(0);
}

function describe(bytes: Uint8Array): string {
  const beginning = new TextDecoder().decode(bytes.subarray(0, 64));
  if (bytes.length === 0) return 'an empty file';
  if (/^\s*<(!doctype|html)/i.test(beginning)) return 'a web page';
  if (beginning.startsWith('version https://git-lfs')) return 'a pointer to a file kept elsewhere (Git LFS)';
  if (beginning.startsWith('PK')) return 'a zip archive, perhaps a PyTorch file';
  return 'something else';
}
