/** One pattern, or several of which one is enough. None may backtrack beyond a short gap: the text is of any kind. */
export type Patterns = RegExp | readonly RegExp[];

export const patternsOf = (patterns: Patterns): readonly RegExp[] =>
  patterns instanceof RegExp ? [patterns] : patterns;

export const isFound = (patterns: Patterns, text: string): boolean =>
  patternsOf(patterns).some((pattern) => pattern.test(text));
