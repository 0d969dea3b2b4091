import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, type EmulatorOptions, startEmulator, visit } from "@tokenwell/emulator";
import type { LoginOptions, LoginResult, PendingLogin } from "../../src/api/login.ts";
import type { OpenOptions } from "../../src/api/open.ts";
import type { Tokenwell } from "../../src/api/tokenwell.ts";
import { openDependencies, openTokenwell } from "../../src/tokenwell/open.ts";
import { DefaultTokenwell, type Dependencies } from "../../src/tokenwell/tokenwell.ts";
import { removeFolder } from "../support/remove-folder.ts";
import { ShiftedClock } from "../support/shifted-clock.ts";
import { storeEnvironment } from "../support/test-store.ts";

/** A real store in a folder of its own, a provider that others wrote, and a clock that the test moves. */
export class Home {
  readonly folder: string;
  readonly emulator: Emulator;
  readonly clock = new ShiftedClock();
  readonly #opened: Tokenwell[] = [];

  private constructor(folder: string, emulator: Emulator) {
    this.folder = folder;
    this.emulator = emulator;
  }

  static async make(options: EmulatorOptions = {}): Promise<Home> {
    const folder = await mkdtemp(join(tmpdir(), "tokenwell-"));
    return new Home(folder, await startEmulator(options));
  }

  /** One more handle on the same store, as another process has. */
  async open(options: OpenOptions = {}): Promise<Tokenwell> {
    const env = { ...storeEnvironment(this.folder), ...options.env };
    const tokenwell = await openTokenwell({ home: this.folder, clock: this.clock, ...options, env });
    this.#opened.push(tokenwell);
    return tokenwell;
  }

  /** One more handle on the same store, with the services under it. */
  async openWithServices(
    options: OpenOptions = {},
  ): Promise<{ tokenwell: Tokenwell; services: Dependencies["services"] }> {
    const dependencies = await openDependencies({
      home: this.folder,
      env: storeEnvironment(this.folder),
      clock: this.clock,
      ...options,
    });
    const tokenwell = new DefaultTokenwell(dependencies);
    this.#opened.push(tokenwell);
    return { tokenwell, services: dependencies.services };
  }

  /** A login that waits for its browser at a port of this machine. */
  async begin(tokenwell: Tokenwell, port: number): Promise<PendingLogin> {
    const redirectUri = `http://localhost:${port}/callback`;
    return await tokenwell.login(this.emulator.issuer, { clientId: "demo", clientSecret: null, redirectUri });
  }

  /** A whole login by paste. */
  async connect(
    tokenwell: Tokenwell,
    options: Partial<LoginOptions> = {},
    how: Parameters<typeof visit>[1] = {},
  ): Promise<LoginResult> {
    const login = await tokenwell.login(this.emulator.issuer, {
      clientId: "demo",
      clientSecret: null,
      ...options,
    });
    try {
      return await login.answer(await visit(login.url, how));
    } finally {
      await login.cancel();
    }
  }

  async remove(): Promise<void> {
    for (const tokenwell of this.#opened) await tokenwell.close();
    await this.emulator.close();
    removeFolder(this.folder);
  }
}
