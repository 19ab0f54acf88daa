/** Actions that build a vector from the table of pairs, hold it against controls, and save it. */
import { TillerError } from '../../core/errors.ts';
import type { VectorOrigin } from '../../core/files/vectorFile.ts';
import { asAsked } from '../../core/pairs/asking.ts';
import type { ImportedTable } from '../../core/pairs/importedTable.ts';
import { asChat } from '../../core/pairs/pairs.ts';
import { readPairsCsv, readPairsJsonl } from '../../core/pairs/tableFiles.ts';
import type { FitMethod } from '../../core/steering/direction.ts';
import { digest } from '../../lab/digest.ts';
import type { ModelInfo } from '../../protocol/model.ts';
import { type SavedPair, unsavedStore } from '../../storage/index.ts';
import { errorSentence } from '../alert.ts';
import {
  draftInstruction,
  draftName,
  draftRows,
  usableRows,
  type VectorDraft,
  withImported,
} from '../vectors/draft.ts';
import {
  type BuiltVector,
  type CapturedPairs,
  type FitState,
  fitCaptured,
  fitControls,
} from '../vectors/fit.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { JobActions } from './jobActions.ts';
import type { LibraryActions } from './libraryActions.ts';

export interface VectorActions {
  /** Any change of the draft: the instruction, the table, the method. */
  changeDraft(change: (draft: VectorDraft) => VectorDraft): void;
  /**
   * A table of pairs from a CSV or JSON lines file, in place of the present one.
   * @returns what was left out or changed, in words
   * @throws TillerError `file_corrupt`, naming line and column
   */
  importPairs(file: File): Promise<readonly string[]>;
  /** Reads all pairs of the draft and fits. Pairs that were read already are not read again for another method. */
  buildVector(): Promise<void>;
  /** Brings back what an earlier visit built and did not save. */
  readUnsaved(): Promise<void>;
  cancelBuild(): void;
  /** Random, flipped and shuffled controls beside the built vector, or none. */
  showControls(isShown: boolean): void;
  /** Puts the built vector into the library; `savedId` then says where. */
  saveBuilt(name: string, notes: string): Promise<void>;
  /**
   * What the model reads for a user's turn, token by token.
   * @throws TillerError as `projections` of the API
   */
  readTokens(text: string): Promise<string[]>;
}

const SHA256_HEX = /^[0-9a-f]{64}$/;

export function createVectorActions(
  { store, tiller, database }: ActionContext,
  { saveVector }: Pick<LibraryActions, 'saveVector'>,
  { whileJobsWait }: Pick<JobActions, 'whileJobsWait'>,
): VectorActions {
  let abort: AbortController | null = null;
  /** The states of the latest build. They stay out of the store: megabytes that nothing shows. */
  let latest: { pairs: readonly SavedPair[]; info: ModelInfo; captured: CapturedPairs } | null = null;

  const update = (change: Partial<FitState>) => updateSlice(store, 'fit', (fit) => ({ ...fit, ...change }));
  const updateBuilt = (change: Partial<BuiltVector>) =>
    updateSlice(store, 'fit', (fit) => (fit.built ? { ...fit, built: { ...fit.built, ...change } } : fit));

  async function capture(
    pairs: readonly SavedPair[],
    info: ModelInfo,
    signal: AbortSignal,
  ): Promise<CapturedPairs> {
    if (latest?.info === info && samePairs(latest.pairs, pairs)) return latest.captured;
    const prompts = pairs.flatMap(({ positive, negative }) =>
      [positive, negative].map((text) => asAsked(text, info.hasChatTemplate).prompt),
    );
    const startedAt = performance.now();
    const showProgress = (done: number) =>
      update({ running: { done, total: prompts.length, startedAt, now: performance.now() } });
    showProgress(0);
    const { shape, data } = await whileJobsWait(() =>
      tiller.capture(prompts, { signal, onProgress: ({ loaded }) => showProgress(loaded) }),
    );
    const [, numLayers, hiddenSize] = shape;
    const size = numLayers * hiddenSize;
    const sideOf = (side: 0 | 1) => {
      const states = new Float32Array(pairs.length * size);
      for (let pair = 0; pair < pairs.length; pair++) {
        const from = (2 * pair + side) * size;
        states.set(data.subarray(from, from + size), pair * size);
      }
      return states;
    };
    const captured = { numLayers, hiddenSize, positive: sideOf(0), negative: sideOf(1) };
    latest = { pairs, info, captured };
    return captured;
  }

  async function buildVector(): Promise<void> {
    const { vectorDraft: draft, model } = store.getState();
    const { info } = model;
    const pairs = usableRows(draftRows(draft));
    if (abort || !info || pairs.length === 0) return;
    abort = new AbortController();
    update({ problem: null });
    try {
      const captured = await capture(pairs, info, abort.signal);
      const vector = fitCaptured(captured, draft.method, draftName(draft), info.id);
      const built: BuiltVector = {
        vector,
        instruction: draftInstruction(draft),
        pairs,
        origin: originOf(info),
        controls: null,
        savedId: null,
        keeping: 'none',
      };
      update({ built });
      void keep(built);
    } catch (error) {
      if (TillerError.toData(error).code !== 'aborted') update({ problem: errorSentence(error) });
    } finally {
      abort = null;
      update({ running: null });
    }
  }

  /** Where nothing can be kept nothing is said to be; it can still be saved, which says what is in the way. */
  async function keep(built: BuiltVector): Promise<void> {
    const { vector, instruction, pairs, origin } = built;
    try {
      const opened = await database();
      const texts = textsOf(pairs);
      await unsavedStore(opened).put({ name: vector.name, vector, instruction, pairs: texts, origin });
      const isStillShown = store.getState().fit.built?.vector === vector;
      if (opened.isLasting && isStillShown) updateBuilt({ keeping: 'kept' });
    } catch {
      // `keeping` says so
    }
  }

  async function readUnsaved(): Promise<void> {
    const record = await database()
      .then((opened) => unsavedStore(opened).read())
      .catch(() => null);
    const { built, running } = store.getState().fit;
    if (!record || built || running) return;
    const { vector, instruction, pairs, origin } = record;
    update({
      built: {
        ...{ vector, instruction, origin, pairs: pairs ?? [] },
        ...{ controls: null, savedId: null, keeping: 'found' },
      },
    });
  }

  async function saveBuilt(name: string, notes: string): Promise<void> {
    const { built } = store.getState().fit;
    if (!built) return;
    const { vector, instruction, pairs, origin } = built;
    const texts = textsOf(pairs);
    // in the form that presets are hashed in, so that the same pairs have the same hash
    const asChats = texts.map(({ positive, negative }) => ({
      positive: asChat(positive),
      negative: asChat(negative),
    }));
    const pairsSha256 = await digest(JSON.stringify(asChats));
    const savedId = await saveVector({
      name: name.trim() === '' ? vector.name : name,
      notes,
      vector,
      instruction,
      pairs: texts,
      // a page that is not secure cannot hash
      origin: { ...origin, ...(SHA256_HEX.test(pairsSha256) ? { pairsSha256 } : {}) },
    });
    if (!savedId) return;
    updateBuilt({ savedId, keeping: 'none' });
    await database()
      .then((opened) => unsavedStore(opened).clear())
      // it comes back once more, and can be built over
      .catch(() => {});
  }

  return {
    changeDraft: (change) => updateSlice(store, 'vectorDraft', change),
    async importPairs(file) {
      const { rows, notices } = readPairs(new Uint8Array(await file.arrayBuffer()));
      updateSlice(store, 'vectorDraft', (draft) => withImported(draft, rows, file.name));
      return notices;
    },
    buildVector,
    readUnsaved,
    cancelBuild: () => abort?.abort(),
    showControls(isShown) {
      const { built } = store.getState().fit;
      if (!built) return;
      const { pairs, vector } = built;
      const captured = latest && samePairs(latest.pairs, pairs) ? latest.captured : null;
      updateBuilt({
        controls: isShown && captured ? fitControls(vector, captured, vector.method as FitMethod) : null,
      });
    },
    saveBuilt,
    async readTokens(text) {
      const { info } = store.getState().model;
      const { prompt } = asAsked(text, info?.hasChatTemplate ?? true);
      return (await whileJobsWait(() => tiller.projections(prompt, []))).tokens;
    },
  };
}

/** JSON lines begin with a brace; whatever does not is read as CSV, and refused there if it is not. */
function readPairs(bytes: Uint8Array): ImportedTable {
  const beginning = new TextDecoder().decode(bytes.subarray(0, 256)).trimStart();
  return beginning.startsWith('{') ? readPairsJsonl(bytes) : readPairsCsv(bytes);
}

const textsOf = (pairs: readonly SavedPair[]): SavedPair[] =>
  pairs.map(({ positive, negative }) => ({ positive, negative }));

function originOf({ dtype, revision, tokenizerSha256 }: ModelInfo): VectorOrigin {
  return {
    modelDtype: dtype,
    ...(revision ? { modelRevision: revision } : {}),
    ...(tokenizerSha256 ? { tokenizerSha256 } : {}),
    readPosition: 'last prompt token',
  };
}

function samePairs(a: readonly SavedPair[], b: readonly SavedPair[]): boolean {
  return (
    a.length === b.length &&
    a.every(
      ({ positive, negative }, index) => positive === b[index]?.positive && negative === b[index].negative,
    )
  );
}
