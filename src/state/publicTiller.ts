/** The object that scripts in the page get: the API itself, whose loads the page shows as its own. */
import type { Tiller } from '../api/index.ts';
import type { Actions } from './actions/index.ts';

export function publicTiller(tiller: Tiller, { loadModel, syncModel }: Actions): Tiller {
  const shown: Pick<Tiller, 'loadModel' | 'unloadModel'> = {
    loadModel: (source, options) => loadModel(source, options),
    unloadModel: () => tiller.unloadModel().finally(syncModel),
  };
  // By inheritance, so that `model` stays the live property that it is.
  return Object.assign(Object.create(tiller) as Tiller, shown);
}
