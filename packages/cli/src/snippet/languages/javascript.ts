import { jsAxios } from "@scalar/snippetz/plugins/js/axios";
import { jsFetch } from "@scalar/snippetz/plugins/js/fetch";
import { edit, generate, type Splicing, singleQuoted, splice } from "../generator.ts";
import type { Language } from "../language.ts";
import { encodeValue, type SnippetRequest } from "../request.ts";

const env = `function env(name) {
  const value = process.env[name]
  if (!value) throw new Error(name + ' is not set')
  return value
}`;
const basic = (id: string): string =>
  `\n\nfunction basic() {\n  return Buffer.from('${encodeValue(id)}:' + encodeURIComponent(env('CLIENT_SECRET'))).toString('base64')\n}`;
const splicing: Splicing = {
  ...singleQuoted,
  variable: (name) => `env('${name}')`,
  parts: { BASIC: "basic()" },
};
const helpersOf = ({ authorization, clientId }: SnippetRequest): string =>
  `${env}${authorization === "basic" ? basic(clientId) : ""}`;

const authorize = (url: string): string => `import { createHash, randomBytes } from 'node:crypto'

const verifier = randomBytes(32).toString('base64url')
const challenge = createHash('sha256').update(verifier).digest('base64url')
const state = randomBytes(32).toString('base64url')
console.log('${url}&state=' + state + '&code_challenge=' + challenge)
console.log('CODE_VERIFIER=' + verifier)
console.log('STATE=' + state)`;

/** JavaScript in Node, with the fetch that is part of it. */
export const javascript: Language = {
  id: "javascript",
  aliases: ["js", "node", "fetch", "typescript", "ts"],
  title: "JavaScript (fetch)",
  extension: "mjs",
  comment: "//",
  needs: {},
  authorize,
  request: (request) => {
    const code = splice(generate(jsFetch, request, "fields"), splicing);
    return `${edit(code, [["fetch(", "const response = await fetch("]])}
console.log(await response.text())
if (!response.ok) process.exitCode = 1

${helpersOf(request)}`;
  },
};

/** JavaScript in Node, with axios. */
export const axios: Language = {
  id: "axios",
  aliases: ["javascript-axios", "js-axios"],
  title: "JavaScript (axios)",
  extension: "mjs",
  comment: "//",
  needs: { request: "npm install axios" },
  authorize,
  request: (request) => {
    const code = splice(generate(jsAxios, request, "fields"), splicing);
    // The error of axios holds the whole request, and so the secret.
    const last = "console.error(error.response?.data ?? error.message)\n  process.exitCode = 1";
    return `${edit(code, [
      ["console.log(data)", "console.log(JSON.stringify(data))"],
      ["console.error(error)", last],
    ])}\n\n${helpersOf(request)}`;
  },
};
