import { goNative } from "@scalar/snippetz/plugins/go/native";
import { doubleQuoted, edit, generate, splice } from "../generator.ts";
import type { Language } from "../language.ts";
import { encodeValue } from "../request.ts";

const env = `func env(name string) string {
	value := os.Getenv(name)
	if value == "" {
		log.Fatal(name + " is not set")
	}
	return value
}`;

/** Go, with its standard library. */
export const go: Language = {
  id: "go",
  aliases: ["golang"],
  title: "Go (net/http)",
  extension: "go",
  comment: "//",
  needs: {},
  authorize: (url) => `package main

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"log"
)

func main() {
	verifier := newSecret()
	hash := sha256.Sum256([]byte(verifier))
	challenge := base64.RawURLEncoding.EncodeToString(hash[:])
	state := newSecret()
	fmt.Println("${url}&state=" + state + "&code_challenge=" + challenge)
	fmt.Println("CODE_VERIFIER=" + verifier)
	fmt.Println("STATE=" + state)
}

func newSecret() string {
	bytes := make([]byte, 32)
	if _, err := rand.Read(bytes); err != nil {
		log.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(bytes)
}`,
  request: (request) => {
    const isBasic = request.authorization === "basic";
    const pair = `"${encodeValue(request.clientId)}:" + neturl.QueryEscape(env("CLIENT_SECRET"))`;
    const code = splice(generate(goNative, request, "fields"), {
      ...doubleQuoted,
      variable: (name) => `env("${name}")`,
      parts: { BASIC: "basic()" },
      // As gofmt writes it among arguments.
      join: (parts) => parts.join("+"),
    });
    const withChecks = edit(code, [
      ['\t"fmt"', `${isBasic ? '\t"encoding/base64"\n' : ""}\t"fmt"`],
      ['\t"io"\n', '\t"io"\n\t"log"\n'],
      request.form.length > 0
        ? ['\t"strings"\n', '\t"os"\n\t"strings"\n']
        : ['\t"net/http"\n', '\t"net/http"\n\t"os"\n'],
      [
        "\tres, _ := http.DefaultClient.Do(req)\n",
        "\tres, err := http.DefaultClient.Do(req)\n\tif err != nil {\n\t\tlog.Fatal(err)\n\t}\n",
      ],
      ["\tfmt.Println(res)\n", ""],
      [
        "\tfmt.Println(string(body))\n\n}",
        "\tfmt.Println(string(body))\n\tif res.StatusCode >= 400 {\n\t\tos.Exit(1)\n\t}\n}",
      ],
    ]);
    const basic = `\n\nfunc basic() string {\n\treturn base64.StdEncoding.EncodeToString([]byte(${pair}))\n}`;
    return `${withChecks.trimEnd()}\n\n${env}${isBasic ? basic : ""}`;
  },
};
