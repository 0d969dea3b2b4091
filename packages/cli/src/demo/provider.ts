import { EmulatorProcess } from "../emulator-process.ts";

/** One use of a refresh token, as the emulator's ledger has it. */
export interface Presentation {
  readonly kind: string;
  readonly spent: boolean;
  readonly grantRevoked: boolean;
}

/** A provider of the demo: an emulator in a process of its own, with its clock, faults and ledger. */
export class DemoProvider {
  readonly host: string;
  readonly #process: EmulatorProcess;

  private constructor(process: EmulatorProcess) {
    this.#process = process;
    this.host = process.info.issuer;
  }

  /** Starts it. Throws `no_emulator` where its package is not installed. */
  static async start(personality: "salesforce" | "auth0"): Promise<DemoProvider> {
    return new DemoProvider(await EmulatorProcess.start(["--json-options", JSON.stringify({ personality })]));
  }

  async advance(ms: number): Promise<void> {
    await this.#post("clock", { advanceMs: ms });
  }

  /** Every use of a refresh token that it saw. */
  async refreshes(): Promise<readonly Presentation[]> {
    const response = await fetch(`${this.host}/emulator/ledger`);
    const { entries } = (await response.json()) as { entries: readonly Presentation[] };
    return entries.filter((entry) => entry.kind === "refresh");
  }

  /** After a token was replaced, the one before it works for so long. */
  async setOverlap(seconds: number): Promise<void> {
    await this.#post("apps/demo", { overlapSeconds: seconds });
  }

  /** Does `work` while the answer to its token request is held back, which thus never arrives. */
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
