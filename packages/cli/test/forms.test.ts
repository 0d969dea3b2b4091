import { parseEnv } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Form, type FormInput, Unfit } from "../src/forms/form.ts";
import { type FormName, formNames, forms } from "../src/forms/forms.ts";

const input: FormInput = {
  token: "00Dxx0000001gPL!AQ8.x_y-z",
  expiresAtMs: Date.UTC(2026, 10, 22, 13, 0, 0, 999),
  nowMs: Date.UTC(2026, 10, 22, 12),
  scope: "api refresh_token",
  instanceUrl: "https://acme.my.salesforce.com",
  user: "taro@acme.example",
  request: "registry.example.com\n",
};

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** Text that each form prints of {@link input}. */
const printed: Readonly<Record<FormName, string>> = {
  header: "Authorization: Bearer 00Dxx0000001gPL!AQ8.x_y-z\n",
  "curl-config": 'header = "Authorization: Bearer 00Dxx0000001gPL!AQ8.x_y-z"\n',
  json:
    '{"access_token":"00Dxx0000001gPL!AQ8.x_y-z","token_type":"Bearer","expires_in":3600,"expires_at":1795352400,' +
    '"scope":"api refresh_token","instance_url":"https://acme.my.salesforce.com"}\n',
  dotenv: "ACCESS_TOKEN=00Dxx0000001gPL!AQ8.x_y-z\nINSTANCE_URL=https://acme.my.salesforce.com\n",
  "exec-credential":
    '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":' +
    '{"expirationTimestamp":"2026-11-22T13:00:00Z","token":"00Dxx0000001gPL!AQ8.x_y-z"}}\n',
  "git-credential":
    "username=taro@acme.example\npassword=00Dxx0000001gPL!AQ8.x_y-z\npassword_expiry_utc=1795352400\n",
  "docker-credential":
    '{"ServerURL":"registry.example.com","Username":"taro@acme.example","Secret":"00Dxx0000001gPL!AQ8.x_y-z"}\n',
  xoauth2: `${base64("user=taro@acme.example\u0001auth=Bearer 00Dxx0000001gPL!AQ8.x_y-z\u0001\u0001")}\n`,
  oauthbearer: `${base64("n,a=taro@acme.example,\u0001auth=Bearer 00Dxx0000001gPL!AQ8.x_y-z\u0001\u0001")}\n`,
  "mcp-headers": '{"Authorization":"Bearer 00Dxx0000001gPL!AQ8.x_y-z"}\n',
  "sf-access-token": "00Dxx0000001gPL!AQ8.x_y-z\n",
};

test.each(formNames)("%s prints these bytes", (name) => {
  expect(forms[name].print(input)).toBe(printed[name]);
});

/** Reads what a form printed as its specification says: the token, and the user where there is one. */
const readers: Readonly<Record<FormName, (text: string) => { token: unknown; user?: unknown }>> = {
  header: (text) => ({ token: /^Authorization: Bearer (.*)\n$/.exec(text)?.[1] }),
  "curl-config": (text) => {
    const [, quoted = ""] = /^header = "((?:[^"\\]|\\.)*)"\n$/.exec(text) ?? [];
    return { token: quoted.replace(/\\(.)/g, "$1").replace("Authorization: Bearer ", "") };
  },
  json: (text) => ({ token: JSON.parse(text).access_token }),
  dotenv: (text) => ({ token: parseEnv(text).ACCESS_TOKEN }),
  "exec-credential": (text) => ({ token: JSON.parse(text).status.token }),
  "git-credential": (text) => {
    const lines = text.split("\n").map((line) => [line.split("=", 1)[0], line.slice(line.indexOf("=") + 1)]);
    const { username, password } = Object.fromEntries(lines);
    return { token: password, user: username };
  },
  "docker-credential": (text) => ({ token: JSON.parse(text).Secret, user: JSON.parse(text).Username }),
  xoauth2: (text) => {
    const parts = Buffer.from(text, "base64").toString().split("\u0001");
    expect(parts).toHaveLength(4);
    return { user: parts[0]?.slice("user=".length), token: parts[1]?.slice("auth=Bearer ".length) };
  },
  oauthbearer: (text) => {
    const parts = Buffer.from(text, "base64").toString().split("\u0001");
    expect(parts).toHaveLength(4);
    const [gs2, authzid = "", ...rest] = parts[0]?.split(",") ?? [];
    expect([gs2, rest]).toEqual(["n", [""]]);
    const user = authzid.slice("a=".length).replaceAll("=2C", ",").replaceAll("=3D", "=");
    return { user, token: parts[1]?.slice("auth=Bearer ".length) };
  },
  "mcp-headers": (text) => ({ token: JSON.parse(text).Authorization.slice("Bearer ".length) }),
  "sf-access-token": (text) => ({ token: text.slice(0, -1) }),
};

/** Text of characters that break something in one form or another. */
const hostile = fc.string({
  unit: fc.constantFrom(..."aZ9.-_~+/=%'\"`\\$!#&{}<>,:; \t\r\n\0\u0001\u007f\u00a0\u2028", "é", "日", "😀"),
  minLength: 1,
  maxLength: 12,
});

describe.each(formNames)("%s", (name) => {
  const form: Form = forms[name];

  test("is read as the token and the user that went in, or is refused", () => {
    const isWhole = ({ token, user }: { token: string; user: string }): void => {
      let text: string;
      try {
        text = form.print({ ...input, token, user });
      } catch (error) {
        expect(error).toBeInstanceOf(Unfit);
        return;
      }
      expect(readers[name](text)).toEqual({ token, ...(form.user && { user }) });
    };
    fc.assert(fc.property(fc.record({ token: hostile, user: hostile }), isWhole), { numRuns: 500 });
  });

  test.each(["tok\nen", "tok\ren", "tok\0en"])("carries %j whole or not at all", (token) => {
    const isJson = ["json", "docker-credential"].includes(name);
    if (isJson) expect(readers[name](form.print({ ...input, token })).token).toBe(token);
    else expect(() => form.print({ ...input, token })).toThrow(Unfit);
  });
});

describe("a user", () => {
  const named = formNames.filter((name) => (forms[name] as Form).user !== undefined);
  test.each(named)("%s carries one with quotes, spaces, % and letters of any language", (name) => {
    const user = `"o'Hara" 100% 日本 é,=@acme.example`;
    expect(readers[name](forms[name].print({ ...input, user })).user).toBe(user);
  });

  test.each(named)("%s refuses one with a line break, and none", (name) => {
    for (const user of ["a\nb", "a\0b", ""])
      expect(() => forms[name].print({ ...input, user })).toThrow(expect.objectContaining({ part: "user" }));
  });

  test.each(["git-credential", "docker-credential"] as const)(
    "%s refuses one with a colon, which ends the user of Basic authentication",
    (name) => {
      expect(() => forms[name].print({ ...input, user: "a:b" })).toThrow(Unfit);
    },
  );

  test("docker-credential refuses the user by which Docker knows a refresh token", () => {
    expect(() => forms["docker-credential"].print({ ...input, user: "<token>" })).toThrow(Unfit);
  });
});

describe("a token", () => {
  const odd = `a"b'c d%e\\f`;
  test.each(formNames.filter((name) => name !== "sf-access-token" && name !== "dotenv"))(
    "%s carries one with quotes, a space, a backslash and %%",
    (name) => {
      expect(readers[name](forms[name].print({ ...input, token: odd })).token).toBe(odd);
    },
  );

  test("dotenv refuses one that no quotes hold for every reader, and carries the others", () => {
    for (const token of [odd, `a'b"c`, "a'b$c", "a\\b"])
      expect(() => forms.dotenv.print({ ...input, token })).toThrow(Unfit);
    for (const token of [`a"b c`, "a'b c", "a#b", "a$b", "a`b", "日本"])
      expect(parseEnv(forms.dotenv.print({ ...input, token })).ACCESS_TOKEN).toBe(token);
  });

  test("sf-access-token takes a token of Salesforce, opaque or JWT-based, and no other", () => {
    const print = (token: string): string => forms["sf-access-token"].print({ ...input, token });
    for (const token of ["00D000000000001EAA!AQ.x", "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"])
      expect(print(token)).toBe(`${token}\n`);
    for (const token of ["opaque", "00D1!x", "a.b", "00D000000000001EAA!AQ.x y"])
      expect(() => print(token)).toThrow(Unfit);
  });

  test("a token that has ended has no negative lifetime", () => {
    expect(JSON.parse(forms.json.print({ ...input, nowMs: input.expiresAtMs + 60_000 })).expires_in).toBe(0);
  });
});

describe("a request", () => {
  const { protocol: git } = forms["git-credential"] as Form;
  const { protocol: docker } = forms["docker-credential"] as Form;

  test("git names protocol, host and user, each on a line, in any order and with others", () => {
    const request =
      "capability[]=authtype\nhost=git.example.com:8443\nusername=a=b\nprotocol=https\npath=x.git\n\n";
    expect(git?.addressOf(request)).toBe("https://git.example.com:8443/");
    expect(git?.userOf?.(request)).toBe("a=b");
    expect(git?.refusedToken?.(`${request}password=old\n`)).toBe("old");
    for (const bad of ["", "protocol=https\n", "host=git.example.com\n"])
      expect(git?.addressOf(bad)).toBeUndefined();
  });

  test("Docker names a server, with a scheme or without", () => {
    expect(docker?.addressOf("https://index.docker.io/v1/\n")).toBe("https://index.docker.io/v1/");
    expect(docker?.addressOf("ghcr.io")).toBe("ghcr.io");
    expect(docker?.addressOf("")).toBeUndefined();
  });
});
