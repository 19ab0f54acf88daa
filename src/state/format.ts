/** Sizes and times in the words of the page. */
import { decimal } from '../text/numbers.ts';

/** 1 MB = 1,000,000 bytes, as file managers and hubs count. */
export function formatBytes(bytes: number): string {
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`;
  if (bytes < 1e9) return `${Math.round(bytes / 1e6)} MB`;
  return `${decimal(bytes / 1e9, 1)} GB`;
}

/** `4 s`, `2 min 5 s`; never less than one second */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const rest = whole % 60;
  return rest === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${rest} s`;
}
