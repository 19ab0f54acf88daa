/** The language data of the checkers, about a megabyte, unpacked in turns with everything else that the page does. */
import { loadLanguagesInSteps } from '../core/ifeval/index.ts';

export function prepareLanguages(): Promise<void> {
  return loadLanguagesInSteps(turnOfOthers);
}

/** A message and not a timer, which a hidden page gets once a second. */
function turnOfOthers(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
