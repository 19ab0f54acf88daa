import { describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Tiller } from '../../api/index.ts';
import { TillerError } from '../../core/errors.ts';
import { writeVectorFile } from '../../core/files/vectorFormats.ts';
import { fitDirections } from '../../core/steering/direction.ts';
import type { Prompt } from '../../protocol/model.ts';
import { memoryDatabase, type TillerDatabase } from '../../storage/index.ts';
import { type AppState, INITIAL_STATE } from '../appState.ts';
import type { Store } from '../store.ts';
import { MODEL_INFO, VECTOR } from '../testValues.ts';
import { draftRows, withCell, withDraft, withForm } from '../vectors/draft.ts';
import { isOutdated } from '../vectors/fit.ts';
import { createLibraryActions } from './libraryActions.ts';
import { createLibraryFileActions } from './libraryFileActions.ts';
import { createVectorActions } from './vectorActions.ts';

const { numLayers, hiddenSize } = MODEL_INFO;

/** Any text has states of its own: numbers that follow from its characters. */
function statesOf(prompt: Prompt): number[] {
  const text = JSON.stringify(prompt);
  const sum = [...text].reduce((total, character) => (31 * total + character.charCodeAt(0)) % 9973, 7);
  return Array.from({ length: numLayers * hiddenSize }, (_, i) => Math.sin(sum * (i + 1)) + text.length / 50);
}

type Capture = Tiller['capture'];

function pageWith(capture?: Capture, database: TillerDatabase = memoryDatabase()) {
  const captured: Prompt[][] = [];
  const tiller = {
    capture: async (prompts, options) => {
      captured.push(prompts);
      options?.onProgress?.({ stage: 'capture', loaded: 1, total: prompts.length, unit: 'prompts' });
      return capture
        ? capture(prompts, options)
        : {
            shape: [prompts.length, numLayers, hiddenSize],
            data: Float32Array.from(prompts.flatMap(statesOf)),
          };
    },
  } as Pick<Tiller, 'capture'> as Tiller;
  const vectorDraft = withDraft(withForm(INITIAL_STATE.vectorDraft, { family: 'language' }), { count: 4 });
  const model = { ...INITIAL_STATE.model, phase: 'ready' as const, info: MODEL_INFO };
  const store = createStore<AppState>()(() => ({ ...INITIAL_STATE, model, vectorDraft })) as Store;
  const context = { store, tiller, baseUrl: '', database: async () => database };
  const library = createLibraryActions(context);
  const files = createLibraryFileActions(context, library);
  const vectors = createVectorActions(context, library, { whileJobsWait: (work) => work() });
  return { store, captured, library, files, vectors };
}

describe('buildVector', () => {
  it('asks for both sides of every usable pair in the model’s own form, and fits', async () => {
    const { store, captured, vectors } = pageWith();
    const [first, second] = draftRows(store.getState().vectorDraft);
    vectors.changeDraft((draft) => withCell(draft, first!.id, 'positive', ''));
    await vectors.buildVector();
    expect(captured[0]).toHaveLength(6);
    expect(captured[0]!.slice(0, 2)).toEqual([
      [{ role: 'user', content: second!.positive }],
      [{ role: 'user', content: second!.negative }],
    ]);
    const side = (odd: number) =>
      Float32Array.from(captured[0]!.filter((_, i) => i % 2 === odd).flatMap(statesOf));
    const { built, running, problem } = store.getState().fit;
    expect(built!.vector).toEqual({
      name: 'Answer in French',
      modelId: 'embedded',
      ...fitDirections(side(0), side(1), numLayers, hiddenSize),
    });
    expect(built!.instruction?.id).toBe('french');
    expect([running, problem]).toEqual([null, null]);
  });

  it('reads the pairs once for both methods, and again once they change', async () => {
    const { store, captured, vectors } = pageWith();
    await vectors.buildVector();
    vectors.changeDraft((draft) => withDraft(draft, { method: 'pca' }));
    await vectors.buildVector();
    expect(captured).toHaveLength(1);
    expect(store.getState().fit.built?.vector.method).toBe('pca');
    vectors.changeDraft((draft) => withDraft(draft, { count: 5 }));
    await vectors.buildVector();
    expect(captured).toHaveLength(2);
  });

  it('says what failed, and nothing when it was cancelled; the vector before stays', async () => {
    let failure = new TillerError('out_of_memory', 'there is no memory left');
    let isFailing = false;
    const { store, vectors } = pageWith(async (prompts) => {
      if (isFailing) throw failure;
      return {
        shape: [prompts.length, numLayers, hiddenSize],
        data: Float32Array.from(prompts.flatMap(statesOf)),
      };
    });
    await vectors.buildVector();
    const { built } = store.getState().fit;
    isFailing = true;
    vectors.changeDraft((draft) => withDraft(draft, { count: 3 }));
    await vectors.buildVector();
    expect(store.getState().fit).toEqual({ running: null, built, problem: 'There is no memory left.' });
    failure = new TillerError('aborted', 'cancelled');
    await vectors.buildVector();
    expect(store.getState().fit).toEqual({ running: null, built, problem: null });
  });

  it('cancels by its signal', async () => {
    const { store, vectors } = pageWith(
      (_, options) =>
        new Promise((_, reject) => {
          options?.signal?.addEventListener('abort', () => reject(new TillerError('aborted', 'cancelled')));
        }),
    );
    const building = vectors.buildVector();
    expect(store.getState().fit.running).toMatchObject({ done: 1, total: 8 });
    vectors.cancelBuild();
    await building;
    expect(store.getState().fit).toEqual(INITIAL_STATE.fit);
  });
});

describe('a vector that was built and not saved', () => {
  const lasting = (): TillerDatabase => ({ ...memoryDatabase(), isLasting: true });
  const builtOn = (page: ReturnType<typeof pageWith>) => page.store.getState().fit.built;

  it('is there again after a reload, and is saved with the origin it was built with', async () => {
    const database = lasting();
    const before = pageWith(undefined, database);
    await before.vectors.buildVector();
    await vi.waitFor(() => expect(builtOn(before)?.keeping).toBe('kept'));
    const after = pageWith(undefined, database);
    await after.vectors.readUnsaved();
    expect(builtOn(after)).toEqual({ ...builtOn(before), pairs: expect.anything(), keeping: 'found' });
    expect(isOutdated(builtOn(after)!, draftRows(after.store.getState().vectorDraft), 'meanDifference')).toBe(
      false,
    );
    after.store.setState(({ model }) => ({ model: { ...model, info: { ...MODEL_INFO, dtype: 'fp32' } } }));
    await after.vectors.saveBuilt('French', '');
    const record = await after.library.readRecord(builtOn(after)!.savedId!);
    expect(record?.origin.modelDtype).toBe('q4');
  });

  it('is let go once it is saved', async () => {
    const database = lasting();
    const before = pageWith(undefined, database);
    await before.vectors.buildVector();
    await vi.waitFor(() => expect(builtOn(before)?.keeping).toBe('kept'));
    await before.vectors.saveBuilt('French', '');
    const after = pageWith(undefined, database);
    await after.vectors.readUnsaved();
    expect(builtOn(after)).toBeNull();
  });

  it('is not said to be kept where nothing is', async () => {
    const page = pageWith(undefined, { ...lasting(), write: async () => Promise.reject(new Error('full')) });
    await page.vectors.buildVector();
    await new Promise((resolve) => setTimeout(resolve));
    expect(builtOn(page)?.keeping).toBe('none');
    expect(page.store.getState().fit.problem).toBeNull();
  });
});

describe('showControls', () => {
  it('puts three controls beside the vector and takes them away', async () => {
    const { store, vectors } = pageWith();
    await vectors.buildVector();
    vectors.showControls(true);
    expect(store.getState().fit.built?.controls?.map(({ role }) => role)).toEqual([
      'random',
      'flipped',
      'shuffled',
    ]);
    vectors.showControls(false);
    expect(store.getState().fit.built?.controls).toBeNull();
  });
});

describe('the library', () => {
  it('keeps what is built with its pairs, instruction and origin', async () => {
    const { store, library, vectors } = pageWith();
    await vectors.buildVector();
    await vectors.saveBuilt('French', 'the first');
    const { savedId } = store.getState().fit.built!;
    const record = await library.readRecord(savedId!);
    expect(record).toMatchObject({ name: 'French', notes: 'the first', pairCount: 4, setting: null });
    expect(record!.instruction?.id).toBe('french');
    expect(record!.check?.instructionId).toBe('language:response_language');
    expect(record!.origin).toMatchObject({ modelDtype: 'q4', readPosition: 'last prompt token' });
    expect(record!.origin.pairsSha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('numbers a name that is taken, also when two are saved at once', async () => {
    const { store, library } = pageWith();
    await Promise.all([1, 2, 3].map(() => library.saveVector({ name: 'French', vector: VECTOR })));
    expect(
      store
        .getState()
        .library.entries.map(({ name }) => name)
        .sort(),
    ).toEqual(['French', 'French 2', 'French 3']);
  });

  it('puts back what was deleted, under the name it had', async () => {
    const { store, library } = pageWith();
    const id = (await library.saveVector({ name: 'French', vector: VECTOR }))!;
    await library.renameSaved(id, ' Français ');
    const [before] = store.getState().library.entries;
    await library.removeSaved(id);
    expect(store.getState().library).toMatchObject({ entries: [], removed: 'Français' });
    await library.undoRemove();
    expect(store.getState().library).toMatchObject({ entries: [before], removed: null });
    expect((await library.readSaved(id))?.name).toBe('Français');
  });

  it('offers to save again what went from the storage without its doing, as it was', async () => {
    const database = memoryDatabase();
    const { store, library } = pageWith(undefined, database);
    const ids = await Promise.all(
      ['French', 'German'].map(async (name) => (await library.saveVector({ name, vector: VECTOR }))!),
    );
    await library.setSavedNotes(ids[0]!, 'mine');
    await library.removeSaved(ids[1]!);
    const { entries } = store.getState().library;
    expect(store.getState().library.lost).toEqual([]);
    // as when the site's data is cleared under the page
    await Promise.all([database.clear('vectors'), database.clear('vectorData')]);
    await library.loadLibrary();
    expect(store.getState().library).toMatchObject({ entries: [], lost: ['French'] });
    await library.putBackLost();
    expect(store.getState().library).toMatchObject({ lost: [], done: 'Saved again.' });
    expect(store.getState().library.entries).toEqual(entries);
    expect(await library.readRecord(ids[0]!)).toMatchObject({ name: 'French', notes: 'mine' });
  });

  it('says why a name cannot be used, and goes on', async () => {
    const { store, library } = pageWith();
    const id = (await library.saveVector({ name: 'French', vector: VECTOR }))!;
    await library.renameSaved(id, '  ');
    expect(store.getState().library.problem).toMatch(/needs a name/);
    await library.renameSaved(id, 'German');
    expect(store.getState().library).toMatchObject({ problem: null, entries: [{ name: 'German' }] });
  });

  it('takes the vectors of several files and names the files that hold none', async () => {
    const { store, files, library } = pageWith();
    const origin = { bestLayer: 1, operator: 'add', strength: 1.5 } as const;
    const bytes = writeVectorFile(VECTOR, origin, 'safetensors');
    await files.importVectors([new File([bytes], 'a.safetensors'), new File(['hello'], 'b.json')]);
    const { entries, problem, done } = store.getState().library;
    expect(entries.map(({ name, setting }) => [name, setting])).toEqual([
      ['french', { layer: 1, operator: 'add', strength: 1.5 }],
    ]);
    expect(problem).toContain('"b.json" is no steering vector');
    expect(done).toBe('Imported french');
    const file = await files.exportSaved(entries[0]!.id, 'safetensors');
    expect(file?.name).toBe('french.safetensors');
    expect(file?.bytes).toEqual(bytes);
    const layer = await files.exportSaved(entries[0]!.id, 'gguf', { layers: 1 });
    expect(layer?.bytes).toEqual(writeVectorFile(VECTOR, origin, 'gguf', { layers: 1 }));
    expect(await library.readRecord('nowhere')).toBeNull();
  });
});
