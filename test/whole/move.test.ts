import { type Emulator, startEmulator } from "@tokenwell/emulator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { flat } from "../strangers/machine.ts";
import { kills, TwoMachines } from "./two-machines.ts";

// Two kills of a move; all of them, over a real sshd, are in test/strangers/installed/ssh.test.ts.

const some = ["here, while the token arrives", "both, after the proof"];

let emulator: Emulator;
const machines = new TwoMachines();
beforeAll(async () => {
  emulator = await startEmulator({ rotation: "strict" });
  await machines.connect(emulator);
});
afterAll(async () => {
  await machines.dispose();
  await emulator.close();
});

const move = `tokenwell move acme ${machines.address}`;

describe("tokenwell move", () => {
  test.each(process.env.TOKENWELL_ALL_PAIRS ? Object.keys(kills) : some)(
    "A move that is killed goes on: %s",
    async (name) => {
      const first = await machines.moveThere(kills[name]);
      expect(first.code, first.stderr).not.toBe(0);
      const again = await machines.moveThere();
      expect(again, `${name}\n${first.stderr}`).toMatchObject({ code: 0 });
      expect(await machines.owners()).toEqual(["there"]);
      expect(await machines.moveHere()).toMatchObject({ code: 0 });
      expect(emulator.ledger.summary()).toMatchObject({ spent: 0, refused: 0 });
    },
  );

  test("What a move says can be typed, and a connection that has not arrived stays", async () => {
    const { here } = machines;
    const first = await machines.moveThere(kills["there, when the token arrives"]);
    expect(first).toMatchObject({ code: 1 });
    expect(flat(first.stderr)).toContain(`To finish: ${move} To keep it here`);
    const used = await here.run(["token", "acme"]);
    expect(used).toMatchObject({ code: 4 });
    expect(flat(used.stderr)).toContain(move);
    const elsewhere = await here.run(["move", "acme", "docker://web"]);
    expect(elsewhere).toMatchObject({ code: 2 });
    expect(flat(elsewhere.stderr)).toContain(`${move} --back`);
    expect(await machines.moveThere(undefined, ["--back"])).toMatchObject({ code: 0 });
    expect(await machines.owners()).toEqual(["here"]);
  });

  test("What a move says can be typed, and a connection that has arrived stays there", async () => {
    const { here } = machines;
    await machines.moveThere(kills["there, before it tells the proof"]);
    const back = await machines.moveThere(undefined, ["--back"]);
    expect(back).toMatchObject({ code: 1 });
    expect(flat(back.stderr)).toContain("run tokenwell move there");
    expect(await machines.owners()).toEqual(["there"]);
    expect(await machines.moveThere()).toMatchObject({ code: 0 });
    const used = await here.run(["token", "acme"]);
    expect(used).toMatchObject({ code: 3 });
    expect(flat(used.stderr)).toContain("tokenwell renew acme");
    expect(await machines.moveHere()).toMatchObject({ code: 0 });
    expect(emulator.ledger.summary()).toMatchObject({ spent: 0, refused: 0 });
  });
});
