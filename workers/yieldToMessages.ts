/**
 * Lets messages that have arrived be handled (a cancel, above all) before the next step. A WASM run never leaves the
 * task it is in, and timers would cost 4 ms each: a message to oneself goes to the end of the queue at once. In Node it
 * would not: a port goes on with its own messages, up to a thousand, before another port has its turn.
 */
const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();
// in Node an open port would keep a finished script alive
(channel.port1 as { unref?: () => void }).unref?.();

const { setImmediate } = globalThis as { setImmediate?: (then: () => void) => void };

export function yieldToMessages(): Promise<void> {
  return new Promise((resolve) => {
    if (setImmediate) {
      setImmediate(resolve);
      return;
    }
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
}
