/** What an instruction is called on the page; the record has its English name. */
import { findInstruction } from '../core/pairs/instructions.ts';
import { textOf } from '../text/text.ts';
import type { InstructionFacts } from './record.ts';

type Named = Pick<InstructionFacts, 'id' | 'title'>;

export function titleOf({ id, title }: Named): string {
  return textOf(`steering.preset_${id}`, textOf(`learn.title_${id}`, title));
}

/** Of one that the record names by its title alone. */
export function titleNamed(title: string, instructions: readonly Named[]): string {
  const found = instructions.find((each) => each.title === title);
  return found ? titleOf(found) : title;
}

/** Of a shipped instruction. */
export const titleFor = (id: string): string => titleOf({ id, title: findInstruction(id)?.title ?? id });
