import { bearer, type Form } from "./form.ts";

/**
 * The answer of a credential plugin of Kubernetes. kubectl keeps the token until `expirationTimestamp`. A cluster that
 * trusts an OpenID provider wants its ID token: `--id`.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#input-and-output-formats (read 2026-11-28)
 * @see https://kubernetes.io/docs/reference/config-api/client-authentication.v1/ (read 2026-11-28)
 */
export const execCredential: Form = {
  takesIdToken: true,
  print({ token, expiresAtMs }) {
    bearer(token);
    const expirationTimestamp = new Date(expiresAtMs).toISOString().replace(/\.\d+Z$/, "Z");
    const credential = {
      apiVersion: "client.authentication.k8s.io/v1",
      kind: "ExecCredential",
      status: { expirationTimestamp, token },
    };
    return `${JSON.stringify(credential)}\n`;
  },
};
