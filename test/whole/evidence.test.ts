import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, type EmulatorOptions, startEmulator } from "@tokenwell/emulator";
import { afterAll, beforeAll, describe, onTestFinished, test } from "vitest";
import { morning, Transcript } from "../strangers/transcript.ts";
import { Person } from "./person.ts";

// T7 and T9 with every sentence about evidence: a connection that fails, and what our records say of it.

const hour = 3_600_000;
const day = 24 * hour;

const languages = [
  ["en", "en_US.UTF-8"],
  ["ja", "ja_JP.UTF-8"],
] as const;

const emulators: Emulator[] = [];
let previousZone: string | undefined;

beforeAll(() => {
  previousZone = process.env.TZ;
  process.env.TZ = morning();
});

afterAll(async () => {
  process.env.TZ = previousZone;
  for (const emulator of emulators) await emulator.close();
});

const salesforce = { personality: "salesforce" } as const;
const auth0 = { personality: "auth0" } as const;

async function somebody(options: EmulatorOptions): Promise<Person> {
  const emulator = await startEmulator(options);
  emulators.push(emulator);
  const person = await Person.at(emulator);
  onTestFinished(() => person.leave());
  return person;
}

describe.each(languages)("%s", (language, LANG) => {
  /** A user with the connection acme, and the transcript of the sentences that they read. */
  class Story {
    readonly person: Person;
    readonly #transcript: Transcript;

    constructor(person: Person, transcript: Transcript) {
      this.person = person;
      this.#transcript = transcript;
    }

    static async of(name: string, options: EmulatorOptions): Promise<Story> {
      const person = await somebody(options);
      const target = options.personality === undefined ? [] : [options.personality, "--host"];
      const login = ["login", ...target, person.emulator.issuer, ...person.app, "--name", "acme"];
      const { code, stderr } = await person.run(login);
      if (code !== 0) throw new Error(stderr);
      return Story.at(name, person);
    }

    static at(name: string, person: Person): Story {
      const { port } = person.emulator;
      const setting = { machine: { folder: person.folder }, port: person.port, provider: { port } };
      return new Story(person, new Transcript(`${name}.${language}`, setting));
    }

    /** Runs commands on a terminal and writes them down. */
    async tell(note: string, ...commands: readonly string[]): Promise<void> {
      for (const [index, command] of commands.entries()) {
        const args = command.split(" ");
        const { code, stderr, stdout } = await this.person.run(args, { env: { LANG }, isTerminal: true });
        this.#transcript.command(
          args,
          { code, signal: null, stdout, stderr },
          index === 0 ? note : undefined,
        );
      }
    }

    verify(): void {
      this.#transcript.verify();
    }
  }

  test.each<readonly [name: string, note: string, EmulatorOptions, more: string]>([
    ["t6-not-asked-salesforce", "refresh_token was not asked for", salesforce, "--scope api"],
    ["t6-not-asked", "offline_access was not asked for", {}, "--scope openid"],
    [
      "t6-grant-missing",
      "the application may not use refresh tokens",
      auth0,
      "--audience https://api.emulator.example",
    ],
  ])("T6: no refresh token: %s", async (name, note, options, more) => {
    const person = await somebody(options);
    if (options === auth0) person.emulator.setApp("demo", { grantTypes: ["authorization_code"] });
    const story = Story.at(name, person);
    const target = options.personality === undefined ? "" : `${options.personality} --host `;
    const app = person.app.join(" ");
    await story.tell(note, `login ${target}${person.emulator.issuer} --name acme ${app} ${more}`);
    story.verify();
  });

  test("T7: the times that the user set were over", async () => {
    const story = await Story.of("t7-lifetimes", salesforce);
    const { person } = story;
    await person.run(["set", "acme", "idle-life=30d", "max-life=40d"]);
    person.clock.advance(41 * day);
    person.emulator.revokeGrants("alice");
    await story.tell("41 days later, of 30 idle days and 40 days in all", "token acme", "status acme");
    story.verify();
  });

  test("T7: the default lifetime of Auth0 was over", async () => {
    const story = await Story.of("t7-assumed", auth0);
    story.person.clock.advance(31 * day);
    story.person.emulator.revokeGrants("alice");
    await story.tell("31 days later", "token acme", "status acme --json");
    story.verify();
  });

  test("T7: the answer to a refresh was lost", async () => {
    const story = await Story.of("t7-lost-answer", salesforce);
    const { person } = story;
    person.clock.advance(3 * hour);
    person.emulator.faults.arm({ fault: "drop-after" });
    await story.tell("the answer is lost", "token acme --refresh --wait 0", "status acme");
    person.clock.advance(200_000);
    await story.tell("later", "token acme", "status acme");
    story.verify();
  });

  test("T7: the store is a copy, and the other one was used after all", async () => {
    const original = await Story.of("t7-copied", salesforce);
    const { person } = original;
    const folder = mkdtempSync(join(tmpdir(), "tokenwell-copy-"));
    cpSync(person.folder, folder, { recursive: true });
    person.clock.advance(3 * hour);
    await person.run(["token", "acme", "--refresh"]);
    const story = Story.at("t7-copied", await Person.at(person.emulator, "alice", folder));
    onTestFinished(() => story.person.leave());
    story.person.clock.advance(3 * hour);
    await story.tell("in the copy", "token acme --refresh", "upkeep --adopt", "token acme --refresh");
    await story.tell("and its details", "status acme");
    story.verify();
  });

  test("T7: the provider saw the token used before: possible theft", async () => {
    const story = await Story.of("t7-theft", {});
    story.person.clock.advance(3 * hour);
    const body = '{"error":"invalid_grant","error_description":"refresh token already used"}';
    story.person.emulator.faults.arm({ fault: "status", status: 400, body });
    await story.tell("the provider saw it twice, our records once", "token acme", "status acme --json");
    story.verify();
  });

  test("T7: the secret was renewed, the app demands one, or it is gone", async () => {
    const story = await Story.of("t7-app", salesforce);
    const { person } = story;
    person.clock.advance(3 * hour);
    const refuse = (body: object, times = 1): void => {
      person.emulator.faults.arm({ fault: "status", status: 400, body: JSON.stringify(body), times });
    };
    refuse({ error: "invalid_client", error_description: "invalid client credentials" });
    await story.tell("the app has no secret here", "token acme", "status acme");
    person.clock.advance(400_000);
    refuse({ error: "invalid_client_id", error_description: "client identifier invalid" });
    await story.tell("the app was deleted", "token acme");
    story.verify();
  });

  test("T7: the secret was renewed", async () => {
    const person = await somebody(salesforce);
    person.emulator.setApp("web", { anyLoopbackPort: true, clientSecret: "CANARY_old" });
    const app = ["--host", person.emulator.issuer, "--client-id", "web", "--port", String(person.port)];
    await person.run(["login", "salesforce", "acme", ...app], {
      env: { TOKENWELL_CLIENT_SECRET: "CANARY_old" },
    });
    person.emulator.setApp("web", { clientSecret: "CANARY_new" });
    person.clock.advance(3 * hour);
    const story = Story.at("t7-secret", person);
    await story.tell("the secret was renewed there", "token acme", "status", "status acme");
    await person.run(["set", "acme", "secret"], { env: { TOKENWELL_CLIENT_SECRET: "CANARY_wrong" } });
    await story.tell("another wrong one was set here", "token acme");
    story.verify();
  });

  test("T7: the provider has stopped the account", async () => {
    const story = await Story.of("t7-account", salesforce);
    story.person.clock.advance(3 * hour);
    story.person.emulator.setBlocked("alice", true);
    await story.tell("the user was deactivated", "token acme", "status acme");
    story.verify();
  });

  test("T7: a person must confirm something", async () => {
    const story = await Story.of("t7-person", auth0);
    story.person.clock.advance(3 * hour);
    const body = '{"error":"mfa_required","error_description":"Multifactor authentication required"}';
    story.person.emulator.faults.arm({ fault: "status", status: 403, body });
    await story.tell("a second factor is asked for", "token acme --refresh", "status acme");
    story.verify();
  });

  test("T9: nothing in our records explains it", async () => {
    const story = await Story.of("t9-unexplained", salesforce);
    story.person.clock.advance(3 * hour);
    story.person.emulator.revokeGrants("alice");
    await story.tell("revoked by an administrator", "token acme", "status", "status acme");
    story.verify();
  });

  test("T9: the provider is busy, or gives no reason", async () => {
    const story = await Story.of("t9-network", {});
    const { person } = story;
    person.clock.advance(3 * hour);
    person.emulator.faults.arm({ fault: "status", status: 503, retryAfter: "60" });
    await story.tell("busy", "token acme", "status acme");
    for (let refusals = 0; refusals < 3; refusals += 1) {
      person.clock.advance(400_000);
      person.emulator.faults.arm({ fault: "status", status: 400, body: "" });
      await person.run(["token", "acme", "--refresh"]);
    }
    await story.tell("refused three times without a reason", "token acme");
    story.verify();
  });

  test("T9: the provider cannot be reached", async () => {
    const story = await Story.of("t9-unreachable", {});
    story.person.clock.advance(3 * hour);
    await story.person.emulator.close();
    await story.tell("the provider is stopped", "token acme", "status", "status acme");
    story.person.clock.advance(hour);
    await story.tell("an hour later", "status", "status acme");
    story.verify();
  });
});
