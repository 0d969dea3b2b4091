import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Emulator } from "@tokenwell/emulator";
import { storeEnvironment } from "../../packages/core/test/support/test-store.ts";
import { preload, repository } from "../strangers/children.ts";
import { Machine } from "../strangers/machine.ts";
import type { Ended } from "../strangers/running.ts";
import { Person } from "./person.ts";

/** Where a process of a move is killed. */
export interface Kill {
  /** The first line with this text is the moment. */
  readonly at: string;
  readonly who: "here" | "there" | "here and there";
  /** Whether the line is lost. Default: it arrives, as one that already was in the pipe. */
  readonly isLost?: boolean;
}

const node = process.execPath;
const bin = `${repository}packages/cli/bin/tokenwell.cjs`;
const carrier = new URL("ssh-that-kills.mjs", import.meta.url).pathname;

/** Two machines, each of which reaches the other by an `ssh` that is a child process of this one. */
export class TwoMachines {
  readonly here = new Machine();
  readonly there = new Machine();
  /** The address of the second machine, as the first one knows it. */
  readonly address: string;

  /** `ssh`: a real ssh with its options, and the address at which it finds an sshd. Default: no ssh at all. */
  constructor(ssh?: { readonly program: string; readonly address: string }) {
    this.address = ssh?.address ?? "ssh://taro@there";
    const { PATH, TEST_PID } = sshIn(this.here.folder);
    const real = ssh && { TEST_SSH: ssh.program };
    this.here.env = { PATH, TEST_PID, ...reaching(this.there.home), ...real };
    this.there.env = { PATH, TEST_PID, ...reaching(this.here.home) };
  }

  /** Connects the first machine as acme. */
  async connect(emulator: Emulator): Promise<void> {
    const person = await Person.at(emulator, "alice", this.here.home);
    const login = ["login", emulator.issuer, ...person.app, "--name", "acme"];
    const { code, stderr } = await person.run(login);
    if (code !== 0) throw new Error(stderr);
  }

  /** Moves acme from here to there, or as far as a kill lets it come. */
  async moveThere(kill?: Kill, more: readonly string[] = []): Promise<Ended> {
    const args = ["move", "acme", this.address, ...more];
    return await this.here.run(args, kill && { env: killing(kill) });
  }

  async moveHere(): Promise<Ended> {
    return await this.there.run(["move", "acme", "ssh://taro@here"]);
  }

  /** The bytes of every file of the first machine: its home, and all that this test has put there. */
  filesHere(): Map<string, Buffer> {
    const { folder } = this.here;
    const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) =>
      join(folder, name),
    );
    return new Map(paths.filter((path) => statSync(path).isFile()).map((path) => [path, readFileSync(path)]));
  }

  /** Kills the command that runs on the second machine for the first one. */
  killThere(): void {
    process.kill(Number(readFileSync(join(this.here.folder, "pid"), "utf8")), "SIGKILL");
  }

  /** The machines on which a refresh works. */
  async owners(): Promise<string[]> {
    const works = async (machine: Machine) => (await machine.run(["token", "acme", "--refresh"])).code === 0;
    return [...((await works(this.here)) ? ["here"] : []), ...((await works(this.there)) ? ["there"] : [])];
  }

  async dispose(): Promise<void> {
    await this.here.dispose();
    await this.there.dispose();
  }
}

/** Writes the programs `ssh` and `tokenwell` to a folder, and returns the environment that has them. */
export function sshIn(folder: string): { readonly PATH: string; readonly TEST_PID: string } {
  const programs = join(folder, "bin");
  const pid = join(folder, "pid");
  script(join(programs, "tokenwell"), `echo $$ > ${pid}; exec ${node} --require ${preload} ${bin} "$@"`);
  script(join(programs, "ssh"), `exec ${node} ${carrier} "$@"`);
  return { PATH: `${programs}:/usr/bin:/bin`, TEST_PID: pid };
}

/** What the ssh of a test needs to know of the other machine: its home, and its store if that is on a server. */
export function reaching(home: string): Readonly<Record<string, string>> {
  const { TOKENWELL_STORE: store } = storeEnvironment(home);
  return { TEST_THERE: home, ...(store !== undefined && { TEST_THERE_STORE: store }) };
}

/** The environment in which a process is killed. */
export const killing = ({ at, who, isLost }: Kill): Readonly<Record<string, string>> => ({
  TEST_KILL: who,
  TEST_KILL_AT: at,
  ...(isLost && { TEST_KILL_BEFORE: "1" }),
});

function script(path: string, line: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${line}\n`);
  chmodSync(path, 0o755);
}

/** Every moment of a move at which a process can die, with what each command says. */
export const kills: Readonly<Record<string, Kill>> = {
  "here, before it asks": { at: '"call":"expect"', who: "here", isLost: true },
  "there, before it is asked": { at: '"call":"expect"', who: "there", isLost: true },
  "here, before the answer": { at: '"state":"expected"', who: "here", isLost: true },
  "there, after the answer": { at: '"state":"expected"', who: "there" },
  "both, with the token in the pipe": { at: '"call":"accept"', who: "here and there", isLost: true },
  "here, while the token arrives": { at: '"call":"accept"', who: "here" },
  "there, when the token arrives": { at: '"call":"accept"', who: "there", isLost: true },
  "here, before it hears of the proof": { at: '"result":"proven"', who: "here", isLost: true },
  "there, before it tells the proof": { at: '"result":"proven"', who: "there", isLost: true },
  "both, after the proof": { at: '"result":"proven"', who: "here and there", isLost: true },
  "here, when it hears of the proof": { at: '"result":"proven"', who: "here" },
};
