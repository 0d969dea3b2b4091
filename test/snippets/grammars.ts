import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

// What cannot be run here is parsed at least, by grammars that others wrote.

/** The packages of npm with the parser and the grammars. */
export const grammarPackages = ["@vscode/tree-sitter-wasm@0.3.1", "tree-sitter-wasms@0.1.13"] as const;

const grammars: Readonly<Record<string, string>> = {
  powershell: "@vscode/tree-sitter-wasm/wasm/tree-sitter-powershell.wasm",
  swift: "tree-sitter-wasms/out/tree-sitter-swift.wasm",
  "objective-c": "tree-sitter-wasms/out/tree-sitter-objc.wasm",
  python: "@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm",
  ruby: "@vscode/tree-sitter-wasm/wasm/tree-sitter-ruby.wasm",
  java: "@vscode/tree-sitter-wasm/wasm/tree-sitter-java.wasm",
  csharp: "@vscode/tree-sitter-wasm/wasm/tree-sitter-c-sharp.wasm",
};

interface Node {
  readonly isError: boolean;
  readonly isMissing: boolean;
  readonly hasError: boolean;
  readonly text: string;
  readonly children: readonly (Node | null)[];
}

interface Parser {
  setLanguage(language: object): void;
  parse(code: string): { readonly rootNode: Node } | null;
}

interface TreeSitter {
  readonly Parser: (new () => Parser) & { init(): Promise<void> };
  readonly Language: { load(grammar: Uint8Array): Promise<object> };
}

/** Whether there is a grammar of a language. */
export const hasGrammar = (id: string): boolean => Object.hasOwn(grammars, id);

/** Returns the parts of a code that the grammar of its language does not allow. `modules`: where the packages are. */
export async function faultsIn(code: string, id: string, modules: string): Promise<readonly string[]> {
  const { Language, Parser } = createRequire(join(modules, "x"))("@vscode/tree-sitter-wasm") as TreeSitter;
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(await readFile(join(modules, grammars[id] ?? ""))));
  const root = parser.parse(code)?.rootNode;
  return root ? faultsBelow(root) : ["nothing was parsed"];
}

function faultsBelow(node: Node): readonly string[] {
  if (node.isError || node.isMissing) return [node.text];
  return node.hasError ? node.children.flatMap((child) => (child ? faultsBelow(child) : [])) : [];
}
