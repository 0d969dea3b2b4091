import { rmSync } from "node:fs";

/** Removes a folder in which a program that is about to end, such as a hook, may still write a file. */
export const removeFolder = (path: string): void =>
  rmSync(path, { recursive: true, force: true, maxRetries: 20 });
