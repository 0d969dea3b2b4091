import { rustReqwest } from "@scalar/snippetz/plugins/rust/reqwest";
import { doubleQuoted, edit, generate, indent, splice } from "../generator.ts";
import type { Language } from "../language.ts";
import { encodeValue } from "../request.ts";

const env = `fn env(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{} is not set", name))
}`;
const basic = (id: string): string => `fn basic() -> (String, String) {
    let url = reqwest::Url::parse_with_params("https://x", [("", env("CLIENT_SECRET"))]).unwrap();
    ("${encodeValue(id)}".to_string(), url.query().unwrap()[1..].to_string())
}`;

/** Rust, with reqwest. */
export const rust: Language = {
  id: "rust",
  aliases: ["rs"],
  title: "Rust (reqwest)",
  extension: "rs",
  comment: "//",
  needs: {
    authorize: "cargo add rand@0.9 sha2@0.10",
    request: "cargo add reqwest@0.12 && cargo add tokio@1 --features full",
  },
  authorize: (url) => `use sha2::{Digest, Sha256};

fn main() {
    let verifier = base64_url(&rand::random::<[u8; 32]>());
    let challenge = base64_url(&Sha256::digest(verifier.as_bytes()));
    let state = base64_url(&rand::random::<[u8; 32]>());
    println!("{}&state={}&code_challenge={}", "${url}", state, challenge);
    println!("CODE_VERIFIER={}", verifier);
    println!("STATE={}", state);
}

fn base64_url(bytes: &[u8]) -> String {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let digits = bytes.chunks(3).flat_map(|chunk| {
        let bits = chunk.iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte)) << (24 - 8 * chunk.len());
        (0..=chunk.len()).map(move |digit| alphabet[(bits >> (18 - 6 * digit) & 63) as usize])
    });
    digits.map(char::from).collect()
}`,
  request: (request) => {
    const isBasic = request.authorization === "basic";
    const generated = splice(generate(rustReqwest, request, "fields"), {
      ...doubleQuoted,
      variable: (name) => `env("${name}")`,
      parts: { BASIC: "basic()" },
    });
    // Each field on a line of its own, and each variable borrowed as the strings beside it are.
    const fields = generated
      .replace(
        /\.form\(&\[(.*)\]\)/,
        (_, list: string) => `.form(&[\n        ${list.replaceAll("), (", "),\n        (")},\n    ])`,
      )
      .replace(/, env\("(\w+)"\)\)/g, ', env("$1").as_str())')
      .replace('"Bearer " + env("ACCESS_TOKEN")', 'format!("Bearer {}", env("ACCESS_TOKEN"))')
      .replace('.header("Authorization", "Basic " + basic())', ".basic_auth(basic().0, Some(basic().1))");
    const main = edit(fields, [
      [
        "let response = request.send().await?;",
        'let response = request.send().await?;\nlet status = response.status();\nprintln!("{}", response.text().await?);\nstd::process::exit(if status.is_success() { 0 } else { 1 });',
      ],
    ]);
    return `#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
${indent(main, "    ")}
}

${env}${isBasic ? `\n\n${basic(request.clientId)}` : ""}`;
  },
};
