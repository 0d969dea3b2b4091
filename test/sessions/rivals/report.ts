import { readFileSync, writeFileSync } from "node:fs";
import type { Observation, Verdict } from "./situation.ts";

/** Observations of all libraries: by situation, then by library. */
export type Seen = ReadonlyMap<string, ReadonlyMap<string, Observation>>;

const readme = new URL("README.md", import.meta.url);
const begin = "<!-- measured -->";
const end = "<!-- end of measured -->";

/** Writes what was seen into README.md, between its two marks. `versions`: of the libraries. */
export function writeReport(seen: Seen, versions: Readonly<Record<string, string>>): void {
  const text = readFileSync(readme, "utf8");
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error("README.md lacks its marks");
  writeFileSync(readme, `${before}${begin}\n\n${reportOf(seen, versions)}\n\n${end}${after}`);
}

function reportOf(seen: Seen, versions: Readonly<Record<string, string>>): string {
  const libraries = [...new Set([...seen.values()].flatMap((byLibrary) => [...byLibrary.keys()]))];
  const day = new Date().toISOString().slice(0, 10);
  const listed = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const overview = [
    row(["Situation", ...libraries]),
    row(["---", ...libraries.map(() => "---")]),
    ...[...seen].map(([name, byLibrary]) =>
      row([`\`${name}\``, ...libraries.map((library) => byLibrary.get(library)?.verdict ?? "")]),
    ),
    row(["**right, wrong, not applicable**", ...libraries.map((library) => countsOf(seen, library))]),
  ];
  const details = libraries.flatMap((library) => [
    `## ${library}`,
    "",
    row(["Situation", "Verdict", "Observed"]),
    row(["---", "---", "---"]),
    ...[...seen].map(([name, byLibrary]) => {
      const { observed = "", verdict = "" } = byLibrary.get(library) ?? {};
      return row([`\`${name}\``, verdict, observed]);
    }),
    "",
  ]);
  const measured = `Measured on ${day} with Node ${process.version}: ${listed.join(", ")}.`;
  return [measured, "", ...overview, "", ...details].join("\n").trimEnd();
}

function countsOf(seen: Seen, library: string): string {
  const verdicts = [...seen.values()].map((byLibrary) => byLibrary.get(library)?.verdict);
  const count = (wanted: Verdict) => verdicts.filter((verdict) => verdict === wanted).length;
  return `**${count("right")}, ${count("wrong")}, ${count("not applicable")}**`;
}

function row(cells: readonly string[]): string {
  const plain = cells.map((cell) => cell.replace(/\s+/g, " ").replaceAll("|", "\\|").replaceAll("<", "&lt;"));
  return `| ${plain.join(" | ")} |`;
}
