import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { repository } from "../../strangers/children.ts";
import { installOnce } from "../../strangers/installed/cache.ts";
import { type AppDriver, type Feature, ownRoutes } from "./app.ts";
import { openProcesses } from "./drivers.ts";

// A real Next.js application with the packages as they are published, built and started as in production.
const packages = ["next@16.4.6", "react@19.2.1", "react-dom@19.2.1", ...dependenciesOf("core")];
const apps = fileURLToPath(new URL("../apps/", import.meta.url));

const features: readonly Feature[] = [
  "processes",
  "sensitive",
  "lists",
  "limits",
  "backchannel",
  "form_post",
  "store",
  "components",
  "streams",
  "base_path",
  "data",
];

/** Installs and builds the app once, and returns its driver. A base path is fixed when an app is built. */
export async function nextDriver(): Promise<AppDriver> {
  const folder = await installed();
  const builds = new Map<string, Promise<void>>();
  return {
    name: "next",
    routes: ownRoutes,
    logoutMethod: "POST",
    features: new Set(features),
    open: async (plan) => {
      const basePath = new URL(plan.baseUrl).pathname.replace(/\/$/, "");
      const build = builds.get(basePath) ?? buildApp(folder, basePath);
      builds.set(basePath, build);
      await build;
      return await openProcesses(plan, [join(folder, "server.mjs")], folder);
    },
  };
}

async function installed(): Promise<string> {
  const name = `sessions-next-${packages.map((each) => each.split("@").at(-1)).join("-")}`;
  const { folder, ...rest } = await installOnce(name, async (own) => {
    const args = ["install", "--prefix", own, "--ignore-scripts", "--no-audit", "--no-fund"];
    await promisify(execFile)("npm", [...args, ...packages]);
  });
  if (folder === undefined) throw new Error("reason" in rest ? rest.reason : "not installed");
  for (const each of ["app", ".next"]) rmSync(join(folder, each), { recursive: true, force: true });
  cpSync(join(apps, "next"), folder, { recursive: true });
  for (const [from, to] of [
    ["routes.ts", "routes.js"],
    ["app-clock.ts", "app-clock.mjs"],
  ] as const)
    writeFileSync(join(folder, to), stripTypeScriptTypes(readFileSync(join(apps, from), "utf8")));
  for (const each of ["core", "session"]) copyPackage(each, join(folder, "node_modules/@tokenwell", each));
  return folder;
}

/** Lists what others wrote and one of our packages needs. */
function dependenciesOf(name: string): readonly string[] {
  const { dependencies } = JSON.parse(
    readFileSync(join(repository, "packages", name, "package.json"), "utf8"),
  );
  return Object.entries(dependencies).map(([each, version]) => `${each}@${version}`);
}

/** Copies what is published of a package. */
function copyPackage(name: string, to: string): void {
  const from = join(repository, "packages", name);
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const each of ["package.json", "dist"]) cpSync(join(from, each), join(to, each), { recursive: true });
}

async function buildApp(folder: string, basePath: string): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), "tokenwell-next-build-"));
  try {
    await promisify(execFile)(process.execPath, [join(folder, "node_modules/next/dist/bin/next"), "build"], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        NODE_ENV: "production",
        NEXT_TELEMETRY_DISABLED: "1",
        APP_BASE_PATH: basePath,
        APP_HOME: home,
      },
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
