/** Every tiny decoder, in every form that stock files come in, on WebAssembly. On WebGPU: `fixtures-webgpu.spec.ts`. */
import { expectGoldenRuns, fixtureFiles } from './lib/fixtures.ts';
import { test } from './lib/test.ts';

for (const file of fixtureFiles) {
  test(`${file.folder} ${file.dtype} on wasm`, async ({ modelPage }) => {
    await expectGoldenRuns(modelPage, file, 'wasm');
  });
}
