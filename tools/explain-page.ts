import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "rolldown";
import { documentOf } from "./explain-page/document.ts";
import { style } from "./explain-page/style.ts";

/**
 * The page that explains errors in a browser. It is committed, because a person opens it from a clone or from a code
 * host, without building anything.
 */
export const page = new URL("../docs/explain.html", import.meta.url);

const hash = (text: string): string => `sha256-${createHash("sha256").update(text).digest("base64")}`;

/** The page, made of the rules of `explain` and the script beside it. */
export async function rendered(): Promise<string> {
  const { output } = await build({
    input: join(import.meta.dirname, "explain-page", "browser", "main.ts"),
    platform: "browser",
    logLevel: "warn",
    write: false,
    output: { format: "iife", minify: true, codeSplitting: false },
  });
  // An end tag in a string would end the script.
  const script = output[0].code.trim().replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
  return documentOf({ hash, script, style: style.trim() });
}

/** The page as it is now. */
export function written(): string {
  return readFileSync(page, "utf8");
}

if (import.meta.main) writeFileSync(page, await rendered());
