import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Emulator, type EmulatorOptions, startEmulator } from "@tokenwell/emulator";
import { afterAll, describe, expect, test } from "vitest";
import { Person, type Said, type Surroundings } from "./person.ts";

// Each command of the guides, in both languages, typed in the situation that the guide is about.

const docs = new URL("../../docs/", import.meta.url).pathname;
const guides = ["guides", "ja/guides"].flatMap((folder) =>
  readdirSync(join(docs, folder)).map((name) => ({ path: join(folder, name), name })),
);

/** Guides whose commands stand in tests of their own. Here their words and options are checked, no more. */
const typedElsewhere = new Set([
  ...["ci.md", "keys.md", "mail.md", "mcp.md", "monitoring.md", "no-browser.md", "postgresql.md"],
]);

/**
 * Returns the commands of a page as they are typed: in blocks of code where a shell, cron or systemd begins one, in prose
 * between backquotes. The code that `tools/guide-snippets.ts` makes has none.
 */
function commandsIn(page: string): readonly string[] {
  const text = readFileSync(join(docs, page), "utf8")
    .replace(/<!-- Made by[\s\S]*<!-- The end/, "")
    .replaceAll(/ \\\n\s*/g, " ");
  const blocks = [...text.matchAll(/^```.*\n([\s\S]*?)^```$/gm)].flatMap(([, block = ""]) =>
    block.split("\n"),
  );
  const begun = /(?:\$\((tokenwell[^)]*)\)|(?:^|\$ |\| |\* +|ExecStart=\S*?)(tokenwell(?: .*)?)$)/;
  const inBlocks = blocks.flatMap((line) => {
    const [, substituted, whole] = begun.exec(line) ?? [];
    return substituted ?? whole ?? [];
  });
  const prose = text.replace(/^```[\s\S]*?^```$/gm, "");
  const inProse = [...prose.matchAll(/`(tokenwell [^`]+)`/g)].flatMap(([, command]) => command ?? []);
  return [...new Set([...inBlocks, ...inProse].map(withoutTheRest))];
}

/** Cuts what a shell does with a command, what a comment says of it and what stands beside it. */
const withoutTheRest = (line: string): string => line.replace(/(?: [|<>#] | {2}).*$/, "").trim();

const emulators = new Map<string, Promise<Emulator>>();
const people: Person[] = [];

/** Somebody with a provider of a kind, whom no other test knows. */
async function somebody(options: EmulatorOptions): Promise<Person> {
  const key = JSON.stringify(options);
  const started = emulators.get(key) ?? startEmulator(options);
  emulators.set(key, started);
  const person = await Person.at(await started, `user${people.length}`);
  people.push(person);
  return person;
}

afterAll(async () => {
  for (const person of people) person.leave();
  for (const each of emulators.values()) await (await each).close();
});

const salesforce = { personality: "salesforce" } as const;
const auth0 = { personality: "auth0" } as const;

/** Words of a command line, with what only this emulator's user knows: where it is, and the app. */
const atEmulator = (person: Person, words: readonly string[]): readonly string[] => [
  ...words,
  "--host",
  person.emulator.issuer,
  ...person.app,
];

/** Somebody with the connection acme. */
async function connected(options: EmulatorOptions): Promise<Person> {
  const person = await somebody(options);
  const { personality = "oidc" } = options;
  const { issuer } = person.emulator;
  const api = personality === "auth0" ? ["--audience", "https://api.emulator.example", "--api", issuer] : [];
  const { code, stderr } = await person.run([...atEmulator(person, ["login", personality, "acme"]), ...api]);
  if (code !== 0) throw new Error(stderr);
  return person;
}

const settled = new Map<EmulatorOptions, Promise<Person>>();

/** The one person whose connection every command finds that does not end it. */
function settledAt(options: EmulatorOptions): Promise<Person> {
  const person = settled.get(options) ?? connected(options);
  settled.set(options, person);
  return person;
}

/** What becomes of a command. */
interface Row {
  readonly exit: number;
  /** Default: a Salesforce. */
  readonly at?: EmulatorOptions;
  /** The words with their placeholders filled. Default: as they stand. */
  readonly argv?: (person: Person, words: readonly string[]) => readonly string[];
  readonly surroundings?: (person: Person) => Surroundings | Promise<Surroundings>;
  /** Who types it: a person with no connection, or with one that the command may end. Default: one with `acme`. */
  readonly by?: (options: EmulatorOptions) => Promise<Person>;
}

const done: Row = { exit: 0 };
const ending: Row = { exit: 0, by: connected };
const first: Row = { exit: 0, by: somebody, argv: atEmulator };
const firstAuth0: Row = { ...first, at: auth0 };
const named: Row = {
  exit: 0,
  argv: (_, words) => words.map((word) => (word === "NAME" ? "acme" : word)),
};
/** Words with a program that looks for the token and the address in its environment in place of the one of the guide. */
const runs: Row = {
  exit: 0,
  argv: (_, words) => {
    const own = words.slice(0, words.indexOf("--"));
    const variable = own.includes("--env") ? own.at(-1) : "ACCESS_TOKEN";
    const code = `process.exit(process.env.${variable} && process.env.INSTANCE_URL ? 0 : 9)`;
    return [...own, "--", process.execPath, "-e", code];
  },
};
/** The same for a program that is run later, and must exist now. */
const telling: Row = {
  exit: 0,
  argv: (_, words) => [...words.slice(0, words.indexOf("--") + 1), process.execPath],
};
const renewing: Row = { exit: 0 };
/** A command that begins a login and stands in a guide without the app. */
const unfinished: Row = { exit: 2, by: somebody };

/** The end of a login that prints what it got. */
async function printed(person: Person, ...more: string[]): Promise<Said> {
  return await person.run(atEmulator(person, ["login", "salesforce", "--print", ...more]));
}

/** What becomes of every command. */
const rows: Readonly<Record<string, Row>> = {
  "tokenwell login salesforce": first,
  "tokenwell login salesforce acme": first,
  "tokenwell login salesforce box --host test.salesforce.com": {
    ...first,
    argv: (person, words) => atEmulator(person, words.slice(0, 3)),
  },
  "tokenwell login salesforce --print": first,
  "tokenwell login salesforce --print --json": first,
  "tokenwell login auth0": firstAuth0,
  "tokenwell login auth0 --print": firstAuth0,
  "tokenwell login": unfinished,
  "tokenwell token": done,
  "tokenwell token acme": done,
  "tokenwell request acme /services/data/": done,
  "tokenwell request acme /hello": {
    exit: 0,
    at: auth0,
    argv: (_, words) => words.map((word) => (word === "/hello" ? "/api/hello" : word)),
  },
  'tokenwell request acme "/services/data/v64.0/query?q=SELECT+Id,Name+FROM+Account"': done,
  "tokenwell request": { exit: 2 },
  "tokenwell run": { exit: 2 },
  "tokenwell run acme -- python3 report.py": runs,
  "tokenwell run acme -- node report.mjs": runs,
  "tokenwell run acme -- java -jar report.jar": runs,
  "tokenwell run acme -- dotnet run": runs,
  "tokenwell run acme -- /home/taro/report.sh": runs,
  "tokenwell run acme -- %h/report.sh": runs,
  "tokenwell run acme --env SF_ACCESS_TOKEN -- sf org login access-token --instance-url https://acme.my.salesforce.com --no-prompt --alias acme":
    runs,
  "tokenwell token acme --as header": done,
  "tokenwell token acme --as dotenv": done,
  "tokenwell token acme --as curl-config": done,
  "tokenwell status": done,
  "tokenwell status NAME": named,
  "tokenwell status acme": done,
  "tokenwell upkeep": done,
  "tokenwell use jsforce acme": done,
  "tokenwell set acme --on needs-login,expiring -- /home/taro/tell.sh": telling,
  'tokenwell set acme --on needs-login,expiring -- mail -s "Salesforce login" me@example.com': telling,
  "tokenwell set acme --on needs-login,expiring notify": done,
  "tokenwell renew acme": renewing,
  "tokenwell renew box": { ...renewing, argv: (_, [, , ...more]) => ["renew", "acme", ...more] },
  "tokenwell logout acme": ending,
  "tokenwell logout NAME": { ...named, ...ending },
  "tokenwell export acme --refresh-token": {
    ...ending,
    argv: (_, words) => [...words, "--yes"],
  },
  "tokenwell import salesforce acme": {
    exit: 0,
    by: somebody,
    argv: (person, words) => [...words, "--host", person.emulator.issuer, "--client-id", "demo", "--public"],
    surroundings: async (person) => ({ input: (await printed(person)).stdout }),
  },
  "tokenwell import acme": {
    exit: 0,
    by: somebody,
    surroundings: async (person) => ({ input: (await printed(person, "--json")).stdout }),
  },
  "tokenwell set acme idle-life=30d": done,
  "tokenwell set acme max-life=365d": done,
  "tokenwell set acme max-life=365d idle-life=60d": done,
  "tokenwell set acme access-life=2h": done,
  "tokenwell set acme host=NAME.my.salesforce.com": {
    exit: 0,
    argv: ({ emulator: { issuer } }) => ["set", "acme", `host=${issuer}`],
  },
  'tokenwell explain --provider salesforce -- "INVALID_OPERATION: SOAP API login() is disabled by default in this org"':
    done,
  "tokenwell help salesforce": done,
  "tokenwell help auth0": done,
  "tokenwell help import": done,
  "tokenwell snippet": { exit: 2 },
  "tokenwell snippet acme --lang go": done,
  "tokenwell snippet salesforce --host acme.my.salesforce.com --client-id 3MVG9… --lang go": done,
  "tokenwell snippet auth0 --host acme.us.auth0.com --client-id ID --audience https://api.acme.example --lang go":
    done,
};

/**
 * Commands that go on until they are ended or pasted into, and one that changes the timers of this user. Tests of their own
 * type them: `emulator-command.test.ts`, `paste.test.ts` and `installed/systemd.test.ts` of the strangers.
 */
const notTyped = new Set([
  "tokenwell upkeep install",
  "tokenwell login salesforce --callback https://login.salesforce.com/",
  "tokenwell emulator",
  "tokenwell emulator --any-app",
  "tokenwell emulator auth0",
  "tokenwell emulator auth0 --port 0 --json",
  "tokenwell emulator salesforce --tls",
]);

/** Splits a command line as a shell does, without its variables. */
const wordsOf = (typed: string): readonly string[] =>
  [...typed.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)]
    .slice(1)
    .map(([, one, two, three]) => one ?? two ?? three ?? "");

const commands = guides.flatMap(({ path, name }) => commandsIn(path).map((typed) => ({ path, name, typed })));
const typedHere = commands.filter(({ name, typed }) => !typedElsewhere.has(name) && !notTyped.has(typed));

test("each guide in English has one in Japanese with the same commands", () => {
  const of = (folder: string): readonly string[] =>
    guides
      .filter(({ path }) => path.startsWith(folder))
      .map(({ path, name }) => `${name}: ${[...commandsIn(path)].sort().join(", ")}`);
  expect(of("ja/")).toEqual(of("guides/"));
});

test("no command of a guide is missing here, and none is here that no guide has", () => {
  const typed = new Set(typedHere.map((one) => one.typed));
  expect([...typed].filter((one) => !Object.hasOwn(rows, one))).toEqual([]);
  const all = new Set(commands.map((one) => one.typed));
  expect([...Object.keys(rows), ...notTyped].filter((one) => !all.has(one))).toEqual([]);
});

describe("a command of a guide does what it is there for", () => {
  test.each(Object.entries(rows))(
    "%s",
    async (typed, { at = salesforce, argv, by = settledAt, exit, surroundings }) => {
      const person = await by(at);
      const words = wordsOf(typed);
      const around = await surroundings?.(person);
      const said = await person.run(argv?.(person, words) ?? words, around);
      expect({ code: said.code, text: said.code === exit ? "" : said.stderr }).toEqual({
        code: exit,
        text: "",
      });
    },
  );
});

const others = [...new Set(commands.map(({ typed }) => typed))].filter(
  (typed) => !Object.hasOwn(rows, typed),
);

test.each(others)("%s has words and options that exist", async (typed) => {
  const person = await settledAt(salesforce);
  const [verb = "", ...rest] = wordsOf(typed);
  const said = await person.run([verb, "--help", ...rest]);
  expect({ code: said.code, text: said.code === 0 ? "" : said.stderr }).toEqual({ code: 0, text: "" });
});
