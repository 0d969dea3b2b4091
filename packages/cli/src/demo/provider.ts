import { EmulatorProcess } from "../emulator-process.ts";

/** One use of a refresh token in the emulator's ledger. */
export interface Presentation {
  readonly kind: string;
  readonly spent: boolean;
  readonly grantRevoked: boolean;
}

/** A provider of the demo: an emulator process with its clock, faults and ledger. */
export class DemoProvider {
  readonly host: string;
  readonly #process: EmulatorProcess;

  private constructor(process: EmulatorProcess) {
    this.#process = process;
    this.host = process.info.issuer;
  }

  /**
   * Starts the emulator.
   *
   * @throws {OutcomeError} `no_emulator` if its package is not installed.
   */
  static async start(personality: "salesforce" | "auth0"): Promise<DemoProvider> {
    return new DemoProvider(await EmulatorProcess.start(["--json-options", JSON.stringify({ personality })]));
  }

  async advance(ms: number): Promise<void> {
    await this.#post("clock", { advanceMs: ms });
  }

  /** Returns every use of a refresh token that the provider has seen. */
  async refreshes(): Promise<readonly Presentation[]> {
    const response = await fetch(`${this.host}/emulator/ledger`);
    const { entries } = (await response.json()) as { entries: readonly Presentation[] };
    return entries.filter((entry) => entry.kind === "refresh");
  }

  /** Sets for how many seconds a replaced token still works. */
  async setOverlap(seconds: number): Promise<void> {
    await this.#post("apps/demo", { overlapSeconds: seconds });
  }

  /** Runs `work` while the provider holds back the response to its token request. */
  async withHeldResponse(work: (processed: Promise<unknown>) => Promise<void>): Promise<void> {
    await this.#post("faults", { fault: "hold" });
    await work(fetch(`${this.host}/emulator/held`));
    await this.#post("release", {});
  }

  async close(): Promise<void> {
    await this.#process.close();
  }

  async #post(resource: string, body: object): Promise<void> {
    const response = await fetch(`${this.host}/emulator/${resource}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new TypeError(await response.text());
  }
}
