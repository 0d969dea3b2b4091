import type { SnippetRequest, Step } from "./request.ts";

/** A language in which snippets are written. */
export interface Language {
  readonly id: string;
  /** Its other names, in lower case. */
  readonly aliases: readonly string[];
  /** Its name, and the library that sends the request. */
  readonly title: string;
  readonly extension: string;
  readonly comment: "//" | "#";
  /** Software besides the language: for the first step, for the others, and to send a secret in the header. */
  readonly needs: { readonly authorize?: string; readonly request?: string; readonly basic?: string };
  /** Returns a program that makes a verifier and a state, and prints both and the address to open. */
  authorize(url: string): string;
  /** Returns a program that sends a request and prints the answer. It fails with a status of 400 or more. */
  request(request: SnippetRequest, step: Exclude<Step, "authorize">): string;
}
