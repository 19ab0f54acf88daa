/**
 * Tells other tabs that a job was added or removed, so that they need no reload to show it. What happens to a job in
 * between they learn from its lock (jobLocks.ts).
 */
import { isRecord, isText } from '../playground/presets.ts';

export interface News {
  id: string;
  what: 'added' | 'removed';
}

export interface JobNews {
  announce(news: News): void;
  /** @param onNews called for what another tab announces, never for this one's own */
  listen(onNews: (news: News) => void): void;
}

type Channel = Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>;

const NAME = 'tiller-jobs';

/** Without channels, tabs see each other's jobs at the next reload. */
export function createJobNews(open: (() => Channel) | null = openChannel()): JobNews {
  const channel = open?.() ?? null;
  return {
    announce: (news) => channel?.postMessage(news),
    listen: (onNews) =>
      // only pages of this site have the channel; one of another version may say something else
      channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (isNews(data)) onNews(data);
      }),
  };
}

function isNews(data: unknown): data is News {
  return isRecord(data) && isText(data.id) && (data.what === 'added' || data.what === 'removed');
}

function openChannel(): (() => Channel) | null {
  return typeof BroadcastChannel === 'undefined' ? null : () => new BroadcastChannel(NAME);
}
