import { test } from "vitest";
import { verifyDemo } from "../../strangers/demo.ts";
import { openSalesforce } from "../../strangers/world.ts";

test("The demo on a Japanese machine prints its transcript", async () => {
  const { scene } = await openSalesforce();
  const { machine } = scene;
  machine.language = "ja_JP.UTF-8";
  machine.env = { ...machine.env, TOKENWELL_HOME: "" };
  await verifyDemo("ja", scene);
});
