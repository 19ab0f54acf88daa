/** The tiny stock decoders of e2e/fixtures, for tests. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../e2e/fixtures/models/', import.meta.url));

/** `folder/onnx/file.onnx` of every fixture. */
export function fixtureFiles(): string[] {
  return (readdirSync(root, { recursive: true }) as string[])
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.onnx'))
    .sort();
}

export function readFixture(path: string): Uint8Array {
  return new Uint8Array(readFileSync(root + path));
}
