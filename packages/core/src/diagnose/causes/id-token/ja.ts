import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.id_token_clock": "このマシンの時計が、プロバイダーの時計と違います。",
  "fix.id_token_clock": "時計を NTP で合わせてください。\niat、nbf、exp に数秒の許容差を設けてください。",
  "why.nonce_lost":
    "検証のときに、ログインの nonce がないか別のものでした。失われたセッション、同時の 2 つのログイン、キャッシュのトークンが原因です。",
  "fix.nonce_lost":
    "nonce はログインの state と共に保存し、1 回だけ検証してください。\nログインを始め直してください。",
  "why.id_token_missing":
    "ログインが openid を求めていないか、アプリに OpenID Connect が許可されていません。",
  "fix.id_token_missing": "スコープに openid を加え、ログインを始め直してください。",
};
