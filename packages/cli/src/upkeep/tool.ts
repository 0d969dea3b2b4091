import { spawnSync } from "node:child_process";

/** A program to run, with its words. */
export type Tool = readonly [program: string, ...words: string[]];

/** Runs a program of the system and returns its exit code, `null` if it cannot start, and what it printed. */
export type RunTool = (tool: Tool) => { readonly code: number | null; readonly output: string };

/** Runs a program of the system. */
export const runTool: RunTool = ([program, ...words]) => {
  const { status, stdout, stderr } = spawnSync(program, words, {
    encoding: "utf8",
    timeout: 30_000,
    windowsHide: true,
  });
  return { code: status, output: `${stdout ?? ""}${stderr ?? ""}`.trim() };
};
