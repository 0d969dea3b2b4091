import { readdirSync } from "node:fs";
import { expect } from "vitest";
import type { Scene } from "./scene.ts";
import { Transcript } from "./transcript.ts";

/** Runs the demo on a scene's machine and compares what it says with its transcript. It must leave nothing anywhere. */
export async function verifyDemo(language: "en" | "ja", scene: Scene): Promise<void> {
  const transcript = new Transcript(`t5-demo.${language}`, scene);
  const { code, stdout, stderr, signal } = await scene.machine.run(["demo"]);
  // How many presentations there are, and how many of them too late, the race decides.
  const told = stderr
    .replace(/localhost:\d+ /, "localhost:41873 ")
    .replace(/ --port \d+$/m, "")
    .replace(/\d+( 回、うち |, )\d+( of them| 回は)/, "200$1199$2");
  transcript.command(["demo"], { code, signal, stdout, stderr: told });
  expect(readdirSync(scene.machine.folder)).toEqual([]);
  transcript.verify();
}
