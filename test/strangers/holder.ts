import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { preload, repository } from "./children.ts";
import { Provider } from "./provider.ts";
import type { Ended } from "./running.ts";
import { Scene } from "./scene.ts";

/** A token with what breaks one form or another, of characters that a header may have. */
export const oddToken = `a"b'c d%e\\f$g\`h!i#j;k&l`;

/** A machine with `tokenwell` in its PATH, whose connection `acme` has an access token that the test chooses. */
export class Holder {
  readonly scene: Scene;

  private constructor(scene: Scene) {
    this.scene = scene;
    const bin = join(scene.machine.folder, "bin");
    mkdirSync(bin);
    symlinkSync(process.execPath, join(bin, "node"));
    symlinkSync(`${repository}packages/cli/bin/tokenwell.cjs`, join(bin, "tokenwell"));
    scene.machine.env = { PATH: `${bin}:/usr/local/bin:/usr/bin:/bin` };
  }

  /** Connects it at an OpenID provider. */
  static async open(): Promise<Holder> {
    const scene = await Scene.open(await Provider.start());
    await scene.connect(["--name", "acme"]);
    return new Holder(scene);
  }

  /** Connects it at Salesforce. */
  static async openSalesforce(): Promise<Holder> {
    const scene = await Scene.open(await Provider.start({ personality: "salesforce" }));
    const app = ["--host", scene.provider.issuer, "--client-id", "demo", "--public"];
    const { ended } = await scene.loginAt(["salesforce", "acme", ...app]);
    if (ended.code !== 0) throw new Error(ended.stderr);
    return new Holder(scene);
  }

  get folder(): string {
    return this.scene.machine.folder;
  }

  /** Refreshes to a token that the provider does not know. */
  async hold(token: string): Promise<void> {
    await this.willGet(token);
    await this.scene.token(["acme", "--refresh"]);
  }

  /** Lets the next refresh answer with a token. */
  async willGet(token: string): Promise<void> {
    const body = JSON.stringify({ access_token: token, token_type: "Bearer", expires_in: 3600 });
    await this.scene.provider.arm({ fault: "status", status: 200, body });
  }

  /** Runs a line of the shell as this person. */
  async shell(line: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    const clock = { NODE_OPTIONS: `--require ${preload}` };
    return await this.scene.machine.startOther("/bin/sh", ["-c", line], { ...clock, ...env }).ended;
  }

  async close(): Promise<void> {
    await this.scene.dispose();
    await this.scene.provider.stop();
  }
}
