const locales = { en: "en_US.UTF-8", ja: "ja_JP.UTF-8" } as const;

const wanted = process.env.TOKENWELL_TEST_LANGUAGE ?? "en";

/** Languages in which transcripts are made, with their locales: English in `npm test`, Japanese in `npm run sessions`. */
export const languages = (["en", "ja"] as const)
  .filter((language) => language === wanted)
  .map((language) => [language, locales[language]] as const);
