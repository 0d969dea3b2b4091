import type { Format, FormatTexts } from "../format.ts";
import { type ClientRequests, encodeValue, type SnippetRequest, type VariableName } from "../request.ts";

const schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
/** The variables of the environment that are no secrets. */
const plain = ["STATE", "CODE_CHALLENGE", "AUTHORIZATION_URL"] as const;
const secret = ["CLIENT_SECRET", "CODE", "CODE_VERIFIER", "REFRESH_TOKEN", "ACCESS_TOKEN"] as const;

/** Makes verifier, challenge and state, and stores the address to open. */
const newLogin = `const newSecret = () => CryptoJS.lib.WordArray.random(32).toString();
const verifier = newSecret();
const hash = CryptoJS.SHA256(verifier).toString(CryptoJS.enc.Base64);
pm.environment.set("CODE_VERIFIER", verifier);
pm.environment.set("STATE", newSecret());
pm.environment.set("CODE_CHALLENGE", hash.replace(/\\+/g, "-").replace(/\\//g, "_").replace(/=+$/, ""));
pm.environment.set("AUTHORIZATION_URL", pm.environment.replaceIn(pm.request.url.toString()));
console.log(pm.environment.get("AUTHORIZATION_URL"));`;
/** Stores what the token endpoint answers, the refresh token first. */
const storeTokens = `const answer = pm.response.json();
if (answer.refresh_token) pm.environment.set("REFRESH_TOKEN", answer.refresh_token);
if (answer.access_token) pm.environment.set("ACCESS_TOKEN", answer.access_token);`;
const encodeSecret = `pm.variables.set("ENCODED_SECRET", encodeURIComponent(pm.environment.get("CLIENT_SECRET")));`;

/** A collection, to be imported together with {@link postmanEnvironment}. */
export const postman: Format = {
  id: "postman",
  aliases: ["postman-collection"],
  title: "Postman: collection",
  extension: "postman_collection.json",
  write: ({ authorize, exchange, refresh, call }, texts) =>
    pretty({
      info: { name: texts.name, schema },
      item: [
        {
          name: "1 authorize",
          event: [script("prerequest", newLogin)],
          protocolProfileBehavior: { followRedirects: false },
          request: {
            method: "GET",
            header: [],
            url: `${authorize}&state={{STATE}}&code_challenge={{CODE_CHALLENGE}}`,
            description: texts.remarks.authorize.join("\n"),
          },
        },
        tokenItem("2 exchange", exchange, texts.remarks.exchange),
        tokenItem("3 refresh", refresh, texts.remarks.refresh),
        { name: "4 call", request: requestOf(call, texts.remarks.call) },
      ],
    }),
};

/** The environment with the secrets, which are empty: their owner fills them in. */
export const postmanEnvironment: Format = {
  id: "postman-environment",
  aliases: [],
  title: "Postman: environment",
  extension: "postman_environment.json",
  write: (_requests: ClientRequests, { name }: FormatTexts) =>
    pretty({
      name,
      values: [
        ...secret.map((key) => ({ key, value: "", type: "secret", enabled: true })),
        ...plain.map((key) => ({ key, value: "", type: "default", enabled: true })),
      ],
      _postman_variable_scope: "environment",
    }),
};

function tokenItem(name: string, request: SnippetRequest, remarks: readonly string[]): object {
  const before = request.authorization === "basic" ? [script("prerequest", encodeSecret)] : [];
  return { name, event: [...before, script("test", storeTokens)], request: requestOf(request, remarks) };
}

function requestOf(
  { method, url, form, authorization, clientId }: SnippetRequest,
  remarks: readonly string[],
): object {
  const authentications = {
    none: { type: "noauth" },
    basic: {
      type: "basic",
      basic: [member("username", encodeValue(clientId)), member("password", "{{ENCODED_SECRET}}")],
    },
    bearer: { type: "bearer", bearer: [member("token", reference("ACCESS_TOKEN"))] },
  };
  return {
    auth: authentications[authorization],
    method,
    header: [{ key: "Accept", value: "application/json" }],
    ...(form.length > 0 && {
      body: {
        mode: "urlencoded",
        urlencoded: form.map(([key, value]) => ({
          key,
          value: typeof value === "string" ? value : reference(value.variable),
        })),
      },
    }),
    url,
    description: remarks.join("\n"),
  };
}

const reference = (name: VariableName): string => `{{${name}}}`;
const member = (key: string, value: string): object => ({ key, value, type: "string" });
const script = (listen: "prerequest" | "test", code: string): object => ({
  listen,
  script: { type: "text/javascript", exec: code.split("\n") },
});
const pretty = (value: object): string => JSON.stringify(value, null, 2);
