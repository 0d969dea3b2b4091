import { InputError } from "@tokenwell/core";
import type { CommonOptions, Context } from "../context.ts";
import { isFree } from "../demo/ports.ts";
import { type EmulatorInfo, EmulatorProcess } from "../emulator-process.ts";
import { UsageError } from "../errors.ts";
import { writeJson } from "../output.ts";
import type { Ui } from "../ui.ts";

/** The options of `tokenwell emulator`. */
export interface EmulatorCommandOptions extends CommonOptions {
  readonly port?: string;
  readonly tls?: boolean;
  readonly rotation?: string;
  readonly anyApp?: boolean;
  readonly options?: string;
}

const providers = ["salesforce", "auth0", "oidc"] as const;
type Provider = (typeof providers)[number];

const usualPort = 9400;
/** The number of hosts of one provider at most: further hosts take the next ports. */
const mostHosts = 5;
const hostWords = {
  login: "emulator.login_host",
  test: "emulator.test_host",
  myDomain: "emulator.my_domain",
  sandbox: "emulator.sandbox",
  site: "emulator.site",
  tenant: "emulator.tenant",
  custom: "emulator.custom",
  issuer: "emulator.issuer",
} as const;

/** Runs `tokenwell emulator [provider]`: a provider on this machine, for tests, until Ctrl-C. */
export async function emulator(
  context: Context,
  [given = "salesforce"]: readonly string[],
  options: EmulatorCommandOptions,
): Promise<number> {
  const provider = providers.find((each) => each === given);
  if (provider === undefined)
    throw new InputError("invalid_option", { option: "emulator", given, takes: providers.join(", ") });
  const { ui, io, signals } = context;
  const running = await EmulatorProcess.start(await argumentsOf(provider, options));
  signals.undo = () => running.close();
  if (options.json) await writeJson(io.stdout, running.info);
  else sayReady(ui, provider, { ...running.info, takesAnyApp: options.anyApp === true });
  await running.ended;
  // If the user stopped it, the exit code is that of the signal.
  return context.signals.isStopping ? await signals.stopped : 1;
}

async function argumentsOf(provider: Provider, options: EmulatorCommandOptions): Promise<string[]> {
  const { rotation } = options;
  if (rotation !== undefined && rotation !== "strict" && rotation !== "static")
    throw new InputError("invalid_option", {
      option: "--rotation",
      given: rotation,
      takes: "strict, static",
    });
  const all = { ...more(options.options), personality: provider, ...(rotation && { rotation }) };
  const port = await portOf(options.port);
  const switches = [...(options.tls ? ["--tls"] : []), ...(options.anyApp ? ["--any-app"] : [])];
  return ["--port", String(port), ...switches, "--json-options", JSON.stringify(all)];
}

function more(given = "{}"): object {
  try {
    const value: unknown = JSON.parse(given);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Reported below.
  }
  throw new InputError("invalid_option", { option: "--options", given, takes: "takes.json" });
}

async function portOf(given: string | undefined): Promise<number> {
  const port = given === undefined ? usualPort : Number(given);
  if (given === "" || !Number.isInteger(port) || port < 0 || port > 65_535 - mostHosts)
    throw new InputError("invalid_option", {
      option: "--port",
      given: given || '""',
      takes: "takes.emulator_port",
    });
  if (port !== 0 && !(await isFree(port))) throw new UsageError("emulator_port", { port });
  return port;
}

interface Ready extends EmulatorInfo {
  readonly takesAnyApp: boolean;
}

function sayReady(ui: Ui, provider: Provider, facts: Ready): void {
  const hosts = Object.entries(facts.hosts).map(([name, { origin }]) => [
    ui.words(hostWords[name as keyof typeof hostWords]),
    origin,
  ]);
  const apps = facts.apps.map(({ clientId, clientSecret }, index) => [
    index === 0 ? ui.words("emulator.apps") : "",
    clientSecret === null
      ? ui.words("emulator.public_app", { clientId })
      : ui.words("emulator.secret_app", { clientId, clientSecret }),
  ]);
  const others = facts.takesAnyApp ? [["", ui.words("emulator.any_app")]] : [];
  const users = [ui.words("emulator.users"), ui.words("emulator.any_user")];
  const control = [ui.words("emulator.control"), `${facts.issuer}/emulator`];
  ui.text(ui.words("emulator.title", { provider: ui.words(`emulator.${provider}`) }));
  ui.blank();
  const apis = facts.apis.map((identifier, index) => [
    index === 0 ? ui.words("emulator.api") : "",
    ui.words("emulator.api_at", { identifier, address: `${facts.issuer}/api/hello` }),
  ]);
  ui.table([...hosts, control, ...apis, ...apps, ...others, users], 2);
  ui.blank();
  if (facts.caFile !== null) ui.line(`  export NODE_EXTRA_CA_CERTS=${facts.caFile}`);
  ui.line(`  ${loginLine(provider, facts)}`);
  ui.blank();
  ui.text(ui.words("emulator.ends"));
}

/** Returns a login whose token opens the emulator's own API. */
function loginLine(provider: Provider, { apis, issuer }: EmulatorInfo): string {
  const [api] = apis;
  const app = `--client-id demo --public${api === undefined ? "" : ` --audience ${api} --api ${issuer}`}`;
  if (provider === "oidc") return `tokenwell login ${issuer} ${app}`;
  return `tokenwell login ${provider} --host ${issuer} ${app}`;
}
