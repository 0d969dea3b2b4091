import fc from "fast-check";
import { generateRandomState } from "oauth4webapi";
import { describe, expect, it } from "vitest";
import { type CallbackResult, readCallback } from "../../src/oauth/callback.ts";
import {
  auth0,
  auth0Url,
  bare,
  oidc,
  refusals,
  salesforce,
  state,
  unusable,
  withState,
  wrapped,
} from "./callback-shapes.ts";

describe("a code in an address", () => {
  it.each(withState)("is found in %s", (_name, expected, pasted, code) => {
    expect(readCallback(pasted, expected)).toEqual({ kind: "code", code, proof: "state" });
  });
});

describe("a code alone", () => {
  it.each(bare)("is taken %s", (_name, pasted, code) => {
    expect(readCallback(pasted, oidc)).toEqual({ kind: "code", code, proof: "pkce" });
  });
});

describe("what cannot be used", () => {
  it.each(unusable)("%s", (_name, expected, pasted, code) => {
    expect(readCallback(pasted, expected)).toMatchObject({ kind: "unusable", code });
  });

  it("names the parameter that is there twice, and the issuer that answered", () => {
    expect(readCallback(`${auth0Url}&code=x`, auth0)).toMatchObject({ facts: { parameter: "code" } });
    const other = readCallback(`${auth0Url}&iss=https%3A%2F%2Fevil.example%1b[2J`, auth0);
    expect(other).toMatchObject({ facts: { says: "https://evil.example [2J", issuer: auth0.issuer } });
  });

  it("quotes a page in one clean line without what looks like a token", () => {
    const page = `Oops \u001b[31m error\r\n${"A1b2".repeat(30)}\u202E end ${"word ".repeat(100)}`;
    const result = readCallback(page, auth0);
    const said = result.kind === "unusable" ? String(result.facts.said) : "";
    expect(said).toMatch(/^Oops \[31m error … end word /);
    expect(Array.from(said).length).toBeLessThanOrEqual(200);
  });
});

describe("a provider's refusal", () => {
  it.each(refusals)("%s", (...[, expected, pasted, code, proof]) => {
    expect(readCallback(pasted, expected)).toMatchObject({ kind: "error", code, proof });
  });

  it.each([
    ["access_denied", "consent_denied"],
    ["access-denied", "consent_denied"],
    ["ACCESS_DENIED", "consent_denied"],
    ["user_denied", "consent_denied"],
    ["access_denied_by_policy", "authorization_refused"],
    ["no_access_denied", "authorization_refused"],
  ])("%s means %s", (error, code) => {
    expect(readCallback(`error=${error}&state=${state}`, auth0)).toMatchObject({ kind: "error", code });
  });

  it("of a page is told in the page's words, without what its scripts and tags say", () => {
    const page =
      '<html><style>b { color: red }</style><script>var a = "<b>";</script><p class="x">Oops, <b>access_denied</b>:\u00a0no</p>';
    expect(readCallback(page, auth0)).toMatchObject({
      kind: "error",
      code: "consent_denied",
      facts: { said: "Oops, access_denied : no" },
    });
  });

  it("comes with what the provider said and the line to add", () => {
    const result = readCallback(
      "error=redirect_uri_mismatch&error_description=redirect_uri%20must%20match%20configuration",
      salesforce,
    );
    expect(result).toMatchObject({
      error: "redirect_uri_mismatch",
      description: "redirect_uri must match configuration",
      facts: {
        said: "redirect_uri_mismatch: redirect_uri must match configuration",
        redirectUri: "https://login.salesforce.com/",
      },
    });
  });
});

describe("an issuer in the answer (RFC 9207)", () => {
  const right = encodeURIComponent(oidc.issuer);
  const wrong = encodeURIComponent("https://other.example");
  it.each([
    [true, right, "code"],
    [true, wrong, "paste_other_provider"],
    [true, null, "paste_no_issuer"],
    [false, right, "code"],
    [false, wrong, "paste_other_provider"],
    [false, null, "code"],
  ])("promised: %s, iss: %s → %s", (issRequired, value, wanted) => {
    const address = auth0Url + (value === null ? "" : `&iss=${value}`);
    const result = readCallback(address, { ...oidc, issRequired });
    expect(result.kind === "unusable" ? result.code : result.kind).toBe(wanted);
  });
});

describe("any text at all", () => {
  const kinds = new Set(["code", "error", "unusable"]);

  it("is read without an exception", () => {
    const pieces = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.constantFrom(
        "http://",
        "code=",
        "&",
        "?",
        "#",
        "%",
        "%25",
        "state=",
        state,
        "\n",
        "'",
        '"',
        "<",
        ">",
        "{",
        "error=",
        "\ud800",
      ),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
        expect(kinds).toContain(readCallback(parts.join(""), oidc).kind);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ["a", 65_536],
    ["a.", 32_768],
    ["a:/", 21_845],
    ["%25", 21_845],
    ["&code=", 10_000],
    ["http://a ", 7000],
    ["<", 65_536],
    ["<script", 9000],
    [" \n", 32_768],
    ["a b ", 16_384],
    ["\\", 65_536],
    ["localhost/", 6500],
    ["&amp;amp;", 7000],
  ])("takes no long time: %j, %d times", (unit, times) => {
    // Processor time: waiting for a busy processor does not count.
    const before = process.cpuUsage();
    readCallback(unit.repeat(times), oidc);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000);
  });

  it("gives no code without the right state, unless it is bare", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), fc.nat(3), (code, other, layers) => {
        fc.pre(other !== state && !other.startsWith(state));
        let address = `http://localhost:9355/callback?${new URLSearchParams({ code, state: other })}`;
        for (let layer = 0; layer < layers; layer += 1) address = encodeURIComponent(address);
        expect(readCallback(address, auth0).kind).not.toBe("code");
      }),
    );
  });
});

describe("any code and state", () => {
  // RFC 6749 appendix A: both consist of visible ASCII characters and spaces.
  const vschar = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 120 });
  const printable = vschar.filter((text) => /^[\x20-\x7e]+$/.test(text));
  const scheme = fc.constantFrom(
    "http://localhost:9355/callback",
    "https://a.example/cb",
    "com.example.app:/cb",
  );
  const shapes: Record<string, (address: string, query: string) => string> = {
    "a whole address": (address) => address,
    "a query with ?": (_address, query) => `?${query}`,
    "a query": (_address, query) => query,
    "a fragment": (_address, query) => `#${query}`,
    "an address encoded once": (address) => encodeURIComponent(address),
    "an address encoded twice": (address) => encodeURIComponent(encodeURIComponent(address)),
    "HTML-escaped": (address) => address.replaceAll("&", "&amp;"),
    "a Location header": (address) => `Location: ${address}\r\n`,
    "a curl command": (address) => `curl '${address}' -H 'accept: */*'`,
    "a Markdown link": (address) => `[link](${address})`,
    "in angle brackets": (address) => `<${address}>`,
    "wrapped at 33 columns": (address) => wrapped(address, 33),
  };

  function roundTrip(
    build: (address: string, query: string) => string,
    encode: (values: Record<string, string>) => string,
  ) {
    fc.assert(
      fc.property(printable, printable, scheme, (code, ownState, head) => {
        const query = encode({ code, state: ownState });
        const result: CallbackResult = readCallback(build(`${head}?${query}`, query), {
          ...auth0,
          state: ownState,
        });
        expect(result).toEqual({ kind: "code", code, proof: "state" });
      }),
      { numRuns: 300 },
    );
  }

  it.each(Object.entries(shapes))("comes back exactly from %s, form-encoded", (_name, build) => {
    roundTrip(build, (values) => new URLSearchParams(values).toString());
  });

  it.each(Object.entries(shapes))("comes back exactly from %s, percent-encoded", (_name, build) => {
    // encodeURIComponent leaves ' as it is; browsers do not.
    const encoded = (text: string) => encodeURIComponent(text).replaceAll("'", "%27");
    roundTrip(
      build,
      ({ code = "", state: ownState = "" }) => `code=${encoded(code)}&state=${encoded(ownState)}`,
    );
  });

  it("comes back exactly when bare, encoded up to twice", () => {
    const codes = fc
      .stringMatching(/^[A-Za-z0-9._~/+:!*$,;@-]{8,100}={0,2}$/)
      .filter((code) => !/^[^@]+@[\w.-]+\.\w+$|:\/|^code:/i.test(code));
    fc.assert(
      // "a:/b" is an address with a scheme of its own.
      fc.property(codes, fc.nat(2), (code, layers) => {
        let pasted = code;
        for (let layer = 0; layer < layers; layer += 1) pasted = encodeURIComponent(pasted);
        expect(readCallback(pasted, auth0)).toEqual({ kind: "code", code, proof: "pkce" });
      }),
    );
  });
});

describe("the state of oauth4webapi", () => {
  it("needs no encoding, so that its encoding cannot differ", () => {
    expect(generateRandomState()).toMatch(/^[\w-]{43}$/);
  });
});
