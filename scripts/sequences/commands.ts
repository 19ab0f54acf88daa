/**
 * What a user, a script and a browser can do to the page and its worker, in any order and without waiting; and the small
 * reference model: what must hold when all has come to rest.
 */
import fc from 'fast-check';
import { expect } from 'vitest';
import { isWorkerEnd } from '../../src/client/index.ts';
import { TillerError } from '../../src/core/errors.ts';
import { laneEntries } from '../../src/state/playground/runs.ts';
import { FIRST_STRENGTH, LOAD_OPTIONS, MODEL, type Page, PROMPT } from './page.ts';

/** Another text at each. */
export const STRENGTHS = [0, 0.1, FIRST_STRENGTH, 0.5];

export interface Reference {
  /** the steered text at each strength, and the unsteered one, written by another engine, one alone */
  texts: ReadonlyMap<number | null, string>;
  /** null: not known before the page says so, since a worker was lost or a load overlaps an unloading */
  isLoaded: boolean | null;
  /** begun since the page was last at rest */
  loads: number;
  strength: number;
  /** nothing has been stopped, loaded or lost since the page was last at rest */
  isCalm: boolean;
  /** the user asked for answers, and nothing since can have cut them short */
  mustHaveAnswers: boolean;
  /** workers lost since the page was last at rest */
  losses: number;
}

type Command = fc.AsyncCommand<Reference, Page>;

abstract class Step implements Command {
  check(): boolean {
    return true;
  }
  abstract run(reference: Reference, page: Page): Promise<void>;
  toString(): string {
    return this.constructor.name;
  }
}

class Load extends Step {
  async run(reference: Reference, page: Page): Promise<void> {
    page.ask('load', () => page.actions.loadModel(MODEL, LOAD_OPTIONS));
    if (reference.losses === 0) reference.isLoaded = true;
    reference.loads += 1;
    disturb(reference);
  }
}

class Unload extends Step {
  async run(reference: Reference, page: Page): Promise<void> {
    page.ask('unload', () => page.actions.unload());
    // a load that is on its way is not taken back: its model comes before the unloading, or after it
    if (reference.losses === 0) reference.isLoaded = reference.loads === 0 ? false : null;
    disturb(reference);
  }
}

class Generate extends Step {
  async run(reference: Reference, page: Page): Promise<void> {
    const { running, model } = page.stateWords();
    if (reference.isCalm && model === 'ready' && running.length === 0) reference.mustHaveAnswers = true;
    page.ask('generate', () => page.actions.generate());
  }
}

class Stop extends Step {
  async run(reference: Reference, page: Page): Promise<void> {
    page.actions.stop();
    disturb(reference);
  }
}

class SetStrength extends Step {
  readonly strength: number;
  constructor(strength: number) {
    super();
    this.strength = strength;
  }
  async run(reference: Reference, page: Page): Promise<void> {
    page.actions.setStrength(this.strength);
    reference.strength = this.strength;
  }
  override toString(): string {
    return `SetStrength(${this.strength})`;
  }
}

class Capture extends Step {
  readonly isCancelled: boolean;
  constructor(isCancelled: boolean) {
    super();
    this.isCancelled = isCancelled;
  }
  async run(_: Reference, page: Page): Promise<void> {
    const abort = new AbortController();
    void page.tiller.capture([PROMPT, `${PROMPT} Tell me.`], { signal: abort.signal }).catch(() => {});
    if (this.isCancelled) setTimeout(() => abort.abort(), 1);
  }
  override toString(): string {
    return this.isCancelled ? 'Capture, cancelled' : 'Capture';
  }
}

class LoseDevice extends Step {
  async run(reference: Reference, page: Page): Promise<void> {
    page.loseDevice();
    lost(reference);
  }
}

class KillWorker extends Step {
  async run(reference: Reference, page: Page): Promise<void> {
    page.killWorker();
    lost(reference);
  }
}

function lost(reference: Reference): void {
  reference.losses += 1;
  reference.isLoaded = null;
  disturb(reference);
}

function disturb(reference: Reference): void {
  reference.isCalm = false;
  reference.mustHaveAnswers = false;
}

class WaitAMoment extends Step {
  readonly milliseconds: number;
  constructor(milliseconds: number) {
    super();
    this.milliseconds = milliseconds;
  }
  async run(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, this.milliseconds));
  }
  override toString(): string {
    return `WaitAMoment(${this.milliseconds})`;
  }
}

class Rest extends Step {
  run(reference: Reference, page: Page): Promise<void> {
    return atRest(reference, page);
  }
}

/** What holds whenever nothing goes on any more. Also what is known from then on. */
export async function atRest(reference: Reference, page: Page): Promise<void> {
  await page.settled();
  const { model, runs, recovery } = page.store.getState();
  expect(page.stale).toEqual([]);
  for (const { what, result } of page.asked) {
    if (result?.status !== 'rejected') continue;
    expect(result.reason, what).toBeInstanceOf(TillerError);
    const { code } = result.reason as TillerError;
    const expected = isWorkerEnd(result.reason)
      ? ['worker_died', 'device_lost']
      : ['aborted', 'model_not_loaded'];
    expect(expected, what).toContain(code);
  }
  page.asked.length = 0;

  // the page shows the model that there is
  expect(model.info).toBe(page.tiller.model);
  expect(model.phase).toBe(page.tiller.model ? 'ready' : 'none');
  const isLoaded = page.tiller.model !== null;
  if (reference.isLoaded !== null) expect(isLoaded, 'whether a model is loaded').toBe(reference.isLoaded);
  if (reference.losses === 0) expect(['none', 'restored', 'stopped']).toContain(recovery.phase);

  // every text is what its strength writes, or the beginning of it
  for (const [id, lane] of laneEntries(runs.lanes)) {
    expect(['waiting', 'streaming'], id).not.toContain(lane.status);
    const card = runs.question?.steering.cards[0];
    const whole = reference.texts.get(id === 'steered' ? (card?.strength ?? null) : null) ?? '';
    expect(whole.startsWith(lane.text), `${id}: “${lane.text}”, expected “${whole}” or its beginning`).toBe(
      true,
    );
    if (lane.status === 'done') expect(lane.text, id).toBe(whole);
  }
  if (reference.mustHaveAnswers) {
    expect([runs.lanes.unsteered.status, runs.lanes.steered.status]).toEqual(['done', 'done']);
    expect(runs.question?.steering.cards[0]?.strength).toBe(reference.strength);
  }
  reference.isLoaded = isLoaded;
  reference.losses = 0;
  reference.loads = 0;
  reference.isCalm = true;
}

const one = <T extends Command>(command: T) => fc.constant<Command>(command);

export const commands = fc.commands(
  [
    one(new Generate()),
    one(new Generate()),
    fc.constantFrom(...STRENGTHS).map((strength): Command => new SetStrength(strength)),
    fc.constantFrom(...STRENGTHS).map((strength): Command => new SetStrength(strength)),
    one(new Stop()),
    fc.boolean().map((isCancelled): Command => new Capture(isCancelled)),
    one(new Load()),
    one(new Unload()),
    one(new LoseDevice()),
    one(new KillWorker()),
    fc.constantFrom(0, 3, 10).map((milliseconds): Command => new WaitAMoment(milliseconds)),
    one(new Rest()),
  ],
  { maxCommands: 8 },
);
