import { rubyNative } from "@scalar/snippetz/plugins/ruby/native";
import { doubleQuoted, edit, generate, singleQuoted, splice } from "../generator.ts";
import type { Language } from "../language.ts";
import { encodeValue, type Field, type VariableName } from "../request.ts";

const quoted = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`;

/** Ruby, with its standard library. */
export const ruby: Language = {
  id: "ruby",
  aliases: ["rb"],
  title: "Ruby (net/http)",
  extension: "rb",
  comment: "#",
  needs: {},
  authorize: (url) => `require 'digest'
require 'securerandom'

verifier = SecureRandom.urlsafe_base64(32)
challenge = [Digest::SHA256.digest(verifier)].pack('m0').tr('+/', '-_').delete('=')
state = SecureRandom.urlsafe_base64(32)
puts "${url}&state=#{state}&code_challenge=#{challenge}"
puts "CODE_VERIFIER=#{verifier}", "STATE=#{state}"`,
  request: (request) => {
    const row = ([name, value]: Field): string =>
      `  '${name}' => ${typeof value === "string" ? quoted(value) : `ENV.fetch('${value.variable}')`}`;
    const parts = {
      FORM: `URI.encode_www_form(\n${request.form.map(row).join(",\n")}\n)`,
      BASIC: `['${encodeValue(request.clientId)}:' + URI.encode_www_form_component(ENV.fetch('CLIENT_SECRET'))].pack('m0')`,
    };
    const variable = (name: VariableName): string => `ENV.fetch('${name}')`;
    // The generator quotes the body in its own way.
    const code = [singleQuoted, doubleQuoted].reduce(
      (spliced, quotes) => splice(spliced, { ...quotes, variable, parts }),
      generate(rubyNative, request, "placeholder"),
    );
    return edit(code, [
      ["puts response.read_body", "puts response.read_body\nexit response.is_a?(Net::HTTPSuccess)"],
    ]);
  },
};
