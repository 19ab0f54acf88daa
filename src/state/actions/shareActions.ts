/**
 * Actions that share: links and files out, links and files in. What they need is a chunk of its own, read at the first
 * use. A session that comes by link waits for the user; one that the user chose as a file is opened at once.
 */
import type { RunPlan } from '../../core/share/elsewhere/plan.ts';
import { SESSION_MARK } from '../../core/share/mark.ts';
import type { Session, SharedVector } from '../../core/share/session.ts';
import type { SteeringVector } from '../../core/steering/types.ts';
import { t } from '../../text/text.ts';
import { errorSentence } from '../alert.ts';
import type { SteeringCard } from '../playground/card.ts';
import { activeCards } from '../playground/steering.ts';
import type { ShareState } from '../share/share.ts';
import { originOf } from '../vectors/files.ts';
import type { Choice } from './choice.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { Judge } from './judge.ts';
import type { LibraryActions } from './libraryActions.ts';
import type { ExportedFile } from './libraryFileActions.ts';

const work = () => import('../share/work.ts');

export interface ShareActions {
  /** The fragment of a link to what stands on the page; null after a failure, which is shown. */
  writeLink(): Promise<string | null>;
  /** What stands on the page with whole vectors and texts; null after a failure, which is shown. */
  exportSession(): Promise<ExportedFile | null>;
  /** Opens a session file, which can be taken back. @returns whether it was opened; a failure is shown */
  importSession(file: Pick<File, 'name' | 'size' | 'text'>): Promise<boolean>;
  /** Reads the session of a link, if the fragment has one, for the user to decide on. */
  receiveLink(fragment: string): Promise<void>;
  /** Puts the session that waits in force. Nothing is generated; no model is loaded that was not agreed to before. */
  openShared(): Promise<void>;
  dismissShared(): void;
  /** @param repository of the PyTorch weights; null after a failure, which is shown */
  planElsewhere(repository: string): Promise<RunPlan | null>;
}

type Needs = Pick<LibraryActions, 'readSaved' | 'readRecord' | 'saveVector'> & {
  choice: Pick<Choice, 'read' | 'show'>;
  judge: Pick<Judge, 'look'>;
  stop: () => void;
  /** @param session what was opened; null where the user kept what there was */
  decided: (session: Session | null) => void;
};

export function createShareActions({ store }: ActionContext, needs: Needs): ShareActions {
  const { choice, judge, stop, decided, readSaved, readRecord, saveVector } = needs;
  const update = (change: Partial<ShareState>) =>
    updateSlice(store, 'share', (share) => ({ ...share, ...change }));

  /** Says what fails; the page stays as it was. */
  async function attempt<T>(task: () => Promise<T>): Promise<T | null> {
    try {
      update({ problem: null, done: '' });
      return await task();
    } catch (error) {
      update({ problem: errorSentence(error), done: '' });
      return null;
    }
  }

  async function currentSession(
    source: (card: SteeringCard, vector: SteeringVector) => Promise<SharedVector['source'] | null>,
  ): Promise<Session> {
    const { isShipped, sessionOf, sharedCards } = await work();
    const cards = sharedCards(store.getState());
    const vectors = await choice.read(cards);
    const sources = new Map<SteeringCard, SharedVector['source'] | null>();
    for (const card of cards) {
      const vector = vectors.get(card.chosenId ?? '');
      if (vector && !isShipped(store.getState(), card)) sources.set(card, await source(card, vector));
    }
    return sessionOf(store.getState(), (card) => sources.get(card) ?? null);
  }

  async function packedSession(): Promise<Session> {
    const { packedSource } = await work();
    return currentSession(async (card, vector) => packedSource(vector, card));
  }

  /** The id under which the session's vector is here, saved where it was not. */
  async function idOf(shared: SharedVector): Promise<string | null> {
    const { invalidSession, receivedVector, isSameVector } = await work();
    const { presets } = store.getState();
    if (shared.source.kind === 'preset') {
      const { id } = shared.source;
      if (presets.list.some((preset) => preset.id === id)) return id;
      throw invalidSession(`it names the preset “${id}”, which this version of Tiller does not have`);
    }
    const received = receivedVector(shared);
    if (!received) return null;
    const { vector, origin } = received;
    for (const { id, numLayers, hiddenSize } of store.getState().library.entries) {
      if (numLayers !== vector.numLayers || hiddenSize !== vector.hiddenSize) continue;
      const saved = await readSaved(id);
      if (saved && isSameVector(saved, vector)) return id;
    }
    const { layer, operator, strength, scope, title } = shared;
    const id = await saveVector({
      name: title || vector.name,
      notes: t('share.cameAlong'),
      vector,
      origin,
      setting: { layer, operator, strength, scope },
    });
    if (!id) throw invalidSession(store.getState().library.problem ?? 'its vector could not be saved');
    return id;
  }

  /** All vectors first, so that a session with a damaged one changes nothing. */
  async function open(session: Session): Promise<void> {
    const { withSession } = await work();
    const ids = new Map<SharedVector, string | null>();
    for (const vector of [session, ...session.lanes.kept].flatMap(({ vectors }) => vectors)) {
      ids.set(vector, await idOf(vector));
    }
    stop();
    store.setState((state) => withSession(state, session, (vector) => ids.get(vector) ?? null));
    judge.look();
    await choice.show();
  }

  return {
    writeLink: () =>
      attempt(async () => {
        const [{ sessionFragment }, session] = await Promise.all([work(), packedSession()]);
        return sessionFragment(session);
      }),

    exportSession: () =>
      attempt(async () => {
        const { fileSource, writeSessionFile } = await work();
        const session = await currentSession(async ({ chosenId }, vector) => {
          const { built } = store.getState().presets;
          const own = built.find(({ presetId }) => presetId === chosenId)?.record;
          const record = own ?? (chosenId === null ? null : await readRecord(chosenId));
          return fileSource(vector, record ? originOf(record) : {});
        });
        const bytes = new TextEncoder().encode(writeSessionFile(session));
        return { name: 'tiller-session.json', bytes };
      }),

    async importSession(file) {
      const isOpen = await attempt(async () => {
        const { assertReadable, readSessionFile } = await work();
        assertReadable(file.size);
        await open(readSessionFile(await file.text()));
        update({ done: t('share.openedFile', { name: file.name }) });
        return true;
      });
      return isOpen === true;
    },

    async receiveLink(fragment) {
      if (!fragment.includes(SESSION_MARK)) return;
      await attempt(async () => {
        const { findSession, readLink, isSameSession } = await work();
        const data = findSession(fragment);
        if (data === null) return;
        const request = readLink(data);
        // the page that wrote the link, reloaded
        const current = await packedSession().catch(() => null);
        if (current && isSameSession(request, current)) decided(null);
        else update({ request });
      });
      if (store.getState().share.problem) decided(null);
    },

    async openShared() {
      const { request } = store.getState().share;
      if (!request) return;
      const isOpen = await attempt(async () => {
        await open(request);
        update({ request: null, done: t('share.opened') });
        return true;
      });
      if (isOpen) decided(request);
    },

    dismissShared() {
      update({ request: null, problem: null });
      decided(null);
    },

    planElsewhere: (repository) =>
      attempt(async () => {
        const { runPlanOf } = await work();
        const vectors = await choice.read(activeCards(store.getState().steering));
        return runPlanOf(store.getState(), vectors, repository);
      }),
  };
}
