/**
 * A plugin of Stryker's that leaves the messages of errors alone. How one is worded is for people to judge, and tests that
 * repeat it would only have to be changed with it; what code relies on, its code and details, is mutated like all else.
 */

/** What makes an error -> which of its arguments is the message. */
const MESSAGES = new Map([
  ['TillerError', 1],
  ['corrupt', 0],
  ['notRecognised', 0],
  ['argumentError', 1],
  ['lineError', 1],
  ['barError', 0],
  ['fail', 0],
]);

/** @param {any} path a NodePath of Babel's */
function shouldIgnore(path) {
  if (path.listKey !== 'arguments') return undefined;
  const { callee } = path.parent;
  return MESSAGES.get(callee?.name ?? callee?.property?.name) === path.key
    ? 'the message of an error'
    : undefined;
}

export const strykerPlugins = [{ kind: 'Ignore', name: 'error-messages', value: { shouldIgnore } }];
