import { type GivenEndpoints, InputError } from "@tokenwell/core";

/** The options that give the endpoints of a server without metadata. */
export interface EndpointOptions {
  readonly authorizeUrl?: string;
  readonly tokenUrl?: string;
  readonly revokeUrl?: string;
  readonly userinfoUrl?: string;
}

/**
 * Returns the given endpoints; `undefined` if the command line has none.
 *
 * @throws {InputError} `missing_options` if the authorization or the token endpoint is missing
 */
export function endpointsOf(options: EndpointOptions): GivenEndpoints | undefined {
  const {
    authorizeUrl: authorization,
    tokenUrl: token,
    revokeUrl: revocation,
    userinfoUrl: userinfo,
  } = options;
  if ([authorization, token, revocation, userinfo].every((url) => url === undefined)) return undefined;
  if (authorization === undefined || token === undefined) {
    const missing = [
      ...(authorization === undefined ? ["--authorize-url …"] : []),
      ...(token === undefined ? ["--token-url …"] : []),
    ];
    throw new InputError("missing_options", { options: missing.join("\n") });
  }
  return {
    authorization,
    token,
    ...(revocation !== undefined && { revocation }),
    ...(userinfo !== undefined && { userinfo }),
  };
}
