import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { resolvePaths } from "../../../src/store/paths.ts";

/** Places in a fresh folder, which goes when the test is finished. */
export function freshPlaces() {
  const folder = mkdtempSync(join(tmpdir(), "tokenwell-store-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { folder, ...resolvePaths({ TOKENWELL_HOME: folder }, process.platform, folder) };
}
