import type { ClientRequests } from "./request.ts";

/** A file for a program that sends requests, with all steps in it. */
export interface Format {
  readonly id: string;
  /** Its other names, in lower case. */
  readonly aliases: readonly string[];
  readonly title: string;
  /** The end of the file's name. */
  readonly extension: string;
  write(requests: ClientRequests, texts: FormatTexts): string;
}

/** The sentences and names that a file holds. */
export interface FormatTexts {
  /** The connection, or the provider. */
  readonly name: string;
  /** The remarks on each request, in the user's language, one a line. */
  readonly remarks: Readonly<Record<keyof ClientRequests, readonly string[]>>;
}
