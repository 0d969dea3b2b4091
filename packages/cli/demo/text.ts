const en = {
  title: "An OpenID provider runs on this machine for a few seconds. Nothing leaves.",
  login: "Log in once",
  use: "Use it",
  expired: "Two hours later the access token is dead (we moved both clocks)",
  one: "{refreshes} refresh, {ms} ms",
  many: "{programs} programs, {calls} requests at once, the token dead again",
  naive: "The same with a token file and no lock, as most scripts do it",
  saw: "refreshes the provider saw",
  got: "programs that got a token",
  spent: "{refreshes}, {spent} of them with a spent token",
  of: "{some} of {all}",
  did: "what the provider did",
  revoked: "revoked everything",
  nothing: "nothing",
  real: "For real",
  failed: "The demo did not go as it should: {what}",
};

const ja: typeof en = {
  title: "このマシンで OpenID プロバイダーが数秒間だけ動きます。外には何も出ません。",
  login: "一度だけログインする",
  use: "使う",
  expired: "2 時間後、アクセストークンは期限切れ(両方の時計を進めました)",
  one: "更新 {refreshes} 回、{ms} ms",
  many: "{programs} 個のプログラムから同時に {calls} 回の要求、トークンは再び期限切れ",
  naive: "同じことを、ロックのないトークンファイルで(多くのスクリプトのやり方)",
  saw: "プロバイダーが見た更新",
  got: "トークンを得たプログラム",
  spent: "{refreshes} 回、うち {spent} 回は使用済みのトークン",
  of: "{all} 個のうち {some} 個",
  did: "プロバイダーがしたこと",
  revoked: "すべて取り消した",
  nothing: "何もしない",
  real: "本番では",
  failed: "デモがうまくいきませんでした: {what}",
};

/** The demo's sentences in a language. */
export const texts = { en, ja };
