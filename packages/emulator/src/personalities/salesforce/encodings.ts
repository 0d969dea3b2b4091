import type { Encoding } from "../../serving/serve-token-requests.ts";
import type { TokenRequest } from "../../serving/token-request.ts";
import { jsonType } from "./discovery.ts";

const json: Encoding = { type: jsonType, encode: (body) => JSON.stringify(body) };

const urlencoded: Encoding = {
  type: "application/x-www-form-urlencoded;charset=UTF-8",
  encode: (body) => new URLSearchParams(textsOf(body)).toString(),
};

const xml: Encoding = {
  type: "application/xml;charset=UTF-8",
  encode: (body) => {
    const members = textsOf(body).map(([name, value]) => `<${name}>${escaped(value)}</${name}>`);
    return `<?xml version="1.0" encoding="UTF-8"?><OAuth>${members.join("")}</OAuth>`;
  },
};

/** Chooses the encoding of a response by the parameter `format`, or by the Accept header. */
export function encodingOf({ parameters }: TokenRequest, accept: string | undefined): Encoding {
  const { format } = parameters;
  if (format === "urlencoded" || (format === undefined && accept === "application/x-www-form-urlencoded"))
    return urlencoded;
  return format === "xml" || (format === undefined && accept === "application/xml") ? xml : json;
}

/** The encoding of errors at the revocation endpoint. */
export const revocationEncoding = urlencoded;

function textsOf(body: Readonly<Record<string, unknown>>): [string, string][] {
  return Object.entries(body).map(([name, value]) => [name, String(value)]);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
