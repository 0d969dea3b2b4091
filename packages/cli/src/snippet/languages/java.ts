import { javaNethttp } from "@scalar/snippetz/plugins/java/nethttp";
import { doubleQuoted, formFields, generate, indent, splice } from "../generator.ts";
import type { Language } from "../language.ts";
import { encodeValue } from "../request.ts";

const env = `  static String env(String name) {
    String value = System.getenv(name);
    if (value == null) throw new IllegalStateException(name + " is not set");
    return value;
  }`;
const encoded = `  static String encoded(String name) {
    return java.net.URLEncoder.encode(env(name), java.nio.charset.StandardCharsets.UTF_8);
  }`;
const basic = (id: string): string => `  static String basic() {
    String pair = "${encodeValue(id)}:" + encoded("CLIENT_SECRET");
    return java.util.Base64.getEncoder().encodeToString(pair.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }`;
const classNames = { exchange: "Exchange", refresh: "Refresh", call: "Call" } as const;

/** Java 11 and later, with its own HTTP client. */
export const java: Language = {
  id: "java",
  aliases: [],
  title: "Java (java.net.http)",
  extension: "java",
  comment: "//",
  needs: {},
  authorize: (url) => `import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

class Authorize {
  static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  public static void main(String[] args) throws Exception {
    String verifier = newSecret();
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
    String challenge = BASE64.encodeToString(hash);
    String state = newSecret();
    System.out.println("${url}&state=" + state + "&code_challenge=" + challenge);
    System.out.println("CODE_VERIFIER=" + verifier);
    System.out.println("STATE=" + state);
  }

  static String newSecret() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return BASE64.encodeToString(bytes);
  }
}`,
  request: (request, step) => {
    const isBasic = request.authorization === "basic";
    const fields = formFields(
      request,
      (known) => `  "${known}"`,
      (name, variable) => `  "${name}" + encoded("${variable}")`,
    );
    const code = splice(generate(javaNethttp, request, "placeholder"), {
      ...doubleQuoted,
      variable: (name) => `env("${name}")`,
      parts: { FORM: `String.join("&",\n${fields.join(",\n")}\n)`, BASIC: "basic()" },
    });
    const helpers = [
      env,
      ...(fields.length > 0 || isBasic ? [encoded] : []),
      ...(isBasic ? [basic(request.clientId)] : []),
    ];
    return `import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

class ${classNames[step]} {
  public static void main(String[] args) throws Exception {
${indent(code, "    ")}
    if (response.statusCode() >= 400) System.exit(1);
  }

${helpers.join("\n\n")}
}`;
  },
};
