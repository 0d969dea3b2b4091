import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { reaching, sshIn } from "../whole/two-machines.ts";
import { languages } from "./languages.ts";
import { loginOnTerminal, told } from "./sessions.ts";
import { morning, Transcript } from "./transcript.ts";
import { openSalesforce } from "./world.ts";

const there = "ssh://taro@server";

describe.each(languages)("%s", (language, locale) => {
  test("T12: a login on another machine, and a move to it", async () => {
    const { scene, internet } = await openSalesforce();
    const { machine } = scene;
    const server = join(machine.folder, "server");
    machine.language = locale;
    machine.env = { ...machine.env, ...sshIn(machine.folder), ...reaching(server), TZ: morning() };
    onTestFinished(internet.enter());
    const transcript = new Transcript(`t12-on-salesforce.${language}`, scene);
    const port = ["--port", String(scene.port)];
    const app = ["--host", "acme.my.salesforce.com", "--client-id", "demo", "--public"];
    const answers = ["acme.lightning.force.com", "demo", ""];
    const on = ["login", "salesforce", "--on", there, ...port];
    await loginOnTerminal(transcript, scene, on, answers);
    await told(transcript, scene, ["status"], "on this machine");
    const { ended } = await scene.loginAt(["salesforce", "acme-bot", ...app]);
    expect(ended.code).toBe(0);
    await told(transcript, scene, ["move", "acme-bot", there]);
    await told(transcript, scene, ["token", "acme-bot"]);
    await told(transcript, scene, ["status"]);
    await told(transcript, scene, ["status", "acme-bot"]);
    expect((await scene.loginAt(["salesforce", ...app])).ended.code).toBe(0);
    await told(transcript, scene, ["move", "acme-bot", there], "a name that is in use there");
    await told(transcript, scene, ["move", "acme-bot", "server"]);
    machine.env = { ...machine.env, PATH: "/nowhere" };
    await told(transcript, scene, ["login", "salesforce", "--on", there]);
    transcript.verify();
  });
});
