/** The examples of the documents: what the page's readers copy runs, and gives the right numbers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'onnxruntime-web';
import { expect, it } from 'vitest';
import { steerGraph } from '../../docs/examples/steerGraph.ts';
import { check, loadLanguages } from '../../src/core/ifeval/index.ts';
import { fixtureGolden, largestDifference } from '../lib/goldenFiles.ts';
import { nodeTiller } from '../lib/nodeTiller.ts';
import { root } from '../lib/setup.mjs';
import { codeBlocks } from './markdown.ts';

it('docs/graph-surgery.md: the example steers as PyTorch does', async () => {
  env.wasm.numThreads = 1;
  const golden = fixtureGolden('llama');
  const { layer, a: coefficient } = golden.steerings.find(({ name }) => name === 'add')!;
  const run = golden.goldens.fp32!.runs.find(({ steering }) => steering === 'add')!;
  const prompt = golden.prompts[run.prompt]!.inputIds;
  const folder = join(root, 'e2e', 'fixtures', 'models', 'llama');
  const { residPost, logits } = await steerGraph(folder, prompt, {
    layer,
    direction: golden.direction,
    coefficient,
  });
  expect(largestDifference(residPost, run.residPost.flat())).toBeLessThan(1e-4);
  expect(largestDifference(logits.subarray(0, run.logits.length), run.logits)).toBeLessThan(1e-4);
});

it('docs/graph-surgery.md shows the example as it is', () => {
  const source = readFileSync(join(root, 'docs', 'examples', 'steerGraph.ts'), 'utf8');
  const [block] = codeBlocks('docs/graph-surgery.md').filter(({ language }) => language === 'ts');
  expect(block?.code).toBe(source.trimEnd());
});

it('README.md: the JavaScript examples run, one after the other', { timeout: 240_000 }, async () => {
  const code = codeBlocks('README.md')
    .filter(({ language }) => language === 'js')
    .map((block) => block.code)
    .join('\n')
    // as written, in a fraction of the time
    .replaceAll('{ prompt, repetitionPenalty: 1.15', '{ maxNewTokens: 32, prompt, repetitionPenalty: 1.15')
    .replace('maxNewTokens: 200', 'maxNewTokens: 24');
  const printed: unknown[][] = [];
  const { tiller, close } = nodeTiller({ check, prepare: loadLanguages });
  try {
    const run = new Function('tiller', 'console', `return (async () => { ${code} })()`);
    await run(tiller, { log: (...values: unknown[]) => printed.push(values) });
  } finally {
    close();
  }
  const [[plain, steered], [goesOn, cutShort, decided]] = printed as [string[], unknown[]];
  const isFrench = (text: string) => check('language:response_language', { language: 'fr' }, text).strict;
  expect([isFrench(plain!), isFrench(steered!)]).toEqual([false, true]);
  expect(typeof goesOn).toBe('string');
  // the first comma decides
  expect(decided).toBe((cutShort as string).includes(',') ? 'fail' : undefined);
});
