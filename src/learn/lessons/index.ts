/** The six lessons in their order. */
import { LESSON_IDS, type Lesson, type LessonId } from '../lesson.ts';
import type { Prose } from '../prose.ts';
import { compositionLesson } from './composition.ts';
import { controlsLesson } from './controls.ts';
import { directionLesson } from './direction.ts';
import { layerLesson } from './layer.ts';
import { streamLesson } from './stream.ts';
import { strengthLesson } from './strength.ts';

const BY_ID: Record<LessonId, (prose: Prose) => Lesson> = {
  stream: streamLesson,
  direction: directionLesson,
  layer: layerLesson,
  strength: strengthLesson,
  controls: controlsLesson,
  composition: compositionLesson,
};

export const lessonsIn = (prose: Prose): readonly Lesson[] => LESSON_IDS.map((id) => BY_ID[id](prose));

export const lessonIn = (prose: Prose, id: LessonId): Lesson => BY_ID[id](prose);
