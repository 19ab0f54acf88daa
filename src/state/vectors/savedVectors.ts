/** A vector of the user's library as something that can steer. */

import type { VectorOrigin } from '../../core/files/vectorFile.ts';
import type { ModelInfo } from '../../protocol/model.ts';
import type { VectorEntry } from '../../storage/index.ts';
import { t } from '../../text/text.ts';
import { checkProblem } from '../checks/checks.ts';
import { type Steerable, vectorProblem } from '../playground/steerable.ts';

export interface SavedVector extends Steerable {
  source: 'saved';
  numLayers: number;
  hiddenSize: number;
  origin: VectorOrigin;
  /** whatever the user, or the search that made it, has to say about it */
  notes: string;
}

const known = new WeakMap<VectorEntry, SavedVector>();

/** The same object for the same entry, as selectors have to give. */
export function savedVector(entry: VectorEntry): SavedVector {
  const made = known.get(entry) ?? steerableOf(entry);
  known.set(entry, made);
  return made;
}

function steerableOf(entry: VectorEntry): SavedVector {
  const { id, name, notes, instruction, setting, check, modelId, numLayers, hiddenSize, origin } = entry;
  return {
    source: 'saved',
    id,
    title: name,
    words: instruction?.phrasings[0] ?? null,
    setting,
    // another version of this page may have saved a check that this judge does not have
    check: check && !checkProblem(check) ? check : null,
    modelId,
    numLayers,
    hiddenSize,
    origin,
    notes,
  };
}

/** The text of an option. */
export function savedLabel(saved: SavedVector, info: ModelInfo | null): string {
  return vectorProblem(saved, info) ? t('steering.madeElsewhere', { title: saved.title }) : saved.title;
}
