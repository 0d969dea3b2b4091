// The version guard: the build puts it before everything else in bin/tokenwell.cjs, so that it runs before anything
// is loaded. It must parse on any Node from 12 on and can import nothing of ours: that is why its two sentences stand
// here and not in a text table.
(() => {
  const SENTENCES = {
    en: ["tokenwell: needs Node 24.15+ or 26+, this is {version}", '  Newer Node: README, "Install"'],
    ja: [
      "tokenwell: Node 24.15 以上(24 系)か 26 以上が必要です。これは {version} です",
      "  新しい Node の入れ方: README.ja.md「インストール」",
    ],
  };

  /** 24.15 has the first SQLite without a fault that can lose data; 25 never got it. */
  function isEnough(version) {
    const parts = version.replace(/^v/, "").split(".");
    const major = Number(parts[0]);
    return major >= 26 || (major === 24 && Number(parts[1]) >= 15);
  }

  /** The rule of src/language.ts: --lang, TOKENWELL_LANG, LC_ALL, LC_MESSAGES, LANG; the first that says anything. */
  function languageOf(argv, env) {
    let said = "";
    argv.forEach((argument, index) => {
      if (argument === "--lang") said = argv[index + 1] || "";
      else if (argument.indexOf("--lang=") === 0) said = argument.slice("--lang=".length);
    });
    said = said || env.TOKENWELL_LANG || env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
    return /^ja([_.@-]|$)/i.test(said) ? "ja" : "en";
  }

  if (isEnough(process.version)) return;
  const lines = SENTENCES[languageOf(process.argv.slice(2), process.env)];
  // biome-ignore lint/style/useNodejsImportProtocol: Node before 14.18 does not know it.
  require("fs").writeSync(2, `${lines.join("\n").replace("{version}", process.version.replace(/^v/, ""))}\n`);
  // Bad input: a script must not take it for a passing failure.
  process.exit(2);
})();
