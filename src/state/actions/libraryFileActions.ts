/** Actions that bring vectors in from files and out to them. */
import type { GgufOptions } from '../../core/files/controlVector.ts';
import { readVectorFile, type VectorFormat, writeVectorFile } from '../../core/files/vectorFormats.ts';
import { t } from '../../text/text.ts';
import { errorSentence } from '../alert.ts';
import { fileNameOf, originOf, settingOf } from '../vectors/files.ts';
import { type ActionContext, updateSlice } from './context.ts';
import type { LibraryActions } from './libraryActions.ts';

/** A file for the user to keep. */
export interface ExportedFile {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

export interface LibraryFileActions {
  /** null when it cannot be written; the library's problem says why */
  exportSaved(id: string, format: VectorFormat, options?: GgufOptions): Promise<ExportedFile | null>;
  /** Saves the vector of each file; files that hold none are named in the library's problem, the others are kept. */
  importVectors(files: readonly File[]): Promise<void>;
}

export function createLibraryFileActions(
  { store }: ActionContext,
  { readRecord, saveVector }: Pick<LibraryActions, 'readRecord' | 'saveVector'>,
): LibraryFileActions {
  const show = (problem: string | null, done = '') =>
    updateSlice(store, 'library', (library) => ({ ...library, problem, done }));

  return {
    async exportSaved(id, format, options = {}) {
      const record = await readRecord(id);
      if (!record) return null;
      try {
        const bytes = writeVectorFile(record.vector, originOf(record), format, options);
        const name = fileNameOf(record.name, format);
        show(null, t('vectors.exported', { name }));
        return { name, bytes };
      } catch (error) {
        show(errorSentence(error));
        return null;
      }
    },

    async importVectors(files) {
      const problems: string[] = [];
      const names: string[] = [];
      const layers = store.getState().model.info?.numLayers;
      for (const file of files) {
        try {
          const { vector, origin } = readVectorFile(
            new Uint8Array(await file.arrayBuffer()),
            file.name,
            layers,
          );
          const saved = await saveVector({
            name: vector.name,
            notes: `Imported from ${file.name}.`,
            vector,
            origin,
            setting: settingOf(origin),
          });
          if (saved) names.push(vector.name);
          else
            problems.push(store.getState().library.problem ?? t('vectors.couldNotSave', { file: file.name }));
        } catch (error) {
          problems.push(errorSentence(error));
        }
      }
      show(
        problems.length > 0 ? problems.join(' ') : null,
        names.length > 0 ? t('vectors.imported', { names: names.join(', ') }) : '',
      );
    },
  };
}
