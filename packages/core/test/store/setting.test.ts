import { describe, expect, test } from "vitest";
import { inheritedBy, passwordsOf, withoutPassword } from "../../src/index.ts";

const setting = "postgres://app:p%40ss%2Fword@db.example.com:6543/tokenwell?schema=a";
const bare = "postgres://app@db.example.com:6543/tokenwell?schema=a";

describe("the address of a store for other programs", () => {
  test.each([
    [setting, bare],
    [bare, bare],
    ["postgres://db/x?password=CANARY&schema=a", "postgres://db/x?schema=a"],
    ["postgres://app:CANARY@h/x?host=/run/postgresql", "postgres://app@h/x?host=/run/postgresql"],
    ["postgres://app:CANARY@[db/x", "postgres://"],
    ["host=db password=CANARY", "postgres://"],
    ["", ""],
  ])("%s becomes %s", (given, expected) => {
    expect(withoutPassword(given)).toBe(expected);
  });

  test("goes to hooks without its password, with what names the user and the file of passwords", () => {
    const env = { TOKENWELL_STORE: setting, PGPASSFILE: "pgpass", PGUSER: "app", PGPASSWORD: "CANARY" };
    expect(inheritedBy(env)).toEqual({
      TOKENWELL_STORE: bare,
      PGPASSFILE: `${process.cwd()}/pgpass`,
      PGUSER: "app",
    });
  });

  test("tells its password in each form that a log may show", () => {
    expect(passwordsOf(setting)).toEqual(["p@ss/word", "p%40ss%2Fword"]);
    expect(passwordsOf("postgres://app:100%@db/x")).toEqual(["100%"]);
    expect(passwordsOf(bare)).toEqual([]);
  });
});
