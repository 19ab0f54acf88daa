/** `node scripts/run.mjs draft`: what an earlier text saves, and costs where the new one soon leaves it. Takes one to four minutes. */
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { alternate, median } from '../src/benchmark/statistics.ts';
import { check } from '../src/core/ifeval/index.ts';
import { asChat } from '../src/core/pairs/pairs.ts';
import { interventionsOf } from '../src/core/steering/setting.ts';
import type { Lane } from '../src/protocol/model.ts';
import { nodeTiller } from './lib/nodeTiller.ts';
import { readVector } from './lib/presets/vectors.ts';
import { runMain } from './lib/setup.mjs';

const TOKENS = 48;
const LAYER = 16;
const PROMPT = 'Explain why the sky is blue.';

await runMain(async () => {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } });
  const { tiller, close } = nodeTiller({ check }, { threads: 2 });
  try {
    await tiller.loadModel('embedded', { backend: 'wasm' });
    console.log(await compare(Number(values.rounds)));
  } finally {
    close();
  }

  /** One line: medians of runs that take turns. */
  async function compare(rounds: number): Promise<string> {
    const [lane, moved] = [laneOf(1), laneOf(1.1)];
    const [text, earlier] = (await tiller.generate([lane, moved])).map(({ tokenIds }) => tokenIds);
    const otherFrom = (at: number) => text!.map((id, index) => (index < at ? id : id + 1));
    const timed = (draft?: number[]) => async () => {
      const startedAt = performance.now();
      const [result] = await tiller.generate([draft ? { ...lane, draft } : lane]);
      const time = performance.now() - startedAt;
      if (`${result!.tokenIds}` !== `${text}`) throw new Error('expected the same text with a draft');
      return [time];
    };
    const times = await alternate(rounds, {
      without: timed(),
      same: timed(text),
      'other from token 1': timed(otherFrom(1)),
      'other from token 12': timed(otherFrom(12)),
      'text of strength 1.1': timed(earlier),
    });
    const { without, ...drafts } = times;
    const shared = text!.findIndex((id, index) => id !== earlier![index]);
    const parts = Object.entries(drafts).map(
      ([name, each]) =>
        `${name} ${Math.round(median(each))} ms (${(median(without) / median(each)).toFixed(2)}x)`,
    );
    const head = `${text!.length} tokens: without ${Math.round(median(without))} ms`;
    return `${[head, ...parts].join(', ')}; strength 1.1 shares ${shared < 0 ? 'all' : shared} tokens`;
  }
});

function laneOf(strength: number): Lane {
  const vector = readVector('highlights');
  const setting = { layer: LAYER, operator: 'setProjection' as const, strength };
  return {
    prompt: asChat(PROMPT),
    interventions: interventionsOf([{ vector, setting }]),
    maxNewTokens: TOKENS,
    repetitionPenalty: 1.15,
  };
}
