import { csharpHttpclient } from "@scalar/snippetz/plugins/csharp/httpclient";
import { doubleQuoted, generate, splice } from "../generator.ts";
import type { Language } from "../language.ts";
import { encodeValue } from "../request.ts";

const usings = ["System", "System.Collections.Generic", "System.Net.Http", "System.Net.Http.Headers"];

/** C#: a program of top-level statements, for .NET 6 and later. */
export const csharp: Language = {
  id: "csharp",
  aliases: ["c#", "cs", "dotnet"],
  title: "C# (HttpClient)",
  extension: "cs",
  comment: "//",
  needs: {},
  authorize: (url) => `using System;
using System.Security.Cryptography;
using System.Text;

var verifier = NewSecret();
var challenge = Base64Url(SHA256.Create().ComputeHash(Encoding.ASCII.GetBytes(verifier)));
var state = NewSecret();
Console.WriteLine("${url}&state=" + state + "&code_challenge=" + challenge);
Console.WriteLine("CODE_VERIFIER=" + verifier);
Console.WriteLine("STATE=" + state);

string NewSecret()
{
  var bytes = new byte[32];
  RandomNumberGenerator.Create().GetBytes(bytes);
  return Base64Url(bytes);
}

string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');`,
  request: (request) => {
    const isBasic = request.authorization === "basic";
    const code = splice(generate(csharpHttpclient, request, "fields"), {
      ...doubleQuoted,
      variable: (name) => `Env("${name}")`,
      parts: { BASIC: "Basic()" },
    });
    const using = [...usings, ...(isBasic ? ["System.Text"] : [])].map((name) => `using ${name};`);
    const pair = `"${encodeValue(request.clientId)}:" + Uri.EscapeDataString(Env("CLIENT_SECRET"))`;
    return `${using.join("\n")}

${code}
Console.WriteLine(await response.Content.ReadAsStringAsync());
response.EnsureSuccessStatusCode();

string Env(string name) => Environment.GetEnvironmentVariable(name) ?? throw new Exception(name + " is not set");${
      isBasic ? `\n\nstring Basic() => Convert.ToBase64String(Encoding.UTF8.GetBytes(${pair}));` : ""
    }`;
  },
};
