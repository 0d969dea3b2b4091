import { describe, expect, test } from "vitest";
import { type AddressFact, addressFactsIn } from "../../src/diagnose/addresses.ts";

type Row = readonly [text: string, context: string, ...facts: AddressFact[]];

const rows: readonly Row[] = [
  [
    "The redirect URI in the request, http://www.mysite.example/callback, does not match the ones authorized",
    "Why is http in there when I am using https?",
    ...(["sent", "sent_http"] as const),
  ],
  [
    "redirect_uri did not match any configured URIs. Passed URI: http://test.site.example/auth/slack.callback",
    "I have added https://test.site.example/auth/slack.callback in Slack",
    ...(["sent", "sent_http", "differs_scheme"] as const),
  ],
  ["redirect_uri did not match any configured URIs. Passed URI:", "", "sent_empty"],
  [
    "https://as.example/auth?client_id=a&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcb&response_type=code&scope=openid+email",
    "registered http://127.0.0.1:3000/cb",
    ...(["request", "scope_openid", "challenge_none"] as const),
    ...(["sent", "sent_loopback", "sent_port", "differs_loopback"] as const),
  ],
  [
    "The redirect URI in the request, https://site.example/index.php/oauth, does not match",
    "registered was https://site.example/oauth as the guide says.",
    ...(["sent", "sent_https", "differs_path"] as const),
  ],
  [
    "GET /authorize?response_type=code&client_id=undefined&redirect_uri=undefined&scope=",
    "",
    ...(["request", "scope_none", "challenge_none", "sent_empty", "client_id_empty"] as const),
  ],
  [
    "invalid_redirect_uri",
    "We send redirect_uri=https://app.example/callback/ and registered https://app.example/callback",
    ...(["sent", "sent_https", "differs_slash"] as const),
  ],
  [
    "invalid_redirect_uri",
    "We send redirect_uri=https://app.example/callback, and https://app.example/callback is registered",
    ...(["sent", "sent_https", "equal"] as const),
  ],
  [
    "Callback URL mismatch. redirect_uri: http://10.0.0.5:8080/login/oauth2/code/auth0",
    "Spring behind nginx, the site is https://app.example",
    ...(["sent", "sent_http", "sent_inner", "sent_port", "differs_host"] as const),
  ],
  [
    'The Issuer "http://localhost:8080/realms/x" did not match the requested issuer "http://keycloak:8080/realms/x"',
    "",
    "issuer_host",
    "issuer_inner",
  ],
  ["unexpected iss value, expected https://t.example/, got: https://t.example", "", "issuer_slash"],
  [
    "AADSTS700016: Application with identifier 'https://app.example' was not found in the directory",
    "",
    "client_id_uri",
  ],
  ["the redirect to https://app.example/cb works", "", "sent", "sent_https"],
  ["nothing of an address", "nor here"],
];

describe("the facts that addresses tell", () => {
  test.each(rows)("of %s with %s", (text, context, ...facts) => {
    expect([...addressFactsIn(text, context)].toSorted()).toEqual(facts.toSorted());
  });
});
