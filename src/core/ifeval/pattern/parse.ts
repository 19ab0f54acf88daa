/** Parses a pattern in Python's `re` syntax, as the published checkers take keywords and section names. */
import { TillerError } from '../../errors.ts';
import type { CharTest, PatternFlags, PatternNode } from './ast.ts';
import { classTest, escapeClass, sameChar } from './charClass.ts';

export interface ParsedPattern {
  root: PatternNode;
  /** Number of capturing groups. */
  groups: number;
}

/** Longest pattern taken, in UTF-16 units; user-given keywords are words and short phrases. */
const MAX_PATTERN_LENGTH = 2000;
/** Deepest nesting of groups, so that recursion stays far from the stack's end. */
const MAX_DEPTH = 100;

/**
 * @throws TillerError `check_arguments` for a syntax error of Python's `re`, and for what cannot be matched in linear
 *   time (back-references, look-around, possessive and atomic groups) or is not supported (inline flags, comments)
 */
export function parsePattern(source: string, flags: PatternFlags): ParsedPattern {
  if (source.length > MAX_PATTERN_LENGTH) {
    throw new TillerError(
      'check_arguments',
      `A keyword or pattern may have up to ${MAX_PATTERN_LENGTH} characters, this one has ${source.length}. Use a shorter one.`,
    );
  }
  return new Parser(source, flags).parse();
}

class Parser {
  private readonly chars: string[];
  private index = 0;
  private depth = 0;
  private groups = 0;
  private readonly names = new Set<string>();

  constructor(
    private readonly source: string,
    private readonly flags: PatternFlags,
  ) {
    this.chars = [...source];
  }

  parse(): ParsedPattern {
    const root = this.choice();
    if (this.index < this.chars.length) this.fail('unbalanced )');
    return { root, groups: this.groups };
  }

  private choice(): PatternNode {
    if (++this.depth > MAX_DEPTH) this.fail(`groups nested deeper than ${MAX_DEPTH}`);
    const options = [this.sequence()];
    while (this.take('|')) options.push(this.sequence());
    this.depth--;
    return options.length === 1 ? options[0]! : { kind: 'choice', options };
  }

  private sequence(): PatternNode {
    const items: PatternNode[] = [];
    while (this.index < this.chars.length && this.peek() !== '|' && this.peek() !== ')')
      items.push(this.repeat());
    return items.length === 1 ? items[0]! : { kind: 'sequence', items };
  }

  private repeat(): PatternNode {
    const item = this.atom();
    const bounds = this.quantifier();
    if (!bounds) return item;
    if (item.kind === 'assert') this.fail('nothing to repeat before a quantifier');
    const lazy = this.take('?');
    if (!lazy && this.peek() === '+') this.fail('possessive quantifiers are not supported');
    if (this.quantifier()) this.fail('multiple repeat');
    return { kind: 'repeat', item, min: bounds[0], max: bounds[1], lazy };
  }

  /** Takes `*`, `+`, `?` or `{m,n}` if one is next; a `{` that is no quantifier stays, as a literal. */
  private quantifier(): [number, number] | null {
    if (this.take('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.take('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.take('?')) return [0, 1];
    if (this.peek() !== '{') return null;
    let end = this.index + 1;
    while (/[\d,]/.test(this.chars[end] ?? '')) end++;
    const braces = /^\{(\d*)(,?)(\d*)\}/.exec(this.chars.slice(this.index, end + 1).join(''));
    if (!braces || (braces[1] === '' && braces[2] === '')) return null;
    const [whole, low, comma, high] = braces as unknown as [string, string, string, string];
    const min = Number(low);
    const max = comma === '' ? min : high === '' ? Number.POSITIVE_INFINITY : Number(high);
    if (max < min) this.fail('the smaller number of {m,n} comes first');
    this.index += whole.length;
    return [min, max];
  }

  private atom(): PatternNode {
    const char = this.next();
    switch (char) {
      case '(':
        return this.group();
      case '[':
        return this.characterClass();
      case '.':
        return { kind: 'test', test: (c) => c !== '\n' };
      case '^':
        return { kind: 'assert', assertion: this.flags.multiline ? 'lineStart' : 'textStart' };
      case '$':
        return { kind: 'assert', assertion: this.flags.multiline ? 'lineEnd' : 'lastLineEnd' };
      case '\\':
        return this.escape();
      case '*':
      case '+':
      case '?':
        return this.fail('nothing to repeat before a quantifier');
      default:
        return this.literal(char);
    }
  }

  private group(): PatternNode {
    if (this.take('?')) {
      if (this.take('P')) {
        if (!this.take('<')) this.fail('back-references by name are not supported');
        this.groupName();
        this.groups++;
      } else if (!this.take(':')) {
        this.fail('look-around, flags, comments and atomic groups are not supported');
      }
    } else {
      this.groups++;
    }
    const inner = this.choice();
    if (!this.take(')')) this.fail('missing )');
    return inner.kind === 'assert' ? { kind: 'sequence', items: [inner] } : inner;
  }

  /** Takes `name>`; Python refuses what is no name of its own, and a name that was given before. */
  private groupName(): void {
    const end = this.chars.indexOf('>', this.index);
    if (end < 0) this.fail('group name without >');
    const name = this.chars.slice(this.index, end).join('');
    if (!/^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(name)) this.fail('bad group name');
    if (this.names.has(name)) this.fail('two groups of one name');
    this.names.add(name);
    this.index = end + 1;
  }

  private escape(): PatternNode {
    if (this.index >= this.chars.length) this.fail('a lone backslash at the end');
    const char = this.next();
    switch (char) {
      case 'b':
        return { kind: 'assert', assertion: 'wordBoundary' };
      case 'B':
        return { kind: 'assert', assertion: 'notWordBoundary' };
      case 'A':
        return { kind: 'assert', assertion: 'textStart' };
      case 'Z':
        return { kind: 'assert', assertion: 'textEnd' };
    }
    const test = escapeClass(char);
    if (test) return { kind: 'test', test };
    return this.literal(this.escapedChar(char, false));
  }

  private literal(char: string): PatternNode {
    return { kind: 'char', char };
  }

  /** The character that `\` + `char` stands for. */
  private escapedChar(char: string, inClass: boolean): string {
    const plain: Record<string, string> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', a: '\x07' };
    if (plain[char] !== undefined) return plain[char];
    if (inClass && char === 'b') return '\b';
    const digits = { x: 2, u: 4, U: 8 }[char];
    if (digits) {
      const hex = this.chars.slice(this.index, this.index + digits).join('');
      if (!/^[\da-f]+$/i.test(hex) || hex.length !== digits) this.fail(`incomplete escape \\${char}`);
      const code = Number.parseInt(hex, 16);
      if (code > 0x10ffff) this.fail(`no such character \\${char}${hex}`);
      this.index += digits;
      return String.fromCodePoint(code);
    }
    if (/[0-9]/.test(char)) return this.octal(char, inClass);
    if (/[a-zA-Z]/.test(char)) this.fail(`unknown escape \\${char}`);
    return char;
  }

  /** `\0`, `\0o`, `\0oo` and `\ooo`; any other number is a back-reference. */
  private octal(first: string, inClass: boolean): string {
    const rest = this.chars.slice(this.index, this.index + 2).join('');
    const more = first === '0' || inClass ? /^[0-7]{0,2}/.exec(rest)![0] : /^[0-7]{2}/.exec(rest)?.[0];
    if (more === undefined || first > '7') this.fail('back-references are not supported');
    this.index += more!.length;
    const code = Number.parseInt(first + more, 8);
    if (code > 0o377) this.fail(`no such character \\${first}${more}`);
    return String.fromCodePoint(code);
  }

  private characterClass(): PatternNode {
    const negated = this.take('^');
    const tests: CharTest[] = [];
    for (let first = true; first || this.peek() !== ']'; first = false) {
      if (this.index >= this.chars.length) this.fail('missing ]');
      const low = this.classItem();
      if (this.peek() !== '-' || this.chars[this.index + 1] === ']') {
        tests.push(typeof low === 'function' ? low : (c) => sameChar(c, low, this.flags.ignoreCase));
        continue;
      }
      this.next();
      if (this.index >= this.chars.length) this.fail('missing ]');
      const high = this.classItem();
      const isRange = typeof low === 'string' && typeof high === 'string';
      if (!isRange || high.codePointAt(0)! < low.codePointAt(0)!) return this.fail('bad character range');
      tests.push(classTest(low.codePointAt(0)!, high.codePointAt(0)!, this.flags.ignoreCase));
    }
    this.next();
    return { kind: 'test', test: (c) => tests.some((test) => test(c)) !== negated };
  }

  private classItem(): CharTest | string {
    const char = this.next();
    if (char !== '\\') return char;
    if (this.index >= this.chars.length) this.fail('a lone backslash at the end');
    const escaped = this.next();
    return escapeClass(escaped) ?? this.escapedChar(escaped, true);
  }

  private peek(): string | undefined {
    return this.chars[this.index];
  }

  private next(): string {
    return this.chars[this.index++]!;
  }

  private take(char: string): boolean {
    if (this.peek() !== char) return false;
    this.index++;
    return true;
  }

  private fail(problem: string): never {
    throw new TillerError(
      'check_arguments',
      `The pattern ${JSON.stringify(this.source.slice(0, 80))} cannot be used (${problem}). ` +
        'Keywords are patterns in the published checkers: put a backslash before . * + ? ( ) [ ] { } | ^ $ and \\ to mean the character.',
      { position: this.index },
    );
  }
}
