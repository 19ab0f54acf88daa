/** A folder dropped on an element, as the files that it holds. */
import { type DragEvent, useRef, useState } from 'react';
import { droppedFiles } from './droppedFiles.ts';

export function useFolderDrop(onFiles: (files: File[]) => void) {
  const [isDragging, setDragging] = useState(false);
  // Entering a child comes before leaving its parent, so that the number of both tells whether the pointer is inside.
  const depth = useRef(0);

  function move(by: number): void {
    depth.current += by;
    setDragging(depth.current > 0);
  }

  return {
    isDragging,
    handlers: {
      onDragEnter(event: DragEvent) {
        if (event.dataTransfer.types.includes('Files')) move(1);
      },
      onDragLeave(event: DragEvent) {
        if (event.dataTransfer.types.includes('Files')) move(-1);
      },
      onDragOver(event: DragEvent) {
        if (event.dataTransfer.types.includes('Files')) event.preventDefault();
      },
      onDrop(event: DragEvent) {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        depth.current = 0;
        setDragging(false);
        // a folder that cannot be read is one without files, which its reader complains of
        void droppedFiles(event.dataTransfer)
          .catch(() => [])
          .then(onFiles);
      },
    },
  };
}
