import type { Format } from "../format.ts";
import { encodeValue, type SnippetRequest, variablesOf } from "../request.ts";

/** A file for the HTTP clients of editors. They do not encode a value, so it must be encoded in the environment. */
export const httpFile: Format = {
  id: "http",
  aliases: ["rest", "http-file"],
  title: ".http file (VS Code REST Client, Visual Studio, httpYac)",
  extension: "http",
  write: ({ authorize, exchange, refresh, call }, { remarks }) =>
    [
      [
        ...remarks.authorize.map(comment),
        comment(`${authorize}&state=STATE&code_challenge=CODE_CHALLENGE`),
      ].join("\n"),
      section("exchange", exchange, remarks.exchange),
      section("refresh", refresh, remarks.refresh),
      section("call", call, remarks.call),
    ].join("\n\n"),
};

const comment = (text: string): string => `# ${text}`;
const encodedName = (name: string): string => `{{$processEnv ${name}_ENCODED}}`;

function section(name: string, request: SnippetRequest, remarks: readonly string[]): string {
  const { method, url, form, authorization, clientId } = request;
  const credentials = {
    none: [],
    basic: [`Authorization: Basic ${encodeValue(clientId)}:${encodedName("CLIENT_SECRET")}`],
    bearer: ["Authorization: Bearer {{$processEnv ACCESS_TOKEN}}"],
  }[authorization];
  const fields = form.map(
    ([field, value]) =>
      `${field}=${typeof value === "string" ? encodeValue(value) : encodedName(value.variable)}`,
  );
  const isForm = fields.length > 0;
  const exports = variablesOf(request)
    .filter((variable) => variable !== "ACCESS_TOKEN")
    .map((variable) =>
      comment(`export ${variable}_ENCODED=$(node -p 'encodeURIComponent(process.env.${variable})')`),
    );
  return [
    `### ${name}`,
    `# @name ${name}`,
    ...remarks.map(comment),
    ...exports,
    `${method} ${url}`,
    "Accept: application/json",
    ...(isForm ? ["Content-Type: application/x-www-form-urlencoded"] : []),
    ...credentials,
    ...(isForm ? ["", fields.join("&")] : []),
  ].join("\n");
}
