/**
 * The page without its markup: the real store and actions, the real client, and behind it the real worker code with a
 * real model, at the other end of a MessageChannel. What a browser does to a worker can be done to this one as well.
 */
import { fileURLToPath } from 'node:url';
import { createTiller, type Tiller } from '../../src/api/index.ts';
import { ModelClient } from '../../src/client/index.ts';
import { check, loadLanguages } from '../../src/core/ifeval/index.ts';
import type { SteeringVector } from '../../src/core/steering/types.ts';
import { type Actions, createActions } from '../../src/state/actions/index.ts';
import type { Persisted } from '../../src/state/persisted.ts';
import { INITIAL_PRESETS, withShipped, withShippedVector } from '../../src/state/playground/builtPresets.ts';
import { isRunning } from '../../src/state/selectors.ts';
import { createAppStore, type Store } from '../../src/state/store.ts';
import { PRESET } from '../../src/state/testValues.ts';
import { memoryDatabase } from '../../src/storage/index.ts';
import { Engine, handlersOf } from '../../workers/engine.ts';
import { type Handlers, serve } from '../../workers/serve.ts';
import { fixtureGolden } from '../lib/goldenFiles.ts';
import { nodeEnvironment } from '../lib/nodeEngine.ts';

export const MODEL = fileURLToPath(new URL('../../e2e/fixtures/models/qwen2', import.meta.url));
export const LOAD_OPTIONS = { dtype: 'q4' };
export const PROMPT = 'Why is the sky blue?';
/** Enough that commands come in the middle of it. */
export const MAX_NEW_TOKENS = 12;

export const FIRST_STRENGTH = 0.25;

/** A page is at rest when it was for so many turns of the event loop, in milliseconds each. */
const RESTS = 3;
const TURN_MS = 2;
/** Nothing may take longer, on a machine that does much else. */
const PATIENCE_MS = 20_000;

/** Points the same way at every layer, strongly enough that each strength writes another text. */
export function vector(): SteeringVector {
  const { direction, numLayers, hiddenSize } = fixtureGolden('qwen2');
  const perLayer = (value: number) => new Float32Array(numLayers).fill(value);
  return {
    ...{ name: 'v', modelId: 'embedded', method: 'meanDifference', numLayers, hiddenSize },
    direction: Float32Array.from({ length: numLayers * hiddenSize }, (_, i) => direction[i % hiddenSize]!),
    meanDifferenceNorm: perLayer(12),
    projectionPositive: perLayer(12),
    projectionNegative: perLayer(0),
    pairConsistency: perLayer(1),
  };
}

export interface Outcome {
  what: string;
  result: PromiseSettledResult<unknown> | null;
}

export class Page {
  readonly store: Store;
  readonly actions: Actions;
  readonly tiller: Tiller;
  /** everything that was asked of the model, by the page and by scripts, in the order of the asking */
  readonly asked: Outcome[] = [];
  /** what a token that came too late said */
  readonly stale: string[] = [];
  private readonly client: ModelClient;
  private worker: {
    port: MessagePort;
    engine: Engine;
    lose(why: string): void;
    working: Set<Promise<unknown>>;
  } | null = null;
  private readonly former: NonNullable<Page['worker']>[] = [];
  private runs = 0;
  private isClosed = false;

  constructor() {
    this.client = new ModelClient(() => this.startWorker());
    this.tiller = this.observed(createTiller(this.client, { check, prepare: loadLanguages }));
    this.store = createAppStore({
      getItem: () => null,
      setItem: () => {},
      removeItem: () => {},
    } as never as Parameters<typeof createAppStore>[0] & Persisted);
    const preset = {
      ...PRESET,
      id: 'v',
      check: null,
      setting: { ...PRESET.setting, operator: 'add' as const },
    };
    this.store.setState(({ settings, steering }) => ({
      prompt: PROMPT,
      presets: withShippedVector(withShipped(INITIAL_PRESETS, [preset]), 'v', vector()),
      settings: {
        ...settings,
        sampling: { ...settings.sampling, maxNewTokens: MAX_NEW_TOKENS, repetitionPenalty: 1 },
      },
      steering: {
        ...steering,
        cards: [
          { ...steering.cards[0]!, chosenId: 'v', layer: 2, operator: 'add', strength: FIRST_STRENGTH },
        ],
      },
    }));
    this.actions = createActions({
      store: this.store,
      tiller: this.tiller,
      baseUrl: 'http://localhost/',
      database: async () => memoryDatabase(),
    });
    this.client.onDeath(this.actions.modelLost);
  }

  /** Asks without waiting, as a page does. */
  ask(what: string, request: () => Promise<unknown>): void {
    this.track(what, request());
  }

  /** The worker's channel is cut: the browser ended it. */
  killWorker(): void {
    this.worker?.port.close();
  }

  loseDevice(): void {
    this.worker?.lose('the driver was reset');
  }

  /** @throws when something is never answered, or the page never comes to rest */
  async settled(): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    for (let rests = 0; rests < RESTS; ) {
      await new Promise((resolve) => setTimeout(resolve, TURN_MS));
      rests = this.isAtRest() ? rests + 1 : 0;
      if (performance.now() > end) {
        const open = this.asked.filter(({ result }) => result === null).map(({ what }) => what);
        throw new Error(
          `not at rest: open ${open.join(', ') || 'nothing'}, ${JSON.stringify(this.stateWords())}`,
        );
      }
    }
  }

  stateWords() {
    const { runs, model, recovery } = this.store.getState();
    return { running: runs.running, model: model.phase, recovery: recovery.phase };
  }

  /** Frees what the workers hold, once they have ended what they were doing. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.client.dispose();
    if (this.worker) this.former.push(this.worker);
    for (const { engine, working } of this.former) {
      await Promise.allSettled([...working]);
      await engine.unload();
    }
  }

  private isAtRest(): boolean {
    const { model, recovery } = this.store.getState();
    const isBusy =
      model.phase === 'loading' || recovery.phase === 'reloading' || isRunning(this.store.getState());
    return !isBusy && this.asked.every(({ result }) => result !== null);
  }

  private startWorker(): MessagePort {
    if (this.isClosed) throw new Error('the page was closed');
    if (this.worker) this.former.push(this.worker);
    const { port1, port2 } = new MessageChannel();
    const engine = new Engine(nodeEnvironment({ threads: 1 }));
    const working = new Set<Promise<unknown>>();
    let lose: (why: string) => void = () => {};
    const lost = new Promise<string>((resolve) => {
      lose = resolve;
    });
    this.worker = { port: port2, engine, lose, working };
    serve(port2, counted(handlersOf(engine), working), { lost, hasDevice: () => false });
    return port1;
  }

  private track(what: string, promise: Promise<unknown>): void {
    const outcome: Outcome = { what, result: null };
    this.asked.push(outcome);
    void Promise.allSettled([promise]).then(([result]) => {
      outcome.result = result!;
    });
  }

  /** The same object, with every answer awaited, and every token looked at: is it of the newest run? */
  private observed(tiller: Tiller): Tiller {
    const page = this;
    const { generate } = tiller;
    const tracked = (name: keyof Tiller) =>
      Object.fromEntries([
        [
          name,
          (...args: unknown[]) => {
            const promise = (tiller[name] as (...args: unknown[]) => Promise<unknown>).apply(tiller, args);
            page.track(name, promise);
            return promise;
          },
        ],
      ]);
    const names = ['loadModel', 'unloadModel', 'tokenize', 'capture', 'projections', 'score'] as const;
    return Object.defineProperties({ ...tiller, ...Object.assign({}, ...names.map(tracked)) } as Tiller, {
      model: { get: () => tiller.model },
      generate: {
        value: (...[lanes, options = {}]: Parameters<Tiller['generate']>) => {
          page.runs += 1;
          const own = page.runs;
          let isOver = false;
          const promise = generate(lanes, {
            ...options,
            onToken(lane, token) {
              if (own !== page.runs || isOver)
                page.stale.push(`"${token.text}" of run ${own}, run ${page.runs} has begun`);
              options.onToken?.(lane, token);
            },
          }).finally(() => {
            isOver = true;
          });
          page.track('generate', promise);
          return promise;
        },
      },
    });
  }
}

/** What a handler is doing, so that its memory is not freed under it. */
function counted(handlers: Handlers, working: Set<Promise<unknown>>): Handlers {
  const entries = Object.entries(handlers) as [string, (...args: never[]) => Promise<unknown>][];
  return Object.fromEntries(
    entries.map(([kind, handle]) => [
      kind,
      (...args: never[]) => {
        const work = handle(...args);
        working.add(work);
        const forget = () => void working.delete(work);
        work.then(forget, forget);
        return work;
      },
    ]),
  ) as unknown as Handlers;
}
