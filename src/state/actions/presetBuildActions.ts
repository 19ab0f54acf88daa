/** Actions that make the presets follow the model: what was built for it is read, and what is missing can be built. */
import { TillerError } from '../../core/errors.ts';
import { modelKeyOf } from '../../lab/modelKey.ts';
import type { ModelInfo } from '../../protocol/model.ts';
import { type BuiltPreset, builtPresetStore } from '../../storage/index.ts';
import { alertFor } from '../alert.ts';
import {
  type BuildJob,
  isBuildJob,
  needsBuild,
  openBuilds,
  type PresetsState,
  presetsToBuild,
  secondsToBuild,
  withBuilt,
  withOneBuilt,
  withPresetSettings,
} from '../playground/builtPresets.ts';
import type { Preset } from '../playground/presets.ts';
import { isEmbedded } from '../playground/settings.ts';
import { clampLayers } from '../playground/steering.ts';
import { effectiveSampling, isRunning, selectChosen } from '../selectors.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { JobActions } from './jobActions.ts';
import type { ModelActions } from './modelActions.ts';
import type { RunActions } from './runActions.ts';

export interface PresetBuildActions {
  /** Builds a preset for the loaded model: a job, which can be paused, and goes on after a reload. */
  buildPreset(id: string): void;
  /** Builds all that the loaded model has none of, one after the other. */
  buildAllPresets(): void;
  /** Ends all builds for the loaded model; what is built stays. */
  cancelBuilds(): void;
}

/** As of an own instruction: enough to tell whether an answer follows and holds together. */
const ANSWER_TOKENS = 48;

type JobPart = Pick<JobActions, 'startJob' | 'cancelJob' | 'removeJob' | 'whileJobsWait'>;

export function createPresetBuildActions(
  { store, tiller, database }: Pick<ActionContext, 'store' | 'tiller' | 'database'>,
  { startJob, cancelJob, removeJob, whileJobsWait }: JobPart,
  { steeringChanged }: Pick<RunActions, 'steeringChanged'>,
  { loadInForce }: Pick<ModelActions, 'loadInForce'>,
): PresetBuildActions {
  const adopted = new Set<string>();
  /** models whose speed was looked at, or is being */
  const measured = new Set<string>();
  /** the model that the list in force is for; null before the first */
  let followed: string | null = null;
  let following: Promise<void> = Promise.resolve();

  const info = (): ModelInfo | null => store.getState().model.info;

  /** Another list, with which cards take over settings; of the first model, they stay as they were left. */
  function replaceList(change: (presets: PresetsState) => PresetsState, takesSettings: boolean): void {
    const before = store.getState().presets.list;
    updateSlice(store, 'presets', change);
    const { list } = store.getState().presets;
    if (!takesSettings) return;
    updateSlice(store, 'steering', (steering) => {
      const changed = withPresetSettings(steering, before, list);
      const numLayers = info()?.numLayers;
      return numLayers ? clampLayers(changed, numLayers) : changed;
    });
  }

  /** Shows what was built for a model. A store that fails is no reason not to use the model. */
  async function follow(model: ModelInfo): Promise<void> {
    const key = modelKeyOf(model);
    if (key === followed) return;
    const isFirst = followed === null;
    followed = key;
    const built = isEmbedded(model.id)
      ? []
      : await database()
          .then((opened) => builtPresetStore(opened).list(key))
          .catch((): BuiltPreset[] => []);
    if (followed !== key) return;
    replaceList((presets) => withBuilt(presets, built), !isFirst);
  }

  /**
   * How long a build takes, once somebody looks at a preset that has to be built. A model that a script loaded is the
   * script's: nothing is run on it unasked.
   */
  async function measure(model: ModelInfo): Promise<void> {
    const key = modelKeyOf(model);
    if (measured.has(key) || !loadInForce()?.isOwn) return;
    measured.add(key);
    try {
      const { buildSeconds, measureRates } = await import('../../lab/buildTime.ts');
      const rates = await whileJobsWait(() => measureRates(tiller));
      const seconds = buildSeconds(rates, model.numLayers);
      if (seconds === null) return;
      updateSlice(store, 'presets', (presets) => ({
        ...presets,
        buildSeconds: { ...presets.buildSeconds, [key]: seconds },
      }));
    } catch {
      // the offer stands without a time
    }
  }

  function start({ id, title, setting }: Preset, isUrgent: boolean): void {
    const model = info();
    if (!model || openBuilds(store.getState().jobs, model).some(({ input }) => input.presetId === id)) return;
    const { repetitionPenalty } = effectiveSampling(store.getState().settings.sampling, model);
    startJob(
      'presetBuild',
      {
        presetId: id,
        modelKey: modelKeyOf(model),
        operator: setting.operator,
        decoding: { maxNewTokens: ANSWER_TOKENS, repetitionPenalty, temperature: 0, topP: 1, seed: 0 },
      },
      { title: `Building “${title}”`, isUrgent },
    );
  }

  /** What a job built is kept for its model, and shown where that is loaded; the job goes. */
  async function adopt(job: BuildJob): Promise<void> {
    const { id, input, result, elapsedMs } = job;
    if (!result || adopted.has(id)) return;
    adopted.add(id);
    const { modelKey, presetId } = input;
    const { instruction, vector, setting, evidence } = result;
    try {
      const kept = await builtPresetStore(await database()).put({
        modelKey,
        presetId,
        seconds: elapsedMs / 1000,
        vector: { name: instruction.title, notes: evidence.words, vector, setting, instruction },
      });
      await following;
      const model = info();
      if (model && modelKeyOf(model) === modelKey) {
        replaceList((presets) => withOneBuilt(presets, kept), true);
        if (selectChosen(store.getState())?.id === presetId) steeringChanged();
      }
      removeJob(id);
    } catch (error) {
      show(error);
    }
  }

  function show(error: unknown): void {
    store.setState({ alert: alertFor(error, 'vector', true) });
  }

  store.subscribe((state, before) => {
    const { model, jobs } = state;
    if (model.info && model.info !== before.model.info) following = follow(model.info);
    if (jobs !== before.jobs) {
      for (const job of jobs.list.filter(isBuildJob)) {
        if (job.phase === 'done') void adopt(job);
        const earlier = before.jobs.list.find(({ id }) => id === job.id);
        const hasFailed = job.phase === 'failed' && earlier !== undefined && earlier.phase !== 'failed';
        if (hasFailed && job.error) show(TillerError.fromData(job.error));
      }
    }
    const chosen = selectChosen(state);
    const isIdle = model.phase === 'ready' && !isRunning(state) && openBuilds(jobs, model.info).length === 0;
    if (isIdle && model.info && chosen?.source === 'preset' && needsBuild(chosen, model.info)) {
      if (secondsToBuild(state.presets, model.info) === null) void measure(model.info);
    }
  });

  return {
    buildPreset(id) {
      store.setState({ alert: null });
      const preset = store.getState().presets.list.find((each) => each.id === id);
      if (preset) start(preset, true);
    },
    buildAllPresets() {
      store.setState({ alert: null });
      for (const preset of presetsToBuild(store.getState().presets, info())) start(preset, false);
    },
    cancelBuilds() {
      for (const { id } of openBuilds(store.getState().jobs, info())) {
        cancelJob(id);
        removeJob(id);
      }
    },
  };
}
