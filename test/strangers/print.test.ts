import { accessSync, constants, openSync } from "node:fs";
import { Visitor } from "@tokenwell/emulator";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { leaksOf } from "./leaks.ts";
import { Provider } from "./provider.ts";
import { printedAddress, Scene } from "./scene.ts";

const curl = "/usr/bin/curl";

let provider: Provider;

beforeAll(async () => {
  provider = await Provider.start();
});

afterAll(() => provider.stop());

async function opened(): Promise<Scene> {
  const scene = await Scene.open(provider);
  onTestFinished(() => scene.dispose());
  return scene;
}

describe("login --print", () => {
  test("hands over a refresh token that a bare HTTP client refreshes, and keeps only the app", async () => {
    const scene = await opened();
    const { ended, tab } = await scene.login(["--print"]);

    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(/^CANARY\S+\n$/);
    const token = ended.stdout.trimEnd();
    expect(ended.stderr).toContain(
      "tokenwell kept no token: a refresh token has one owner, and that is you.",
    );
    expect(ended.stderr).toContain("! This app rotates:");
    expect(tab.text).toContain("Your terminal shows the refresh token.");
    const ours = await provider.entries();

    const answer = JSON.parse(await bareRefresh(scene, token));
    expect(answer).toMatchObject({ token_type: "Bearer" });
    expect(await provider.accepts(answer.access_token)).toBe(true);

    expect(scene.machine.rows("connection")).toEqual([]);
    expect(scene.machine.rows("access_token")).toEqual([]);
    expect(scene.machine.rows("login")).toEqual([]);
    expect(scene.machine.rows("client")).toMatchObject([
      { client_id: "demo", redirect_uri: redirectUri(scene) },
    ]);
    const files = [...scene.machine.contents()].map(([name, bytes]) => ({ name, bytes }));
    expect(leaksOf([{ kind: "refresh_token", value: token }], files)).toEqual([]);
    expect(await scene.machine.run(["token"])).toMatchObject({ code: 3, stdout: "" });
    expect(await scene.machine.run(["status"])).toMatchObject({ code: 0 });
    const [theirs, ...more] = (await provider.entries()).slice(ours.length);
    expect(theirs).toMatchObject({ kind: "refresh", outcome: "rotated", spent: false });
    expect(theirs?.userAgent).not.toMatch(/tokenwell/i);
    expect(more).toEqual([]);
  });

  test("is used again without typing the app anew", async () => {
    const scene = await opened();
    await scene.login(["--print"]);
    const running = scene.machine.start(["login", provider.issuer, "--no-browser"]);
    const [, url = ""] = await running.err.matching(printedAddress);
    expect(new URL(url).searchParams.get("client_id")).toBe("demo");
    expect(new URL(url).searchParams.get("redirect_uri")).toBe(redirectUri(scene));
    await new Visitor(provider.issuer).goThrough(url);
    expect(await running.ended).toMatchObject({ code: 0, stdout: "" });
  });

  test("keeps the token as a connection when stdout does not take it", async () => {
    const scene = await opened();
    const running = scene.machine.start([...scene.loginArgs, "--print"], {
      stdout: openSync("/dev/full", "w"),
    });
    const [, url = ""] = await running.err.matching(printedAddress);
    await new Visitor(provider.issuer).goThrough(url);
    const ended = await running.ended;
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain("The refresh token was not read from stdout, so it is kept as localhost.");
    expect(await provider.accepts(await scene.token())).toBe(true);
  });

  test("gives a form all that it asks for as JSON, the secret only with its own option, and import reads it", async () => {
    const scene = await opened();
    const { ended } = await scene.login(["--print", "--json"]);
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      clientId: "demo",
      refreshToken: expect.stringMatching(/^CANARY/),
    });
    expect(ended.stdout).not.toContain("clientSecret");

    const other = await opened();
    const imported = await other.machine.run(["import", "theirs"], { input: ended.stdout });
    expect(imported).toMatchObject({ code: 0, stdout: "" });
    expect(imported.stderr).toMatch(/^✓ Refresh token stored encrypted\n✓ Tested .*\n✓ theirs is alice@/);
    expect(await provider.accepts(await other.token(["theirs", "--refresh"]))).toBe(true);
  });
});

const redirectUri = (scene: Scene): string => `http://localhost:${scene.port}/callback`;

/** What curl, or where there is none a script without anything of ours, gets for a refresh token. */
async function bareRefresh(scene: Scene, token: string): Promise<string> {
  const form = { grant_type: "refresh_token", client_id: "demo", refresh_token: token };
  const url = `${provider.issuer}/token`;
  const fields = Object.entries(form).flatMap(([name, value]) => ["--data-urlencode", `${name}=${value}`]);
  const script = `fetch(${JSON.stringify(url)}, { method: "POST", body: new URLSearchParams(${JSON.stringify(form)}) })
    .then((answer) => answer.text()).then((text) => process.stdout.write(text));`;
  const bare = hasCurl()
    ? scene.machine.startOther(curl, ["--silent", "--show-error", "--noproxy", "*", url, ...fields])
    : scene.machine.startOther(process.execPath, ["--eval", script]);
  return (await bare.ended).stdout;
}

function hasCurl(): boolean {
  try {
    accessSync(curl, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
