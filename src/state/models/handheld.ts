/** Whether the page runs on a phone or a tablet: touched by a finger, and by nothing that can hover. */
export function isHandheld(): boolean {
  return globalThis.matchMedia?.('(hover: none) and (pointer: coarse)').matches ?? false;
}
