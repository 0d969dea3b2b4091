import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { type Emulator, type EmulatorOptions, startEmulator } from "@tokenwell/emulator";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { en as cliTexts } from "../../packages/cli/src/text/en.ts";
import { explainTables } from "../../packages/core/src/diagnose/sentences.ts";
import { en as auth0Texts } from "../../packages/core/src/providers/auth0/text.en.ts";
import { en as salesforceTexts } from "../../packages/core/src/providers/salesforce/text.en.ts";
import { en as coreTexts } from "../../packages/core/src/text/en.ts";
import { Person, type Said, type Surroundings } from "./person.ts";

// Each command that a sentence proposes, typed in the situation that the sentence is about.

const day = 24 * 3_600_000;

const emulators = new Map<string, Promise<Emulator>>();
const people: Person[] = [];

/** One emulator for each set of options. */
async function emulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const key = JSON.stringify(options);
  const started = emulators.get(key) ?? startEmulator(options);
  emulators.set(key, started);
  return await started;
}

let users = 0;

/** Somebody whom no other test knows. */
async function somebody(options: EmulatorOptions = {}): Promise<Person> {
  users += 1;
  const person = await Person.at(await emulator(options), `user${users}`);
  people.push(person);
  return person;
}

const targetOf = ({ emulator: { issuer } }: Person, options: EmulatorOptions): readonly string[] =>
  options.personality === undefined ? [issuer] : [options.personality, "--host", issuer];

/** Somebody with the connection acme. */
async function connected(options: EmulatorOptions = {}, more: readonly string[] = []): Promise<Person> {
  const person = await somebody(options);
  const argv = ["login", ...targetOf(person, options), ...person.app, "--name", "acme", ...more];
  const { code, stderr } = await person.run(argv);
  if (code !== 0) throw new Error(stderr);
  return person;
}

afterEach(async () => {
  for (const each of emulators.values()) (await each).faults.clear();
  for (const person of people.splice(0)) person.leave();
});

afterAll(async () => {
  for (const each of emulators.values()) await (await each).close();
});

/** A command that a sentence proposes. */
interface Proposal {
  /** As it stands in the sentence. */
  readonly typed: string;
  /** With its placeholders filled. Default: as it stands. */
  readonly argv?: (person: Person) => readonly string[];
  readonly surroundings?: (person: Person) => Surroundings | Promise<Surroundings>;
  readonly exit: number;
}

interface Advice {
  /** The keys of the sentences. */
  readonly keys: readonly string[];
  readonly person: () => Promise<Person>;
  /** Brings the person to the sentence. */
  readonly say: (person: Person) => Promise<Said>;
  readonly proposals: readonly Proposal[];
}

const salesforce = { personality: "salesforce" } as const;
const auth0 = { personality: "auth0" } as const;
const staticApp = { rotation: "static" } as const;

/** A command that stands in a sentence as it is typed. */
const as = (typed: string, exit: number): Proposal => ({ typed, exit });

/** The refresh token of somebody else, as `login --print` gives it. */
async function printed(person: Person): Promise<string> {
  const other = await Person.at(person.emulator, `${person.login}-other`);
  people.push(other);
  return (await other.run(["login", person.emulator.issuer, ...other.app, "--print"])).stdout;
}

async function lost(person: Person): Promise<void> {
  person.emulator.faults.arm({ fault: "drop-after" });
  await person.run(["token", "acme", "--refresh", "--wait", "0"]);
}

const table: readonly Advice[] = [
  {
    keys: ["error.unknown_tool.more"],
    person: somebody,
    say: (person) => person.run(["use", "gibberish"]),
    proposals: [as("tokenwell use", 0)],
  },
  {
    keys: ["use.how"],
    person: somebody,
    say: (person) => person.run(["use"]),
    proposals: [as("tokenwell help token", 0)],
  },
  {
    keys: ["error.use_option.more"],
    person: connected,
    say: (person) => person.run(["use", "jsforce", "acme", "--url", "https://a.example"]),
    proposals: [as("tokenwell help use", 0)],
  },
  {
    keys: ["error.use_no_salesforce.more"],
    person: connected,
    say: (person) => person.run(["use", "jsforce", "acme"]),
    proposals: [as("tokenwell login salesforce", 2)],
  },
  {
    keys: ["use.note.postman"],
    person: connected,
    say: (person) => person.run(["use", "postman", "acme", "--no-try"]),
    proposals: [as("tokenwell token acme", 0)],
  },
  {
    keys: ["error.nothing_connected.more"],
    person: somebody,
    say: (person) => person.run(["token"]),
    proposals: [as("tokenwell login salesforce", 2)],
  },
  {
    keys: ["error.unknown_connection.more"],
    person: connected,
    say: (person) => person.run(["token", "else"]),
    proposals: [as("tokenwell status", 0)],
  },
  {
    keys: ["error.token_kept.more"],
    person: () => connected(staticApp),
    say: async (person) => {
      const { stdout } = await person.run(["export", "acme", "--refresh-token", "--yes"]);
      return await person.run(["import", person.emulator.issuer, "two", "--client-id", "demo", "--public"], {
        input: stdout,
      });
    },
    proposals: [as("tokenwell token acme", 0)],
  },
  {
    keys: ["error.token_sent.more", "error.import_refused.more"],
    person: somebody,
    say: async (person) => {
      const argv = ["import", person.emulator.issuer, "two", "--client-id", "demo", "--public"];
      return await person.run(argv, { input: "CANARY_none" });
    },
    proposals: [
      {
        typed: "tokenwell login http://localhost:",
        argv: ({ emulator: { issuer }, app }) => ["login", issuer, "two", ...app],
        exit: 0,
      },
    ],
  },
  {
    keys: ["error.host_elsewhere.more", "set.moved"],
    person: connected,
    say: async (person) => {
      const other = await emulator({ rotation: "strict", revocation: true });
      return await person.run(["set", "acme", `host=${other.issuer}`]);
    },
    proposals: [
      {
        typed: "tokenwell set acme host=",
        argv: () => ["set", "acme", `host=${moved.issuer}`, "--yes"],
        exit: 0,
      },
      { typed: "", argv: () => ["status", "acme", "--check"], exit: 3 },
    ],
  },
  {
    keys: ["error.no_client_secret.more"],
    person: connected,
    say: (person) => person.run(["set", "acme", "secret"], { env: { TOKENWELL_CLIENT_SECRET: "new" } }),
    proposals: [
      {
        typed: "tokenwell renew acme --client-secret-file FILE",
        argv: ({ folder }) => {
          writeFileSync(join(folder, "secret"), "none", { mode: 0o600 });
          return ["login", "acme", "--client-secret-file", join(folder, "secret")];
        },
        exit: 2,
      },
    ],
  },
  {
    keys: ["error.port_taken.more", "error.port_taken_by_login.more"],
    person: somebody,
    say: async (person) => {
      const taken = createServer().listen(person.port, "127.0.0.1");
      const said = await person.run(["login", person.emulator.issuer, ...person.app, "--name", "acme"]);
      await new Promise((resolve) => taken.close(resolve));
      return said;
    },
    proposals: [
      {
        typed: "--client-id demo --name acme --port",
        argv: ({ emulator: { issuer }, port }) =>
          `login ${issuer} --client-id demo --name acme --port ${port} --public --port ${port + 1}`.split(
            " ",
          ),
        exit: 0,
      },
    ],
  },
  {
    keys: ["refusal.explained_later", "error.suspended.more"],
    person: () => connected(salesforce),
    say: async (person) => {
      person.emulator.setBlocked(person.login, true);
      const said = await person.run(["token", "acme", "--refresh"]);
      person.emulator.setBlocked(person.login, false);
      return said;
    },
    proposals: [as("tokenwell token acme --refresh", 0)],
  },
  {
    keys: ["error.needs_login_line", "error.needs_login.more", "state.log_in"],
    person: connected,
    say: async (person) => {
      person.emulator.revokeGrants(person.login);
      const token = await person.run(["token", "acme", "--refresh"]);
      const one = await person.run(["status", "acme"]);
      const all = await person.run(["status"]);
      for (const said of [one, all]) expect(said.stdout).toContain("tokenwell renew acme");
      return token;
    },
    proposals: [as("tokenwell renew acme", 0)],
  },
  {
    keys: ["error.quarantined.more", "state.replace_account"],
    person: () => connected(salesforce),
    say: async (person) => {
      person.emulator.faults.arm({ fault: "wrong-subject" });
      const said = await person.run(["token", "acme", "--refresh"]);
      expect((await person.run(["status"])).stdout).toContain("tokenwell renew acme --replace-account");
      return said;
    },
    proposals: [as("tokenwell renew acme --replace-account", 0)],
  },
  {
    keys: ["error.released.more", "export.done"],
    person: connected,
    say: async (person) => {
      const done = await person.run(["export", "acme", "--refresh-token", "--yes"]);
      expect(done.stderr).toContain("tokenwell renew acme");
      return await person.run(["token", "acme"]);
    },
    proposals: [as("tokenwell renew acme", 0)],
  },
  {
    keys: ["error.move_where.more"],
    person: connected,
    say: (person) => person.run(["move", "acme"]),
    proposals: [
      {
        ...as("tokenwell move acme ssh://taro@server", 1),
        surroundings: () => ({ env: { PATH: "/nowhere" } }),
      },
    ],
  },
  {
    keys: ["error.remote_by_hand.more"],
    person: somebody,
    say: (person) => person.run(["remote"], { input: "hello\n" }),
    proposals: [as("tokenwell help remote", 0)],
  },
  {
    keys: ["error.import_empty.more"],
    person: somebody,
    say: (person) => person.run(["import", person.emulator.issuer, "--client-id", "demo", "--public"]),
    proposals: [
      {
        typed: "NAME < file",
        argv: ({ emulator: { issuer } }) => ["import", issuer, "NAME", "--client-id", "demo", "--public"],
        surroundings: async (person) => ({ input: await printed(person) }),
        exit: 0,
      },
    ],
  },
  {
    keys: ["error.hand_over_open.more"],
    person: connected,
    say: async (person) => {
      await lost(person);
      const said = await person.run(["export", "acme", "--refresh-token", "--yes"]);
      person.clock.advance(300_000);
      return said;
    },
    proposals: [as("tokenwell token acme --refresh", 3)],
  },
  {
    keys: ["error.client_refused.more", "fix.new_secret"],
    person: async () => {
      const person = await somebody(salesforce);
      person.emulator.setApp("web", { anyLoopbackPort: true, clientSecret: "CANARY_old" });
      const host = ["--host", person.emulator.issuer, "--port", String(person.port)];
      const argv = ["login", "salesforce", "acme", ...host, "--client-id", "web"];
      await person.run(argv, { env: { TOKENWELL_CLIENT_SECRET: "CANARY_old" } });
      return person;
    },
    say: async (person) => {
      person.emulator.setApp("web", { clientSecret: "CANARY_new" });
      person.clock.advance(60_000);
      return await person.run(["token", "acme", "--refresh"]);
    },
    proposals: [
      {
        typed: "tokenwell set acme secret",
        argv: () => ["set", "acme", "secret"],
        surroundings: () => ({ env: { TOKENWELL_CLIENT_SECRET: "CANARY_new" } }),
        exit: 0,
      },
      { typed: "tokenwell token acme --refresh", exit: 0 },
    ],
  },
  {
    keys: ["fix.secret_missing_here"],
    person: () => connected({ ...salesforce, rotation: "strict" }),
    say: async (person) => {
      person.emulator.setApp("demo", { requireSecretForRefreshTokenFlow: true, clientSecret: "CANARY_new" });
      return await person.run(["token", "acme", "--refresh"]);
    },
    proposals: [
      {
        typed: "tokenwell renew acme --client-id demo --client-secret-file FILE",
        argv: ({ folder, port }) => {
          writeFileSync(join(folder, "secret"), "CANARY_new", { mode: 0o600 });
          const file = ["--client-secret-file", join(folder, "secret")];
          return ["login", "acme", "--client-id", "demo", ...file, "--port", String(port)];
        },
        exit: 0,
      },
    ],
  },
  {
    keys: ["fix.app_gone"],
    person: () => connected(salesforce),
    say: async (person) => {
      const body = '{"error":"invalid_client_id","error_description":"client identifier invalid"}';
      person.emulator.faults.arm({ fault: "status", status: 400, body });
      return await person.run(["token", "acme", "--refresh"]);
    },
    proposals: [
      {
        typed: "tokenwell renew acme --client-id ID",
        argv: ({ app }) => ["login", "acme", ...app],
        exit: 0,
      },
    ],
  },
  {
    keys: ["error.no_revocation.more", "error.not_revoked.more", "error.still_alive.more"],
    person: () => connected({ revocation: false }),
    say: (person) => person.run(["logout", "acme"]),
    proposals: [as("tokenwell logout acme --local", 0)],
  },
  {
    keys: ["lives.differs"],
    person: () => somebody(auth0),
    say: (person) => person.run(["login", "auth0", "acme", "--host", person.emulator.issuer, ...person.app]),
    proposals: [as("tokenwell set acme max-life=365d", 0)],
  },
  {
    keys: ["export.shared"],
    person: () => connected(staticApp),
    say: (person) => person.run(["export", "acme", "--refresh-token", "--yes"]),
    proposals: [as("tokenwell logout acme", 0)],
  },
  {
    keys: ["status.failing"],
    person: connected,
    say: async (person) => {
      person.emulator.faults.arm({ fault: "status", status: 503, retryAfter: "1", times: 3 });
      await person.run(["token", "acme", "--refresh"]);
      person.emulator.faults.clear();
      person.clock.advance(5_000);
      return await person.run(["status", "acme"]);
    },
    proposals: [as("tokenwell status acme --check", 0)],
  },
  {
    keys: ["error.refresh_refused.more"],
    person: connected,
    say: (person) => {
      person.emulator.faults.arm({ fault: "status", status: 400, body: "" });
      return person.run(["token", "acme", "--refresh"]);
    },
    proposals: [as("tokenwell renew acme", 0)],
  },
  {
    keys: ["evidence.no_reason"],
    person: connected,
    say: async (person) => {
      for (let refusals = 0; refusals < 3; refusals += 1) {
        person.emulator.faults.arm({ fault: "status", status: 400, body: "" });
        await person.run(["token", "acme", "--refresh"]);
        person.clock.advance(400_000);
      }
      return await person.run(["status", "acme"]);
    },
    proposals: [as("tokenwell token acme --refresh", 0)],
  },
  {
    keys: ["detail.clock"],
    person: connected,
    say: async (person) => {
      person.clock.advance(day);
      await person.run(["token", "acme", "--refresh"]);
      person.clock.advance(-day);
      return await person.run(["status", "acme"]);
    },
    proposals: [as("tokenwell token acme --refresh", 0)],
  },
  {
    keys: ["state.problem"],
    person: connected,
    say: async (person) => {
      person.clock.advance(day);
      person.emulator.faults.arm({ fault: "status", status: 503, retryAfter: "60", times: 3 });
      await person.run(["token", "acme"]);
      return await person.run(["status"]);
    },
    proposals: [as("tokenwell status acme", 4)],
  },
  {
    keys: ["detail.neglected"],
    person: connected,
    say: async (person) => {
      await person.run(["set", "acme", "idle-life=30d"]);
      person.clock.advance(20 * day);
      return await person.run(["status", "acme"]);
    },
    proposals: [as("tokenwell upkeep install", 0)],
  },
  {
    keys: ["hook.needs_upkeep"],
    person: connected,
    say: (person) => person.run(["set", "acme", "--on", "recovered", "notify"]),
    proposals: [as("tokenwell upkeep install", 0)],
  },
  {
    keys: ["status.upkeep_none"],
    person: connected,
    say: async (person) => {
      await person.run(["set", "acme", "--on", "recovered", "notify"]);
      return await person.run(["status"]);
    },
    proposals: [as("tokenwell upkeep install", 0)],
  },
  ...[[], ["install"]].map(
    (words): Advice => ({
      keys: [words.length === 0 ? "status.upkeep_silent" : "status.upkeep_stopped"],
      person: connected,
      say: async (person) => {
        await person.run(["upkeep"]);
        if (words.length > 0) await person.run(["upkeep", ...words]);
        person.clock.advance(3 * day);
        return await person.run(["status"]);
      },
      proposals: [as("tokenwell upkeep install", 0)],
    }),
  ),
  ...[
    ["--on", "always", "none"],
    ["--", "/bin/true"],
  ].map(
    (words): Advice => ({
      keys: ["error.unknown_event.more", "error.program_without_event.more"],
      person: connected,
      say: (person) => person.run(["set", "acme", ...words]),
      proposals: [as("tokenwell help set", 0)],
    }),
  ),
  {
    keys: ["error.no_hook_action.more"],
    person: connected,
    say: (person) => person.run(["set", "acme", "--on", "expiring"]),
    proposals: [
      {
        typed: "tokenwell set acme --on expiring -- program argument…",
        argv: () => ["set", "acme", "--on", "expiring", "--", "/bin/echo", "argument"],
        exit: 0,
      },
      as("tokenwell set acme --on expiring notify", 0),
      as("tokenwell set acme --on expiring none", 0),
    ],
  },
  {
    keys: ["error.timer_not_ours.more"],
    person: somebody,
    say: async (person) => {
      const units = join(person.folder, ".config", "systemd", "user");
      mkdirSync(units, { recursive: true });
      writeFileSync(join(units, "tokenwell-upkeep.timer"), "[Timer]\n");
      return await person.run(["upkeep", "install"]);
    },
    proposals: [as("tokenwell upkeep install --print", 0)],
  },
  {
    keys: ["error.timer_unwritable.more"],
    person: somebody,
    say: async (person) => {
      writeFileSync(join(person.folder, ".config"), "");
      return await person.run(["upkeep", "install"]);
    },
    proposals: [as("tokenwell upkeep install --print", 0)],
  },
  {
    keys: ["error.no_timer.more"],
    person: somebody,
    say: (person) => person.run(["upkeep", "uninstall"]),
    proposals: [as("tokenwell upkeep install", 0)],
  },
  {
    keys: ["error.unknown_command.more"],
    person: somebody,
    say: (person) => person.run(["frobnicate"]),
    proposals: [as("tokenwell help", 0)],
  },
  ...(["--frobnicate", "--json=1", "--min-ttl"] as const).map(
    (option): Advice => ({
      keys: [
        "error.unknown_option.more",
        "error.option_takes_no_value.more",
        "error.option_needs_value.more",
      ],
      person: somebody,
      say: (person) => person.run(["token", option]),
      proposals: [as("tokenwell help token", 0)],
    }),
  ),
  {
    keys: ["error.too_many_words.more"],
    person: somebody,
    say: (person) => person.run(["upkeep", "now"]),
    proposals: [as("tokenwell help upkeep", 0)],
  },
  ...[[], ["gibberish"]].map(
    (words): Advice => ({
      keys: ["error.no_target.more", "error.unknown_target.more"],
      person: somebody,
      say: (person) => person.run(["login", ...words]),
      proposals: [as("tokenwell login salesforce", 2)],
    }),
  ),
  {
    keys: ["error.host_of_other.more"],
    person: somebody,
    say: (person) => person.run(["login", "auth0", "--host", "acme.my.salesforce.com"]),
    proposals: [as("tokenwell login salesforce --host acme.my.salesforce.com", 2)],
  },
  {
    keys: ["error.nothing_to_export.more"],
    person: connected,
    say: (person) => person.run(["export", "acme"]),
    proposals: [as("tokenwell export acme --refresh-token", 2)],
  },
  {
    keys: ["error.export_needs_yes.more"],
    person: connected,
    say: (person) => person.run(["export", "acme", "--refresh-token"]),
    proposals: [as("tokenwell export acme --refresh-token --yes", 0)],
  },
  {
    keys: ["error.no_import_target.more"],
    person: somebody,
    say: (person) => person.run(["import"], { input: "CANARY" }),
    proposals: [
      {
        typed: "tokenwell import salesforce [name] < file",
        argv: () => ["import", "salesforce", "name"],
        surroundings: () => ({ input: "CANARY" }),
        exit: 2,
      },
    ],
  },
  {
    keys: ["error.import_not_credentials.more"],
    person: connected,
    say: (person) => person.run(["import", "salesforce"], { input: '{"accessToken":"CANARY"}' }),
    proposals: [
      {
        typed: "tokenwell export NAME --refresh-token --json",
        argv: () => ["export", "acme", "--refresh-token", "--json", "--yes"],
        exit: 0,
      },
      {
        typed: "tokenwell login … --print --json",
        argv: ({ app, emulator: { issuer } }) => ["login", issuer, ...app, "--print", "--json"],
        exit: 0,
      },
    ],
  },
  {
    keys: ["error.mcp_word.more"],
    person: somebody,
    say: (person) => person.run(["mcp", "brigde"]),
    proposals: [as("tokenwell help mcp", 0)],
  },
  {
    keys: ["error.nothing_to_explain.more"],
    person: somebody,
    say: (person) => person.run(["explain", " "]),
    proposals: [
      { typed: 'tokenwell explain "invalid_grant"', argv: () => ["explain", "invalid_grant"], exit: 0 },
      {
        typed: "tokenwell explain - < error.log",
        argv: () => ["explain", "-"],
        surroundings: () => ({ input: "invalid_client" }),
        exit: 0,
      },
    ],
  },
  {
    keys: ["error.no_snippet_target.more"],
    person: somebody,
    say: (person) => person.run(["snippet", "--lang", "curl"]),
    proposals: [
      { typed: "tokenwell snippet salesforce --lang curl", exit: 0 },
      { typed: "or auth0", argv: () => ["snippet", "auth0", "--lang", "curl"], exit: 0 },
      {
        typed: "or https://login.example.com",
        argv: ({ emulator: { issuer } }) => ["snippet", issuer, "--lang", "curl"],
        exit: 0,
      },
    ],
  },
  {
    keys: ["error.snippet_of_connection.more"],
    person: connected,
    say: (person) => person.run(["snippet", "acme", "--lang", "curl", "--public"]),
    proposals: [{ typed: "tokenwell snippet acme --lang curl", exit: 0 }],
  },
  {
    keys: ["error.no_setting.more"],
    person: connected,
    say: (person) => person.run(["set", "acme"]),
    proposals: [as("tokenwell set acme max-life=365d", 0)],
  },
  {
    keys: ["error.unknown_setting.more"],
    person: connected,
    say: (person) => person.run(["set", "acme", "color=red"]),
    proposals: [as("tokenwell help set", 0)],
  },
  {
    keys: ["error.no_address.more"],
    person: connected,
    say: (person) => person.run(["request"]),
    proposals: [{ typed: "tokenwell request /path", argv: () => ["request", "/api/hello"], exit: 0 }],
  },
  {
    keys: ["error.no_program.more"],
    person: connected,
    say: (person) => person.run(["run", "acme"]),
    proposals: [
      { typed: "tokenwell run acme -- program", argv: () => ["run", "acme", "--", "true"], exit: 0 },
    ],
  },
  {
    keys: ["error.form_needs_action.more"],
    person: connected,
    say: (person) => person.run(["token", "acme", "--as", "git-credential"]),
    proposals: [as("tokenwell help token", 0)],
  },
  {
    keys: ["error.form_needs_user.more"],
    person: () => connected({}, ["--scope", "offline_access"]),
    say: (person) => person.run(["token", "acme", "--as", "xoauth2"]),
    proposals: [as("tokenwell token acme --as xoauth2 --user taro@example.com", 0)],
  },
  {
    keys: ["error.form_cannot_carry_token.more"],
    person: connected,
    say: (person) => person.run(["token", "acme", "--as", "sf-access-token"]),
    proposals: [as("tokenwell token", 0)],
  },
  {
    keys: ["error.id_token_ended.more"],
    person: connected,
    say: async (person) => {
      person.clock.advance(day);
      person.emulator.faults.arm({ fault: "missing", names: ["id_token"], times: 2 });
      const said = await person.run(["token", "acme", "--as", "header", "--id"]);
      person.emulator.faults.clear();
      person.clock.advance(-day);
      return said;
    },
    proposals: [as("tokenwell renew acme", 0), as("", 0)],
  },
  {
    keys: ["error.no_id_token.more"],
    person: () => connected(salesforce, ["--scope", "api refresh_token"]),
    say: (person) => {
      person.emulator.setApp("demo", { scopes: ["api", "refresh_token", "openid"] });
      return person.run(["token", "acme", "--id"]);
    },
    proposals: [
      {
        typed: 'tokenwell renew acme --scope "openid ',
        argv: () => ["login", "acme", "--scope", "openid api refresh_token"],
        exit: 0,
      },
      { typed: "", argv: () => ["token", "acme", "--id"], exit: 0 },
    ],
  },
  {
    keys: ["error.http_status_fresh.more"],
    person: connected,
    say: async (person) => {
      person.emulator.revokeGrants(person.login);
      return await person.run(["request", "acme", "/api/hello"]);
    },
    proposals: [as("tokenwell status acme --check", 3)],
  },
  {
    keys: ["error.http_status_no_audience.more"],
    person: () => connected(auth0),
    say: (person) => person.run(["request", "acme", "/api/hello"]),
    proposals: [
      {
        typed: "tokenwell renew acme --audience API-IDENTIFIER",
        argv: ({ emulator: { issuer } }) => [
          ...["login", "acme", "--audience", "https://api.emulator.example", "--api", issuer],
        ],
        exit: 0,
      },
      { typed: "", argv: () => ["request", "acme", "/api/hello"], exit: 0 },
    ],
  },
  {
    keys: ["the login as it was given"],
    person: somebody,
    say: (person) =>
      person.run(["login", person.emulator.issuer, "acme", ...person.app], { decision: "deny" }),
    proposals: [
      {
        typed: "tokenwell login http://localhost:",
        argv: ({ app, emulator: { issuer } }) => ["login", issuer, "acme", ...app],
        exit: 0,
      },
    ],
  },
];

/** Sentences whose proposal is typed elsewhere, or is no command, each with the reason. */
const elsewhere: Readonly<Record<string, string>> = {
  "error.port_taken_by_login": "names the other program",
  "needs_login.others": "the details of needs_login, above",
  "error.revoked.more": "a logout that was killed: test/whole/kills.test.ts",
  "state.log_out": "as error.revoked.more",
  "error.store_restored.more": "test/strangers/copied-store.test.ts",
  "error.store_copied.more": "test/strangers/copied-store.test.ts",
  "error.emulator_port.more": "test/strangers/emulator-command.test.ts",
  "demo.for_real": "the logins of the guides: test/strangers/provider-transcripts.test.ts",
  "demo.your_tests": "test/strangers/emulator-command.test.ts",
  "fix.salesforce.login_rate": "names a command in passing",
  ...Object.fromEntries(
    [
      "neglected",
      "upkeep_missing",
      "upkeep_stopped",
      "ending",
      "broken",
      "store_copied",
      "store_restored",
      "other",
      "refresh_stuck",
    ].map((code) => [`mend.${code}`, "test/whole/doctor.test.ts"]),
  ),
  ...Object.fromEntries(
    [
      "store_moving",
      "store_arriving",
      "store_arriving.file",
      "store_busy",
      "key_not_in_keychain",
      "keychain_unavailable",
    ].map((code) => [`mend.${code}`, "packages/cli/test/doctor.test.ts"]),
  ),
  ...Object.fromEntries(
    ["key_synced", "data_shared_mount", "data_synced", "data_in_memory", "store_remote"].map((code) => [
      `mend.${code}`,
      "a login to another folder",
    ]),
  ),
  "hint.doctor": "test/whole/doctor.test.ts",
  "error.use_needs_option.more": "packages/cli/test/use.test.ts",
  "error.use_no_mcp.more": "a server of MCP",
  "use.note.claude_code": "a server of MCP",
  ...Object.fromEntries(
    [
      ...["error.moved.more", "error.on_its_way.more", "error.on_its_way_elsewhere.more", "move.unproven"],
      ...["error.move_unfinished.more", "error.move_not_back.more", "error.move_not_back_gone.more"],
    ].map((key) => [key, "two machines: test/whole/move.test.ts"]),
  ),
  "error.store_integrity.more": "a login whose target only the user knows",
  ...Object.fromEntries(
    [
      ...[
        "error.key_missing.more",
        "error.key_wrong.more",
        "error.key_invalid.more",
        "error.key_not_given.more",
      ],
      ...["mend.key_missing", "mend.key_wrong", "mend.key_invalid", "keys.to_restore", "keys.back_up_again"],
      ...[
        "keys.also_in",
        "keys.rotating",
        "keys.prepared.next",
        "error.keys_what.more",
        "error.keys_place.more",
      ],
      ...["error.keys_file.more", "error.timer_without_key.more"],
    ].map((key) => [key, "packages/core/test/tokenwell/keys, packages/cli/test/keys.test.ts"]),
  ),
  ...Object.fromEntries(
    [
      ...["error.store_where.more", "error.store_verb.more", "error.store_password.more"],
      ...["error.store_moving.more", "error.store_arriving.more", "error.nothing_to_move.more"],
    ].map((key) => [key, "test/whole/store-move.test.ts"]),
  ),
  ...Object.fromEntries(
    ["mend.schema_missing", "mend.schema_old", "mend.answers_waiting"].map((key) => [
      key,
      "packages/core/test/tokenwell/doctor/postgres.test.ts",
    ]),
  ),
  "error.moving_restored.more": "test/strangers/copied-store.test.ts, as error.store_restored.more",
  "error.moving_copied.more": "test/strangers/copied-store.test.ts, as error.store_copied.more",
  "error.key_not_in_keychain.more": "test/strangers/installed/keychain.test.ts",
  "error.keychain_unavailable.more": "test/strangers/installed/keychain.test.ts",
};

let moved: Emulator;

describe("the advice of a sentence works when it is typed", () => {
  test.each(table.map((advice) => [advice.keys.join(", "), advice] as const))("%s", async (_keys, advice) => {
    moved = await emulator({ rotation: "strict", revocation: true });
    const person = await advice.person();
    const said = await advice.say(person);
    const text = flat(said.stdout + said.stderr);
    for (const { argv, exit, surroundings, typed } of advice.proposals) {
      expect(text).toContain(typed);
      const words = argv?.(person) ?? typed.split(" ").slice(1);
      const done = await person.run(words, await surroundings?.(person));
      expect({ code: done.code, text: done.code === exit ? "" : done.stderr }).toEqual({
        code: exit,
        text: "",
      });
      // Something better than the same sentence.
      expect(flat(done.stdout + done.stderr)).not.toBe(text);
    }
  });

  test("no sentence that proposes a command is missing", () => {
    const commands = Object.keys(cliTexts).flatMap((key) => /^help\.([a-z]+)$/.exec(key)?.[1] ?? []);
    const proposes = new RegExp(`\\btokenwell (?:${["help", ...commands].join("|")})\\b`);
    const explained = explainTables.flatMap(([, en]) => Object.entries(en));
    const texts = {
      ...{ ...coreTexts, ...salesforceTexts, ...auth0Texts, ...cliTexts },
      ...Object.fromEntries(explained),
    };
    const isHelp = (key: string): boolean => /^(?:help|login\.app_needed)\b/.test(key);
    const proposing = Object.entries(texts).flatMap(([key, text]) =>
      proposes.test(text) && !isHelp(key) ? [key] : [],
    );
    const known = new Set([...table.flatMap(({ keys }) => keys), ...Object.keys(elsewhere)]);
    expect(proposing.filter((key) => !known.has(key))).toEqual([]);
    expect([...known].filter((key) => !(key in texts) && key !== "the login as it was given")).toEqual([]);
  });
});

/** Words as one line, for what may be wrapped anywhere. */
function flat(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
