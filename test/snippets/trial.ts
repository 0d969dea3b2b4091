import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { promisify } from "node:util";
import { type Emulator, type EmulatorOptions, startEmulator, Visitor } from "@tokenwell/emulator";
import { run as runCommand } from "../../packages/cli/src/run.ts";
import type { Surroundings, Toolchain } from "./toolchains.ts";

const run = promisify(execFile);

/** A secret that each language must quote and encode. */
export const oddSecret = "+/=&% é\"'$";
const oddClientId = "odd+id/=&% \"'$x\\";
const redirectUri = "http://localhost:9355/callback";
const stopAfterMs = 120_000;

/** A provider, and how a person asks for its snippets. */
export interface Scenario {
  readonly name: string;
  readonly options: EmulatorOptions;
  /** Default: {@link oddSecret}. */
  readonly secret?: string;
  readonly argv: (emulator: Emulator) => readonly string[];
}

const ownAuthorities = getCACertificates("default");
/** Secrets of OAuth are of ASCII (RFC 6749 appendix A.2), and oidc-provider insists on it. */
const asciiSecret = "+/=&% \"'$";
const client = { clientId: oddClientId, clientSecret: oddSecret, redirectUris: [redirectUri] };
const asked = ["--client-id", oddClientId] as const;

/** Ways in which a client authenticates. */
export const scenarios: readonly Scenario[] = [
  {
    name: "Salesforce, secret in the form",
    options: { personality: "salesforce", clients: [client] },
    argv: ({ hosts }) => ["salesforce", "--host", hosts.myDomain?.origin ?? "", ...asked],
  },
  {
    name: "Auth0, public",
    options: { personality: "auth0", clients: [{ clientId: oddClientId, redirectUris: [redirectUri] }] },
    argv: ({ issuer }) => [
      ...["auth0", "--host", issuer, ...asked, "--public"],
      ...["--audience", "https://api.emulator.example", "--api", `${issuer}/userinfo`],
    ],
  },
  {
    name: "OpenID Connect, secret in the header",
    secret: asciiSecret,
    options: {
      clients: [{ ...client, clientSecret: asciiSecret, authMethod: "client_secret_basic" }],
      discoveryWithout: ["token_endpoint_auth_methods_supported"],
    },
    argv: ({ issuer }) => [issuer, ...asked],
  },
];

interface Snippets {
  readonly snippets: readonly {
    readonly step: string | null;
    readonly file: string;
    readonly code: string;
  }[];
}

/** A provider with https, and a folder for the programs that are tried on it. */
export class Trial {
  readonly emulator: Emulator;
  readonly #folder: string;
  readonly #scenario: Scenario;

  private constructor(emulator: Emulator, folder: string, scenario: Scenario) {
    this.emulator = emulator;
    this.#folder = folder;
    this.#scenario = scenario;
  }

  static async of(scenario: Scenario): Promise<Trial> {
    const folder = await mkdtemp(join(tmpdir(), "tokenwell-snippets-"));
    const emulator = await startEmulator({ ...scenario.options, tls: true });
    // The browser of this trial is in this process.
    const authority = await readFile(emulator.caFile ?? "", "utf8");
    setDefaultCACertificates([...ownAuthorities, authority]);
    return new Trial(emulator, folder, scenario);
  }

  async close(): Promise<void> {
    // A server sends those of its own default authorities that have the name of its issuer.
    setDefaultCACertificates(ownAuthorities);
    await this.emulator.close();
    await rm(this.#folder, { recursive: true });
  }

  /** Returns what `tokenwell snippet … --json` prints. */
  async snippets(language: string): Promise<Snippets> {
    const stdout = new PassThrough();
    const stderr = new PassThrough();
    const env = {
      TOKENWELL_HOME: join(this.#folder, "home"),
      NODE_EXTRA_CA_CERTS: this.emulator.caFile ?? "",
      LANG: "en_US.UTF-8",
    };
    const argv = ["snippet", ...this.#scenario.argv(this.emulator), "--lang", language, "--json"];
    const code = await runCommand(argv, { stdin: new PassThrough(), stdout, stderr, env });
    if (code !== 0) throw new Error(`exit code ${code}: ${stderr.read()}`);
    return JSON.parse(String(stdout.read())) as Snippets;
  }

  /** Runs the snippets of a language: logs in, exchanges the code, refreshes, calls the API. */
  async try(toolchain: Toolchain): Promise<void> {
    const surroundings = await this.#folderFor(toolchain.id);
    const { folder } = surroundings;
    const { snippets } = await this.snippets(toolchain.id);
    for (const { file, code } of snippets) await writeFile(join(folder, file), `${code}\n`);
    const files = snippets.map(({ file }) => file);
    await toolchain.prepare?.(folder, files, surroundings);
    await this.#goThrough(async (step, variables) => {
      const file = snippets.find((snippet) => snippet.step === step)?.file ?? "";
      return await this.#run(toolchain, surroundings, file, variables);
    });
  }

  /** Runs the collection of Postman with newman, which reads and writes its environment. */
  async tryPostman(newman: string): Promise<void> {
    const { folder, caFile } = await this.#folderFor("postman");
    const environment = join(folder, "environment.json");
    const {
      snippets: [collection],
    } = await this.snippets("postman");
    const {
      snippets: [values],
    } = await this.snippets("postman-environment");
    await writeFile(join(folder, "collection.json"), collection?.code ?? "");
    await writeFile(environment, values?.code ?? "");
    const names = { authorize: "1 authorize", exchange: "2 exchange", refresh: "3 refresh", call: "4 call" };
    const files = ["collection.json", "--environment", environment, "--export-environment", environment];
    await this.#goThrough(async (step, variables) => {
      await setVariables(environment, variables);
      const words = [
        "run",
        ...files,
        "--folder",
        names[step],
        "--ssl-extra-ca-certs",
        caFile,
        "--ignore-redirects",
      ];
      await execute(newman, [...words, "--reporters", "json", "--reporter-json-export", "report.json"], {
        cwd: folder,
      });
      const after = await readVariables(environment);
      if (step === "authorize")
        return `${after.AUTHORIZATION_URL}\nCODE_VERIFIER=${after.CODE_VERIFIER}\nSTATE=${after.STATE}\n`;
      const { run } = JSON.parse(await readFile(join(folder, "report.json"), "utf8")) as NewmanReport;
      return Buffer.from(run.executions[0]?.response.stream.data ?? []).toString();
    });
  }

  /** Sends the requests of the `.http` file with httpYac. Its first step is for the browser: curl makes its values. */
  async tryHttpFile(httpyac: string, curl: Toolchain): Promise<void> {
    const surroundings = await this.#folderFor("http");
    const { folder, caFile } = surroundings;
    const {
      snippets: [file],
    } = await this.snippets("http");
    const {
      snippets: [authorize],
    } = await this.snippets("curl");
    await writeFile(join(folder, "tokenwell.http"), file?.code ?? "");
    await writeFile(join(folder, "authorize.sh"), authorize?.code ?? "");
    await this.#goThrough(async (step, variables) => {
      if (step === "authorize") return await this.#run(curl, surroundings, "authorize.sh", {});
      const encoded = Object.entries(variables).map(([name, value]) => [
        `${name}_ENCODED`,
        encodeURIComponent(value),
      ]);
      const env = {
        ...process.env,
        NODE_EXTRA_CA_CERTS: caFile,
        ...variables,
        ...Object.fromEntries(encoded),
      };
      const words = ["send", "tokenwell.http", "--name", step, "--output", "body", "--no-color"];
      const printed = await execute(httpyac, words, { cwd: folder, env });
      // It counts the requests below the answer.
      return /[{[].*[}\]]/s.exec(printed)?.[0] ?? printed;
    });
  }

  async #folderFor(name: string): Promise<Surroundings> {
    const folder = join(this.#folder, name);
    await mkdir(folder, { recursive: true });
    return { folder, caFile: this.emulator.caFile ?? "" };
  }

  /** Takes every step. `take` runs its code with some variables and returns what that prints. */
  async #goThrough(take: TakeStep): Promise<void> {
    const secret = { CLIENT_SECRET: this.#scenario.secret ?? oddSecret };
    const login = await this.#logIn(await take("authorize", {}));
    const first = tokensIn(await take("exchange", { ...secret, ...login }));
    const second = tokensIn(await take("refresh", { ...secret, REFRESH_TOKEN: first.refresh_token }));
    if (second.refresh_token === first.refresh_token) throw new Error("the refresh token was not rotated");
    JSON.parse(await take("call", { ACCESS_TOKEN: second.access_token }));
    const { spent, refused } = this.emulator.ledger.summary();
    if (spent + refused > 0)
      throw new Error(`the provider refused ${refused} requests, ${spent} with a spent token`);
  }

  /** Visits the printed address as the user does. Returns the variables of the next step. */
  async #logIn(printed: string): Promise<Readonly<Record<string, string>>> {
    const url = /^https:.*$/m.exec(printed)?.[0] ?? "";
    const printedOf = (name: string): string =>
      new RegExp(`^${name}=(.*)$`, "m").exec(printed)?.[1]?.trim() ?? "";
    const origins = Object.values(this.emulator.hosts).map(({ origin }) => origin);
    const end = new URL(await new Visitor(origins).authorize(url.trim()));
    if (end.searchParams.get("state") !== printedOf("STATE")) throw new Error(`no code: ${end.href}`);
    return { CODE: end.searchParams.get("code") ?? "", CODE_VERIFIER: printedOf("CODE_VERIFIER") };
  }

  async #run(
    toolchain: Toolchain,
    surroundings: Surroundings,
    file: string,
    variables: Readonly<Record<string, string>>,
  ): Promise<string> {
    const { folder, caFile } = surroundings;
    const [program, ...words] = toolchain.command(file, surroundings);
    const trust = { CURL_CA_BUNDLE: caFile, SSL_CERT_FILE: caFile, NODE_EXTRA_CA_CERTS: caFile };
    const env = {
      ...process.env,
      ...trust,
      ...toolchain.env?.(surroundings),
      ...variables,
      LC_ALL: "C.UTF-8",
    };
    return await execute(program, words, { cwd: folder, env });
  }
}

type TakeStep = (
  step: "authorize" | "exchange" | "refresh" | "call",
  variables: Readonly<Record<string, string>>,
) => Promise<string>;

interface NewmanReport {
  readonly run: {
    readonly executions: readonly { readonly response: { readonly stream: { readonly data: number[] } } }[];
  };
}

interface PostmanEnvironment {
  readonly values: readonly { readonly key: string; readonly value: string }[];
}

/** Runs a program and returns what it prints. Throws with all of its output if it fails. */
async function execute(
  program: string,
  words: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<string> {
  const { stdout } = await run(program, words, { ...options, timeout: stopAfterMs }).catch(
    (error: { stdout?: string; stderr?: string; message: string }) => {
      throw new Error(`${words.join(" ")}: ${error.stdout ?? ""}${error.stderr ?? error.message}`);
    },
  );
  return stdout;
}

async function readVariables(file: string): Promise<Readonly<Record<string, string>>> {
  const { values } = JSON.parse(await readFile(file, "utf8")) as PostmanEnvironment;
  return Object.fromEntries(values.map(({ key, value }) => [key, value]));
}

async function setVariables(file: string, variables: Readonly<Record<string, string>>): Promise<void> {
  const environment = JSON.parse(await readFile(file, "utf8")) as PostmanEnvironment;
  const values = environment.values.map((one) => ({ ...one, value: variables[one.key] ?? one.value }));
  await writeFile(file, JSON.stringify({ ...environment, values }));
}

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

function tokensIn(printed: string): Tokens {
  const answer = JSON.parse(printed) as Partial<Tokens>;
  const { access_token, refresh_token } = answer;
  if (access_token === undefined || refresh_token === undefined) throw new Error(`no tokens: ${printed}`);
  return { access_token, refresh_token };
}
