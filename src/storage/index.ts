/** What the page keeps in the browser: saved vectors, answers, long tasks. */
export { answerStore, type LastingAnswerStore, MAX_ANSWERS } from './answerStore.ts';
export { type BuiltPreset, type BuiltPresetStore, builtPresetStore } from './builtPresets.ts';
export { openTillerDatabase, type TillerDatabase } from './database.ts';
export { type JobStore, jobStore, type KeptJob } from './jobStore.ts';
export { memoryDatabase } from './memoryDatabase.ts';
export { type UnsavedStore, unsavedStore } from './unsavedStore.ts';
export {
  type DamagedVector,
  type NewVector,
  type SavedPair,
  type VectorEntry,
  type VectorLibrary,
  type VectorRecord,
  vectorLibrary,
} from './vectorLibrary.ts';
