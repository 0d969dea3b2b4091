import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, onTestFinished, test } from "vitest";
import { repository } from "./children.ts";
import { languages } from "./languages.ts";
import { Provider } from "./provider.ts";
import { Scene } from "./scene.ts";
import { told } from "./sessions.ts";
import { morning, Transcript } from "./transcript.ts";

/** A scene whose person has Node and the command in a folder of PATH, and files where the platform has them. */
async function opened(locale: string): Promise<Scene> {
  const provider = await Provider.start({});
  onTestFinished(() => provider.stop());
  const scene = await Scene.open(provider);
  onTestFinished(() => scene.dispose());
  const { machine } = scene;
  const bin = join(machine.folder, "bin");
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, "node"));
  symlinkSync(`${repository}packages/cli/bin/tokenwell.cjs`, join(bin, "tokenwell"));
  machine.language = locale;
  machine.env = { TOKENWELL_HOME: "", TZ: morning(), PATH: `${bin}:/usr/bin:/bin` };
  return scene;
}

describe.each(languages)("%s", (language, locale) => {
  test("T12: use", async () => {
    const scene = await opened(locale);
    const transcript = new Transcript(`t12-use.${language}`, scene);
    await told(transcript, scene, ["use"]);
    await told(transcript, scene, ["use", "msmpt"]);
    await scene.connect(["--name", "acme"]);
    await told(transcript, scene, ["use", "git", "acme"], "the connection does not tell the host");
    const git = ["use", "git", "acme", "--host", "git.example.com"];
    await told(transcript, scene, git);
    await told(transcript, scene, [...git, "--write"]);
    await told(transcript, scene, [...git, "--write"], "once more");
    await told(transcript, scene, ["use", "jsforce"], "it is not Salesforce");
    await told(transcript, scene, [
      "use",
      "aerc",
      "--imap",
      "imap.example.com",
      "--smtp",
      "smtp.example.com:587",
      "--no-try",
    ]);
    transcript.verify();
  });
});
