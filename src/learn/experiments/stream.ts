/** A push at one layer: how far the last token's state is moved in every layer, as a share of its length. */
import { asAsked } from '../../core/pairs/asking.ts';
import { seededNormal, seededRandom } from '../../core/steering/random.ts';
import { type CurveLine, type CurvesResult, type Experiment, readingProgress } from './experiment.ts';

const STREAM_PROMPT = 'Tell me about the city of Rome.';
/** Of the length of the state that is pushed. */
const PUSH_SHARE = 0.5;
/** Where the two pushes happen, as shares of the depth. */
const DEPTHS = [1 / 3, 2 / 3] as const;
const SEED = 1;

export const streamExperiment: Experiment = async ({ tiller, info }, options = {}): Promise<CurvesResult> => {
  const { numLayers, hiddenSize } = info;
  const { prompt } = asAsked(STREAM_PROMPT, info.hasChatTemplate);
  const direction = randomDirection(hiddenSize);
  const plain = await tiller.capture([prompt], readingProgress({ kind: 'reading' }, options));
  const lines: CurveLine[] = [];
  for (const [index, depth] of DEPTHS.entries()) {
    const layer = Math.round(depth * (numLayers - 1));
    const value = PUSH_SHARE * length(rowOf(plain.data, layer, hiddenSize));
    const pushed = await tiller.capture([prompt], {
      ...readingProgress({ kind: 'pushing', layer }, options),
      interventions: [{ layer, direction, operator: 'add', value }],
    });
    lines.push({
      value: layer,
      role: index === 0 ? 'vector' : 'plain',
      values: Array.from({ length: numLayers }, (_, each) =>
        movedShare(rowOf(plain.data, each, hiddenSize), rowOf(pushed.data, each, hiddenSize)),
      ),
    });
  }
  return { kind: 'curves', about: 'stream', lines };
};

/** Length of the difference, in percent of the first one's length. */
function movedShare(plain: Float32Array, pushed: Float32Array): number {
  return (100 * length(pushed.map((value, i) => value - plain[i]!))) / length(plain);
}

function rowOf(data: Float32Array, layer: number, hiddenSize: number): Float32Array {
  return data.subarray(layer * hiddenSize, (layer + 1) * hiddenSize);
}

const length = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

function randomDirection(hiddenSize: number): number[] {
  const random = seededRandom(SEED);
  return Array.from({ length: hiddenSize }, () => seededNormal(random));
}
