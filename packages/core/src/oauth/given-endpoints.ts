import { InputError } from "../errors.ts";
import type { Endpoints } from "../model.ts";
import { judgeAddress, readAddress } from "../providers/address.ts";
import type { ServerMetadata } from "../providers/provider.ts";

/** The options of the command that give the endpoints. */
const options = {
  authorization: "--authorize-url",
  token: "--token-url",
  revocation: "--revoke-url",
  userinfo: "--userinfo-url",
} as const satisfies Partial<Record<keyof Endpoints, string>>;

/**
 * Describes a server without metadata by the endpoints that the user gave. Its issuer is the address that the user typed,
 * without a final slash. Throws `invalid_address`, `invalid_option` and `insecure_address`.
 */
export function serverWithEndpoints(typed: string, given: Endpoints): ServerMetadata {
  const issuer = readAddress(typed, "oidc").url;
  for (const [name, address] of Object.entries(given)) {
    const option = options[name as keyof typeof options];
    const url = URL.parse(address);
    if (url?.username !== "" || url.password !== "" || url.hash !== "")
      throw new InputError("invalid_option", {
        option,
        given: address.slice(0, 80),
        takes: "https://login.example.com/…",
      });
    if (judgeAddress(url, issuer) !== "allowed")
      throw new InputError("insecure_address", { url: url.origin });
  }
  return {
    issuer: `${issuer.origin}${issuer.pathname}`.replace(/\/+$/, ""),
    endpoints: given,
    tokenAuthMethods: null,
    codeChallengeMethods: null,
    scopes: null,
    idTokenAlgorithms: null,
    issParameter: false,
    endSessionEndpoint: null,
    registrationEndpoint: null,
    acceptsClientMetadata: false,
    isPlainOAuth: true,
  };
}
