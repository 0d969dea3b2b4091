import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Installed, installOnce } from "../../strangers/installed/cache.ts";
import { type AppPlan, type Feature, ownRoutes } from "../support/app.ts";
import { type Browser, fieldsOf, type Page } from "../support/browser.ts";
import type { Stage } from "../support/stage.ts";
import { upToProvider } from "./journey.ts";
import { openPrograms, type Rival } from "./rival.ts";

/** Versions that the comparison runs with. They are installed beside the repository, not in it. */
export const versions = {
  "express-openid-connect": "3.4.0",
  "@auth0/nextjs-auth0": "4.30.0",
  "@auth/express": "0.12.3",
  "@auth/core": "0.41.3",
  memorystore: "1.6.8",
  express: "5.3.0",
  next: "16.4.6",
  react: "19.3.1",
  "react-dom": "19.3.1",
} as const;

const programs = fileURLToPath(new URL("programs", import.meta.url));
const run = promisify(execFile);

/** Installs the libraries, copies the apps beside them, and builds those of Next.js. */
export async function prepare(): Promise<Installed> {
  const packages = Object.entries(versions).map(([name, version]) => `${name}@${version}`);
  const name = `rivals-${Object.values(versions).join("-")}`;
  const installed = await installOnce(name, async (folder) => {
    const options = ["--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"];
    await run("npm", ["install", ...options, ...packages]);
  });
  if (installed.folder === undefined) return installed;
  const apps = join(installed.folder, `programs-${digestOf(programs)}`);
  if (!existsSync(join(apps, "complete"))) {
    cpSync(programs, apps, { recursive: true });
    await buildNext(join(apps, "nextjs-auth0"));
    writeFileSync(join(apps, "complete"), "");
  }
  return { folder: apps };
}

/** Builds the app of Next.js twice: a base path is fixed by the build. */
async function buildNext(cwd: string): Promise<void> {
  for (const basePath of ["", "/shop"]) {
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...nextEnvironment(basePath) };
    await run(process.execPath, [nextIn(cwd), "build"], { cwd, env });
  }
}

/** Names the content of a folder. */
function digestOf(folder: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    const path = join(folder, name);
    if (statSync(path).isFile()) hash.update(name).update(readFileSync(path));
  }
  return hash.digest("hex").slice(0, 12);
}

/** The command of Next.js, from the folder of its app. */
const nextIn = (cwd: string): string => join(cwd, "../../node_modules/next/dist/bin/next");

function nextEnvironment(basePath: string): Record<"NODE_ENV", "production"> & Record<string, string> {
  return {
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    NEXT_DIST: `.next${basePath.replace("/", "-")}`,
    ...(basePath === "" ? {} : { NEXT_PUBLIC_BASE_PATH: basePath }),
    AUTH0_DOMAIN: "tenant.example",
    AUTH0_CLIENT_ID: "web",
    AUTH0_CLIENT_SECRET: "a secret of a build",
    AUTH0_SECRET: "0".repeat(64),
    APP_BASE_URL: "http://localhost",
  };
}

const noFeatures: ReadonlySet<Feature> = new Set();
const sensitive: ReadonlySet<Feature> = new Set(["sensitive"]);
const common = { logoutMethod: "GET", features: noFeatures } as const;

/** Where the apps are, and the environment in which they reach the provider. */
export interface Place {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

const byPage = (stage: Stage, browser: Browser, path: string): Promise<Page> =>
  upToProvider(stage, browser, stage.at(path));

const byLink = (stage: Stage, browser: Browser): Promise<Page> => stage.logOut(browser);

const basePathOf = ({ baseUrl }: AppPlan): string => new URL(baseUrl).pathname.replace(/\/$/, "");

/** Auth0's middleware for Express. */
export function expressOpenidConnect({ env, folder }: Place): Rival {
  return {
    ...common,
    name: "express-openid-connect",
    features: sensitive,
    routes: {
      login: "/login",
      callback: "/callback",
      logout: "/logout",
      backchannelLogout: "/backchannel-logout",
      returnTo: "",
    },
    client: { authMethod: "client_secret_basic" },
    open: (plan) =>
      openPrograms({ cwd: folder, arguments: () => ["express-openid-connect.mjs"], env: () => env }, plan),
    begin: byPage,
    logOut: byLink,
  };
}

/** Auth0's SDK for Next.js. */
export function nextjsAuth0(place: Place): Rival {
  const cwd = join(place.folder, "nextjs-auth0");
  const env = (plan: AppPlan) => ({
    ...place.env,
    ...nextEnvironment(basePathOf(plan)),
    AUTH0_DOMAIN: new URL(plan.issuer).host,
    AUTH0_CLIENT_SECRET: plan.clientSecret,
    APP_BASE_URL: new URL(plan.baseUrl).origin,
  });
  return {
    ...common,
    name: "@auth0/nextjs-auth0",
    features: sensitive,
    routes: {
      login: "/auth/login",
      callback: "/auth/callback",
      logout: "/auth/logout",
      backchannelLogout: "/auth/backchannel-logout",
      returnTo: "returnTo",
    },
    open: (plan) =>
      openPrograms(
        {
          cwd,
          arguments: (port) => [nextIn(cwd), "start", "--port", String(port), "--hostname", "127.0.0.1"],
          env,
        },
        plan,
      ),
    begin: byPage,
    beginWith: (stage, browser, returnTo) => upToProvider(stage, browser, stage.loginAt(returnTo)),
    logOut: byLink,
  };
}

/** Auth.js for Express, with the guide for refresh token rotation. */
export function authExpress({ env, folder }: Place): Rival {
  return {
    ...common,
    name: "Auth.js",
    logoutMethod: "POST",
    routes: {
      login: "/auth/signin",
      callback: "/auth/callback/auth0",
      logout: "/auth/signout",
      backchannelLogout: "/auth/backchannel-logout",
      returnTo: "callbackUrl",
    },
    open: (plan) =>
      openPrograms(
        {
          cwd: folder,
          arguments: () => ["auth-express.mjs"],
          env: (given) => ({ ...env, ...authEnvironment(given) }),
        },
        plan,
      ),
    async begin(stage, browser, path) {
      const page = await upToProvider(stage, browser, stage.at(path));
      return await pressSignIn(browser, page);
    },
    async beginWith(stage, browser, returnTo) {
      const page = await upToProvider(stage, browser, stage.loginAt());
      return await pressSignIn(browser, page, { callbackUrl: returnTo });
    },
    async logOut(stage, browser) {
      const address = stage.at("/auth/signout");
      const page = await browser.step(address);
      return await browser.submit(address, fieldsOf(page.body), { from: page.url.href });
    },
  };
}

/** Ours, for Express. It runs from the repository. */
export function tokenwell({ env }: Place): Rival {
  return {
    ...common,
    name: "Tokenwell",
    features: new Set<Feature>(["sensitive", "lists"]),
    logoutMethod: "POST",
    routes: ownRoutes,
    open: (plan) => openPrograms({ cwd: programs, arguments: () => ["tokenwell.mjs"], env: () => env }, plan),
    async begin(stage, browser, path) {
      const page = await byPage(stage, browser, path);
      // The page that says why a session is over has one link.
      const link = page.status === 401 ? /<a [^>]*href="([^"]*)"/.exec(page.body)?.[1] : undefined;
      return link === undefined
        ? page
        : await upToProvider(stage, browser, new URL(link.replaceAll("&amp;", "&"), page.url));
    },
    beginWith: (stage, browser, returnTo) => upToProvider(stage, browser, stage.loginAt(returnTo)),
    logOut: byLink,
  };
}

/** The public address, as its documentation says. */
function authEnvironment(plan: AppPlan): Record<string, string> {
  return { AUTH_URL: `${plan.baseUrl.replace(/\/$/, "")}/auth` };
}

/** Presses the one button of Auth.js's sign-in page. */
async function pressSignIn(
  browser: Browser,
  page: Page,
  more: Readonly<Record<string, string>> = {},
): Promise<Page> {
  const action = /<form[^>]*action="([^"]*signin\/auth0[^"]*)"/.exec(page.body)?.[1];
  if (action === undefined) return page;
  const { origin } = new URL(action, page.url);
  if (origin !== page.url.origin) throw new Error(`the sign-in form posts to ${origin}`);
  const pressed = await browser.submit(
    new URL(action.replaceAll("&amp;", "&"), page.url),
    { ...fieldsOf(page.body), ...more },
    { from: page.url.href, follow: false },
  );
  return { ...pressed, hops: [...page.hops, ...pressed.hops] };
}
