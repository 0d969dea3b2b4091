import { openSessions } from "@tokenwell/session";

/** What the test gave to this process; nothing while the app is built. */
const given = globalThis[Symbol.for("tokenwell.test.app")];
const basePath = process.env.APP_BASE_PATH ?? "";

const plan = given?.plan ?? {
  issuer: "https://provider.example",
  clientId: "web",
  clientSecret: "of no provider",
  baseUrl: `https://app.example${basePath}`,
  apiBase: "https://api.example",
  audience: "",
  home: process.env.APP_HOME,
  options: {},
  quietPaths: [],
};

/** The clock of the test. */
export const clock = given?.clock;

/** The sessions of the app. */
export const sessions = await openSessions({
  issuer: plan.issuer,
  clientId: plan.clientId,
  clientSecret: plan.clientSecret,
  baseUrl: plan.baseUrl,
  apiBase: plan.apiBase,
  home: plan.home,
  env: {},
  ...(clock === undefined ? {} : { clock }),
  ...(plan.audience === "" ? {} : { audience: plan.audience, provider: "auth0" }),
  isActivity: ({ path }) => !plan.quietPaths.includes(path),
  onProblem: (problem) => console.error(problem),
  ...plan.options,
});

if (given !== undefined) given.sessions = sessions;

export const web = sessions.next();
