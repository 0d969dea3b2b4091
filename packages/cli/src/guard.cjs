// The version guard: the build puts it first in bin/tokenwell.cjs, so that it runs before anything is loaded. It must
// parse on any Node from 12 on and can import none of our files, so its two sentences are here and not in a text table.
(() => {
  const SENTENCES = {
    en: ["tokenwell: needs Node 24.15+ or 26+, this is {version}", '  Newer Node: README, "Install"'],
    ja: [
      "tokenwell: Node 24.15 以上(24 系)か 26 以上が必要です。これは {version} です",
      "  新しい Node の入れ方: README.ja.md「インストール」",
    ],
  };

  /** Whether this Node has a SQLite without a fault that can lose data: 24.15 has the first one, 25 never got it. */
  function isEnough(version) {
    const parts = version.replace(/^v/, "").split(".");
    const major = Number(parts[0]);
    return major >= 26 || (major === 24 && Number(parts[1]) >= 15);
  }

  /** Applies the rule of src/language.ts: the first of --lang, TOKENWELL_LANG, LC_ALL, LC_MESSAGES, LANG that is set. */
  function languageOf(argv, env) {
    let said = "";
    // After "--" stands another program, or text.
    const own = argv.indexOf("--") < 0 ? argv : argv.slice(0, argv.indexOf("--"));
    const isOfCode = own.indexOf("snippet") >= 0;
    own.forEach((argument, index) => {
      let given;
      if (argument === "--lang") given = own[index + 1] || "";
      else if (argument.indexOf("--lang=") === 0) given = argument.slice("--lang=".length);
      if (given !== undefined && !(isOfCode && given !== "en" && given !== "ja")) said = given;
    });
    said = said || env.TOKENWELL_LANG || env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
    return /^ja([_.@-]|$)/i.test(said) ? "ja" : "en";
  }

  if (isEnough(process.version)) return;
  const lines = SENTENCES[languageOf(process.argv.slice(2), process.env)];
  // biome-ignore lint/style/useNodejsImportProtocol: Node before 14.18 does not know it.
  require("fs").writeSync(2, `${lines.join("\n").replace("{version}", process.version.replace(/^v/, ""))}\n`);
  // The code of bad input, so that a script does not try again.
  process.exit(2);
})();
