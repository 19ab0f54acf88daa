/** Where shared sessions come in: by link, above every place, and by files that are dropped on the page. */
import { lazy, Suspense, useEffect } from 'react';
import { useActions, useAppState } from '../appContext.tsx';

const SharedRequest = lazy(async () => ({ default: (await import('./SharedRequest.tsx')).SharedRequest }));

export function ShareGate() {
  const isAsked = useAppState(({ share }) => share.request !== null || share.problem !== null);
  useDroppedSession();
  if (!isAsked) return null;
  return (
    <Suspense>
      <SharedRequest />
    </Suspense>
  );
}

/** A file that is dropped where nothing takes it would otherwise replace the page. */
function useDroppedSession(): void {
  const { importSession } = useActions();
  useEffect(() => {
    const hasFiles = (event: DragEvent) =>
      !event.defaultPrevented && event.dataTransfer?.types.includes('Files') === true;
    const onDragOver = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      const [file] = event.dataTransfer?.files ?? [];
      if (file) void importSession(file);
    };
    window.addEventListener('dragover', onDragOver);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onDragOver);
      window.removeEventListener('drop', onDrop);
    };
  }, [importSession]);
}
