import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const cache = fileURLToPath(new URL("../../../../node_modules/.cache/children/", import.meta.url));

/**
 * Returns the path of a program of the tests as one file, with our sources in it and what others wrote outside: Node starts
 * with it in half the time that it takes to find and to strip a hundred files of TypeScript.
 */
export async function bundled(program: URL): Promise<string> {
  const build = await rolldown({
    input: { program: fileURLToPath(program) },
    platform: "node",
    external: /^[@a-z]/,
    logLevel: "warn",
  });
  const { output } = await build.generate({ format: "esm", entryFileNames: "program.mjs" });
  await build.close();
  const files = output.flatMap((file) => (file.type === "chunk" ? [file] : []));
  const hash = createHash("sha256");
  for (const { code } of files) hash.update(code);
  const folder = join(cache, hash.digest("hex").slice(0, 16));
  if (!existsSync(folder)) put(folder, files);
  return join(folder, "program.mjs");
}

/** Writes them beside the folder first: another test file may begin together with this one. */
function put(folder: string, files: readonly { readonly fileName: string; readonly code: string }[]): void {
  mkdirSync(cache, { recursive: true });
  const own = mkdtempSync(join(cache, "new-"));
  for (const { code, fileName } of files) writeFileSync(join(own, fileName), code);
  try {
    renameSync(own, folder);
  } catch (error) {
    rmSync(own, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}
