import { swiftNsurlsession } from "@scalar/snippetz/plugins/swift/nsurlsession";
import { doubleQuoted, edit, formFields, generate, splice } from "../generator.ts";
import type { Language } from "../language.ts";
import { encodeValue } from "../request.ts";

const env = `func env(_ name: String) -> String {
  guard let value = ProcessInfo.processInfo.environment[name] else { fatalError(name + " is not set") }
  return value
}`;
const encoded = `func encoded(_ name: String) -> String {
  let unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
  return env(name).addingPercentEncoding(withAllowedCharacters: CharacterSet(charactersIn: unreserved))!
}`;
const basic = (id: string): string => `func basic() -> String {
  Data(("${encodeValue(id)}:" + encoded("CLIENT_SECRET")).utf8).base64EncodedString()
}`;

/** Swift 5.7 and later: the file main.swift of a command-line program. */
export const swift: Language = {
  id: "swift",
  aliases: [],
  title: "Swift (URLSession)",
  extension: "swift",
  comment: "//",
  needs: {},
  authorize: (url) => `import CryptoKit
import Foundation

func base64Url(_ data: Data) -> String {
  data.base64EncodedString()
    .replacingOccurrences(of: "=", with: "")
    .replacingOccurrences(of: "+", with: "-")
    .replacingOccurrences(of: "/", with: "_")
}

func newSecret() -> String {
  base64Url(Data((0..<32).map { _ in UInt8.random(in: .min ... .max) }))
}

let verifier = newSecret()
let challenge = base64Url(Data(SHA256.hash(data: Data(verifier.utf8))))
let state = newSecret()
print("${url}&state=" + state + "&code_challenge=" + challenge)
print("CODE_VERIFIER=" + verifier)
print("STATE=" + state)`,
  request: (request) => {
    const isBasic = request.authorization === "basic";
    const fields = formFields(
      request,
      (known) => `  "${known}",`,
      (name, variable) => `  "${name}" + encoded("${variable}"),`,
    );
    const form = `[\n${fields.join("\n")}\n].joined(separator: "&")`;
    const code = splice(generate(swiftNsurlsession, request, "placeholder"), {
      ...doubleQuoted,
      variable: (name) => `env("${name}")`,
      parts: { FORM: form, BASIC: "basic()" },
    });
    const helpers = [
      env,
      ...(fields.length > 0 || isBasic ? [encoded] : []),
      ...(isBasic ? [basic(request.clientId)] : []),
    ];
    const print = 'print(String(data: data, encoding: .utf8) ?? "")';
    return edit(code, [
      [
        "import Foundation\n",
        `import Foundation\n#if canImport(FoundationNetworking)\nimport FoundationNetworking\n#endif\n\n${helpers.join("\n\n")}\n`,
      ],
      [`\n\n${print}`, ""],
      ["\nguard let httpResponse", `\n${print}\nguard let httpResponse`],
    ]);
  },
};
