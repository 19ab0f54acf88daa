/** All actions of the page in one object, wired to each other. */
import { SESSION_MARK } from '../../core/share/mark.ts';
import type { AlertAction } from '../alert.ts';
import { EXAMPLE_PROMPTS } from '../appState.ts';
import { isEmbedded } from '../playground/settings.ts';
import { selectedCard } from '../playground/steering.ts';
import { undone } from '../undo.ts';
import { type BenchmarkActions, createBenchmarkActions } from './benchmarkActions.ts';
import { type CheckActions, createCheckActions } from './checkActions.ts';
import { createChoice } from './choice.ts';
import { type CompareActions, createCompareActions } from './compareActions.ts';
import type { ActionContext } from './context.ts';
import { createEvaluateActions, type EvaluateActions } from './evaluateActions.ts';
import { keepFindings } from './findingKeeper.ts';
import { createHistoryActions, type HistoryActions } from './historyActions.ts';
import { createInsideActions, type InsideActions } from './insideActions.ts';
import { createJobActions, type JobActions } from './jobActions.ts';
import { createJudge } from './judge.ts';
import { createLanguageActions, type LanguageActions } from './languageActions.ts';
import { createLearnActions, type LearnActions } from './learnActions.ts';
import { createLibraryActions, type LibraryActions } from './libraryActions.ts';
import { createLibraryFileActions, type LibraryFileActions } from './libraryFileActions.ts';
import { createMeasure } from './measure.ts';
import { createMixActions, type MixActions } from './mixActions.ts';
import { createModelActions, type ModelActions } from './modelActions.ts';
import { createNextReader } from './nextReader.ts';
import { createOfferActions, type OfferActions } from './offerActions.ts';
import { createOfflineActions, type OfflineActions } from './offlineActions.ts';
import { createOwnInstructionActions, type OwnInstructionActions } from './ownInstructionActions.ts';
import { createPeekActions, type PeekActions } from './peekActions.ts';
import { createPresetActions, type PresetActions } from './presetActions.ts';
import { createPresetBuildActions, type PresetBuildActions } from './presetBuildActions.ts';
import { createRecoveryActions, type RecoveryActions } from './recoveryActions.ts';
import { createReplay } from './replay.ts';
import { createRunActions, type RunActions } from './runActions.ts';
import { createSettingActions, type SettingActions } from './settingActions.ts';
import { createShareActions, type ShareActions } from './shareActions.ts';
import { createSteeringActions, type SteeringActions } from './steeringActions.ts';
import { createStoredModelActions, type StoredModelActions } from './storedModelActions.ts';
import { createSweepActions, createSweepAdoption, type SweepActions } from './sweepActions.ts';
import { createVectorActions, type VectorActions } from './vectorActions.ts';

/** Whether the embedded model is loaded on open; `remembered`: when the user once agreed to the download. */
export type OpeningLoad = 'always' | 'remembered' | 'never';

export interface Actions
  extends Omit<ModelActions, 'readManifest' | 'loadFrom' | 'loadLast' | 'loadInForce' | 'reload'>,
    OfferActions,
    RecoveryActions,
    PresetBuildActions,
    StoredModelActions,
    Pick<PresetActions, 'loadPresets'>,
    Pick<RunActions, 'generate' | 'stop' | 'continueLane'>,
    CompareActions,
    HistoryActions,
    SweepActions,
    InsideActions,
    PeekActions,
    CheckActions,
    EvaluateActions,
    Omit<JobActions, 'pauseForModel'>,
    BenchmarkActions,
    LanguageActions,
    LearnActions,
    LibraryActions,
    OwnInstructionActions,
    LibraryFileActions,
    MixActions,
    OfflineActions,
    SettingActions,
    ShareActions,
    SteeringActions,
    Omit<VectorActions, 'readUnsaved'> {
  /**
   * What the page does when it opens: reads what it shows and judges with, and loads the embedded model.
   * @param fragment of the address; a session in it is shown, and nothing is loaded before the user has decided on it
   */
  open(loads: OpeningLoad, fragment?: string): Promise<void>;
  /** The one thing an alert offers; places are changed by the page itself. */
  resolveAlert(action: AlertAction): void;
  /** Reads again what the browser keeps, which may have been cleared while the page was not looked at. */
  lookAgain(): Promise<void>;
  /** All lanes again with another seed, which is kept in the settings. */
  runWithNewSeed(): void;
  /** Takes the last destructive act back. */
  undo(): void;
  dismissUndo(): void;
}

export function createActions(context: ActionContext): Actions {
  const { store } = context;
  const judge = createJudge(store);
  const replay = createReplay(context, judge);
  const presets = createPresetActions(context);
  const library = createLibraryActions(context);
  const choice = createChoice(context, presets, library);
  const measure = createMeasure(context, choice);
  const runs = createRunActions(
    context,
    choice,
    judge,
    measure,
    () => remember(),
    () => {
      sweep.stopSweep();
      stopReading();
    },
  );
  const reader = createNextReader(context, choice);
  const { stopReading, ...inside } = createInsideActions(context, choice, measure, reader);
  const peek = createPeekActions(store, measure, reader);
  const sweep = createSweepActions(context, choice, judge, measure);
  const { steeringChanged, generateAnew, generate, stop, lanesChanged, continueLane } = runs;
  const { remember, ...history } = createHistoryActions(context, stop, judge.look, choice, measure);
  const compare = createCompareActions(context, runs, measure.begin);
  const { pauseForModel, ...jobs } = createJobActions(context);
  const own = createOwnInstructionActions(context, jobs, library, { generateAnew, stop });
  const { readManifest, loadFrom, loadLast, loadInForce, reload, ...model } = createModelActions(context, {
    stop,
    pauseForModel,
  });
  const recovery = createRecoveryActions(context, { ...model, loadInForce, reload }, { generateAnew });
  const stored = createStoredModelActions(context);
  keepFindings(context);
  const setting = createSettingActions(context);
  const { readUnsaved, ...vectors } = createVectorActions(context, library, jobs);
  const steering = createSteeringActions(context, choice, { steeringChanged }, measure.begin);

  /** What was agreed to for every visit; a shared session holds it back. */
  let opening: OpeningLoad = 'never';
  const share = createShareActions(context, {
    ...library,
    choice,
    judge,
    stop,
    decided(session) {
      if (!session?.model) void loadAsAgreed();
      else if (isEmbedded(session.model.id)) void loadEmbeddedAsAgreed();
    },
  });

  /** A model of the hub comes back if all of it is here; nothing is downloaded by itself but the embedded model. */
  async function loadAsAgreed(): Promise<void> {
    if (opening === 'never') return;
    if (await loadLast()) opening = 'never';
    else await loadEmbeddedAsAgreed();
  }

  async function loadEmbeddedAsAgreed(): Promise<void> {
    const loads = opening;
    opening = 'never';
    const { loadsOnOpen } = store.getState().settings;
    if (loads === 'always' || (loads === 'remembered' && loadsOnOpen)) await model.loadEmbedded();
  }

  async function loadPresets(): Promise<void> {
    await presets.loadPresets();
    await choice.settle();
  }

  const builds = createPresetBuildActions(context, jobs, { steeringChanged }, { loadInForce });

  function resolveAlert(action: AlertAction): void {
    store.setState({ alert: null });
    if (action === 'generate') void generate();
    if (action === 'load') void model.load();
    if (action === 'loadEmbedded') void model.loadEmbedded();
    if (action === 'loadPresets') void loadPresets();
    if (action === 'showVector') void choice.show();
    if (action === 'steerOwnWay') own.steerOwnWay();
    if (action === 'buildPreset') {
      const { chosenId } = selectedCard(store.getState().steering);
      if (chosenId !== null) builds.buildPreset(chosenId);
    }
    if (action === 'useExample') setting.setPrompt(EXAMPLE_PROMPTS[0] ?? '');
  }

  return {
    ...model,
    ...recovery,
    ...builds,
    ...stored,
    ...createOfferActions(context, { ...model, loadFrom }, stored),
    ...setting,
    ...share,
    ...steering,
    ...library,
    ...createLibraryFileActions(context, library),
    ...createMixActions(context, presets, library),
    ...createOfflineActions(context),
    ...vectors,
    ...jobs,
    ...createLanguageActions(context),
    ...createLearnActions(context, presets, jobs, { stop }),
    ...createBenchmarkActions(context, jobs, { stop }),
    ...createEvaluateActions(context, presets, library, jobs, steering),
    ...own,
    ...createCheckActions(context, judge),
    ...history,
    ...sweep,
    ...inside,
    ...peek,
    ...createSweepAdoption(context, steering),
    runWithNewSeed() {
      setting.setSampling('seed', Math.floor(Math.random() * 2 ** 31));
      generateAnew();
    },
    ...compare,
    generate,
    stop,
    continueLane,
    loadPresets,
    resolveAlert,
    undo() {
      const before = store.getState();
      store.setState(undone(before));
      const { steering, runs: texts } = store.getState();
      // What comes back with its texts needs no run.
      if (steering !== before.steering && texts === before.runs) steeringChanged();
      else lanesChanged();
    },
    dismissUndo: () => store.setState({ undo: null }),
    async lookAgain() {
      const { library: shown, models } = store.getState();
      await Promise.all([
        shown.phase === 'ready' ? library.loadLibrary() : null,
        models.storage ? stored.readStorage() : null,
      ]);
    },
    async open(loads, fragment = '') {
      opening = loads;
      const isShared = fragment.includes(SESSION_MARK);
      await Promise.all([
        // Before anything else: a load by a script in the page comes after it, and stays.
        isShared ? null : loadAsAgreed(),
        readManifest(),
        Promise.all([presets.loadPresets(), library.loadLibrary()])
          .then(choice.settle)
          .then(() => (isShared ? share.receiveLink(fragment) : undefined)),
        jobs.readJobs(),
        readUnsaved(),
        replay.begin(),
        // Texts from the last visit are judged again, by the checkers of this one.
        judge.prepare().then(judge.look),
      ]);
    },
  };
}
