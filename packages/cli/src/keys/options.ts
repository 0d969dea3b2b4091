import type { CommonOptions } from "../context.ts";

/** The options of `tokenwell keys`. */
export interface KeysCommandOptions extends CommonOptions {
  readonly check?: boolean;
  readonly bare?: boolean;
  readonly passphraseFile?: string;
  readonly everywhere?: boolean;
}
