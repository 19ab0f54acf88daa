/** Recognises what is often delivered in place of a model file: nothing, a web page, an LFS pointer, an error message. */
import { TillerError } from '../../src/core/errors.ts';
import type { RandomAccess } from '../../src/core/onnx/outline.ts';
import { show } from '../../src/core/show.ts';

/** Enough for the start of any of the recognised texts, in bytes. */
const HEAD_BYTES = 512;

/** A server's error message in JSON is far shorter, in bytes; of longer data the beginning alone is looked at. */
const LARGEST_SUBSTITUTE = 1 << 16;

/**
 * @param path relative to the model's folder; its ending says what the file has to hold
 * @throws TillerError `file_corrupt`
 */
export function checkModelFile(path: string, bytes: Uint8Array): void {
  const found = recogniseSubstitute(path, bytes);
  if (found === null) return;
  throw new TillerError(
    'file_corrupt',
    `expected ${expectedContent(path)} in ${path}, found ${found.what}. ${found.remedy}`,
    {
      path,
      expected: expectedContent(path),
      found: found.what,
      sizeBytes: bytes.length,
    },
  );
}

/** As `checkModelFile`, by the beginning of a file that is not read as a whole. */
export function checkModelHead(path: string, file: RandomAccess): void {
  // one byte more than what is looked at as a whole, so that a longer file is not taken for a short one
  const head = new Uint8Array(Math.min(file.sizeBytes, LARGEST_SUBSTITUTE + 1));
  file.read(head, 0);
  checkModelFile(path, head);
}

/** @throws TillerError `file_corrupt` when the file is cut short or no JSON */
export function parseJson(path: string, bytes: Uint8Array): unknown {
  checkModelFile(path, bytes);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw notJson(path, bytes, `text that ends or breaks early (${found})`);
  }
}

/** @throws TillerError `file_corrupt` when the file is cut short, no JSON, or JSON of another kind */
export function parseJsonObject(path: string, bytes: Uint8Array): Record<string, unknown> {
  const value = parseJson(path, bytes);
  if (isObject(value)) return value;
  throw notJson(path, bytes, `JSON of another kind: ${show(value)}`);
}

function notJson(path: string, bytes: Uint8Array, found: string): TillerError {
  return new TillerError(
    'file_corrupt',
    `expected JSON in ${path} (${bytes.length} bytes), found ${found}. Download the file again.`,
    { path, expected: 'JSON', found, sizeBytes: bytes.length },
  );
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function recogniseSubstitute(path: string, bytes: Uint8Array): { what: string; remedy: string } | null {
  if (bytes.length === 0) return { what: 'an empty file', remedy: 'Download the file again.' };
  const head = new TextDecoder().decode(bytes.subarray(0, HEAD_BYTES)).trimStart();
  if (/^(<!doctype|<html|<\?xml)/i.test(head)) {
    return {
      what: 'a web page',
      remedy: 'The address leads to a page, not to the file: check it, and that the file exists there.',
    };
  }
  if (head.startsWith('version https://git-lfs')) {
    return {
      what: 'a git-LFS pointer',
      remedy: 'Run "git lfs pull" in the folder, or download the file from the model page.',
    };
  }
  if (isBinary(path) && isJson(head, bytes)) {
    return {
      what: `JSON: ${head.slice(0, 80)}`,
      remedy: 'This is probably an error message: check the address.',
    };
  }
  return null;
}

function isBinary(path: string): boolean {
  return /\.onnx(_data(_\d+)?)?$/.test(path);
}

function isJson(head: string, bytes: Uint8Array): boolean {
  // Weights may begin with any byte, so only what parses as a whole counts.
  if (!/^[[{]/.test(head) || bytes.length > LARGEST_SUBSTITUTE) return false;
  try {
    JSON.parse(new TextDecoder().decode(bytes));
    return true;
  } catch {
    return false;
  }
}

function expectedContent(path: string): string {
  if (path.endsWith('.json')) return 'JSON';
  if (path.endsWith('.jinja')) return 'a chat template';
  return path.endsWith('.onnx') ? 'an ONNX graph' : 'model weights';
}
