import { expect, onTestFinished, test } from "vitest";
import { Provider } from "./provider.ts";
import { Scene } from "./scene.ts";

/** Fewer here than for `npm run prove`. */
const processes = process.env.TOKENWELL_ALL_PAIRS ? 50 : 20;

test(`${processes} processes at once after expiry present the refresh token once and all print the new access token`, async () => {
  const provider = await Provider.start();
  onTestFinished(() => provider.stop());
  const scene = await Scene.open(provider);
  onTestFinished(() => scene.dispose());
  scene.machine.startsNode = true;
  await scene.connect();
  const old = await scene.token();
  const before = await provider.summary();
  await scene.advance(2 * 3_600_000);

  const all = await Promise.all(Array.from({ length: processes }, () => scene.machine.run(["token"])));

  expect(all.filter(({ code }) => code !== 0)).toEqual([]);
  // Who waited for more than a second was told why; nobody else was told anything.
  const notice = /^localhost: another program has been refreshing it since [^\n]*\n[^\n]*Ctrl-C is safe\.\n$/;
  expect(all.filter(({ stderr }) => stderr !== "" && !notice.test(stderr))).toEqual([]);
  const tokens = new Set(all.map(({ stdout }) => stdout));
  expect(tokens.size).toBe(1);
  const [token = ""] = [...tokens].map((line) => line.trimEnd());
  expect(token).not.toBe(old);
  expect(await provider.accepts(token)).toBe(true);
  const after = await provider.summary();
  expect(after.refreshes).toBe(before.refreshes + 1);
  expect(after).toMatchObject({ spent: 0, refused: 0, mostPresentations: 1, grantsRevoked: 0 });
});
