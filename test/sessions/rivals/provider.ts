import { freePort } from "../../../packages/core/test/support/free-port.ts";
import { Internet } from "../../strangers/internet.ts";
import type { AppDriver } from "../support/app.ts";
import { openStage, Stage, type StagePlan } from "../support/stage.ts";
import { proxyWith } from "./fronts.ts";

/** Names of the tenant as its customers know them: nextjs-auth0 takes no `localhost` and no port. */
const origins = { tenant: "https://acme.jp.auth0.com", custom: "https://login.acme.example" } as const;

/** Opens a stage whose provider the app reaches by its real name, over TLS. `driverIn`: the driver in an environment. */
export async function openBehindInternet(
  driverIn: (env: Readonly<Record<string, string>>) => AppDriver,
  plan: StagePlan,
): Promise<Stage> {
  const port = await freePort();
  // The custom domain has the port after it.
  await freePort();
  const internet = await Internet.open({ [new URL(origins.tenant).hostname]: port });
  const provider = { ...plan.provider, origins, port };
  const stage = await openStage(driverIn(internet.env), { ...plan, provider }).catch(
    async (cause: unknown) => {
      await internet.close();
      throw cause;
    },
  );
  stage.network.route(origins.tenant, port, proxyWith({ host: `localhost:${port}` }));
  return new StageBehindInternet(stage, internet);
}

/** A stage that closes the way to its provider with it. */
class StageBehindInternet extends Stage {
  readonly #internet: Internet;

  constructor(stage: Stage, internet: Internet) {
    super(stage);
    this.#internet = internet;
  }

  override async close(): Promise<void> {
    await super.close();
    await this.#internet.close();
  }
}
