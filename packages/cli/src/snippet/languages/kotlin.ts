import { kotlinOkhttp } from "@scalar/snippetz/plugins/kotlin/okhttp";
import { doubleQuoted, generate, indent, splice } from "../generator.ts";
import type { Language } from "../language.ts";
import { encodeValue } from "../request.ts";

/** Kotlin, with OkHttp 4 or 5. */
export const kotlin: Language = {
  id: "kotlin",
  aliases: ["kt"],
  title: "Kotlin (OkHttp)",
  extension: "kt",
  comment: "//",
  needs: { request: "com.squareup.okhttp3:okhttp:5.1.0" },
  authorize: (url) => `import java.security.MessageDigest
import java.security.SecureRandom
import java.util.Base64

val base64: Base64.Encoder = Base64.getUrlEncoder().withoutPadding()

fun main() {
  val verifier = newSecret()
  val challenge = base64.encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.toByteArray()))
  val state = newSecret()
  println("${url}&state=" + state + "&code_challenge=" + challenge)
  println("CODE_VERIFIER=" + verifier)
  println("STATE=" + state)
}

fun newSecret(): String {
  val bytes = ByteArray(32)
  SecureRandom().nextBytes(bytes)
  return base64.encodeToString(bytes)
}`,
  request: (request) => {
    const isBasic = request.authorization === "basic";
    const code = splice(generate(kotlinOkhttp, request, "fields"), {
      ...doubleQuoted,
      variable: (name) => `env("${name}")`,
      parts: { BASIC: "basic()" },
    });
    const imports = ["okhttp3.FormBody", "okhttp3.OkHttpClient", "okhttp3.Request"].slice(
      request.form.length > 0 ? 0 : 1,
    );
    const basic = `\n\nfun basic(): String {
  val secret = java.net.URLEncoder.encode(env("CLIENT_SECRET"), "UTF-8")
  return java.util.Base64.getEncoder().encodeToString(("${encodeValue(request.clientId)}:" + secret).toByteArray())
}`;
    return `${imports.map((name) => `import ${name}`).join("\n")}
import kotlin.system.exitProcess

fun main() {
${indent(code, "  ")}
  println(response.body?.string())
  exitProcess(if (response.isSuccessful) 0 else 1)
}

fun env(name: String): String = System.getenv(name) ?: error(name + " is not set")${isBasic ? basic : ""}`;
  },
};
