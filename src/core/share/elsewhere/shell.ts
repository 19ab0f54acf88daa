/** A text as one word of a POSIX shell, whatever it holds. */
export const shellText = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
