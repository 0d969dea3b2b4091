import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.id_token_clock":
    "トークンを検証するマシン(ブラウザのアプリではユーザーのコンピューター)の時計が、プロバイダーの時計と違います。",
  "fix.id_token_clock":
    "検証するマシン(サーバー、またはアプリが動くユーザーの PC やスマートフォン)の時計を NTP で合わせてください。\nスリープしたコンテナーや仮想マシンの時計もずれるため、Docker や WSL を再起動してください。\niat、nbf、exp に数秒、ユーザーのコンピューターには数分までの許容差を設けてください(leeway、clockTolerance、clock_skew_in_seconds、maxClockSkew)。",
  "why.id_token_expired":
    "ID トークンが、1 時間以内の有効期間の後に使われました。保存してあったものか、ページ、アプリ、プロキシが持ち続けていたものです。",
  "fix.id_token_expired":
    "ページやアプリでは、ログインの直前に新しい ID トークンを取得し(サイレントサインイン)、一度だけ検証してください。ユーザーは ID トークンではなく、自分のセッションで保ってください。\nアクセストークンの期限だけを見て更新するプロキシ(oauth2-proxy)では、更新の間隔(cookie-refresh)とアクセストークンの有効期間を ID トークンの有効期間以下にするか、新しい版に更新してください。\nメッセージの時刻の差が数分なら、サーバーの時計を合わせてください(NTP)。",
  "why.nonce_lost":
    "検証のときに、ログインの nonce がないか別のものでした。失われたセッション、同時の 2 つのログイン、キャッシュのトークンが原因です。",
  "fix.nonce_lost":
    "nonce はログインの state と共に保存し、1 回だけ検証してください。\nURL で安全な文字(base64url)で作ってください。+ や / は途中で失われます。\nログインを始め直してください。",
  "why.id_token_missing":
    "ログインが openid を求めていないか、アプリに OpenID Connect が許可されていません。",
  "fix.id_token_missing": "スコープに openid を加え、ログインを始め直してください。",
  "why.id_token_not_renewed":
    "更新の応答に ID トークンがありません。標準では必須ではなく(OpenID Connect Core 12.2)、返さないサーバーや、ログインに openid があるときだけ返すサーバーがあります。",
  "fix.id_token_not_renewed":
    "最初の ID トークンのクレームを保存し、ユーザーは自分のセッションで保ってください。最新の情報は userinfo で取得してください。\nサーバーが返せるなら、ログインのスコープに openid を入れ、更新で scope を送る場合はそこにも入れてください。\n更新は成功しています。そのアクセストークンを使ってください。",
  "fix.id_token_not_renewed.auth0":
    "Applications > アプリ > Advanced Settings > OAuth で OIDC Conformant をオンにしてください。以前の動作では、更新で ID トークンが返りません。クレームやエンドポイントも変わるため、ログインを確かめてください。\nログインのスコープに openid を入れ、更新で scope を送る場合はそこにも入れてください。\n更新は成功しています。そのアクセストークンを使ってください。",
  "why.id_token_unexpected":
    "プロバイダーは ID トークン(OpenID Connect)を返しますが、クライアントのライブラリは OAuth だけの設定です。",
  "fix.id_token_unexpected":
    "クライアントを OpenID Connect に設定してください。next-auth では type oidc か idToken: true、openid-client では oauthCallback() ではなく callback() を使ってください。\n検証できるように issuer を指定し、ID が不要なら scope から openid を外してください。",
  "why.id_token_signature":
    "アプリは、署名した鍵やアルゴリズムとは別のものでトークンの署名を検証しています。メモリーにある古い鍵セット、サーバーに署名鍵がない、RS256 でなく HS256、のどれかです。",
  "fix.id_token_signature":
    "知らない kid のときに鍵セット(jwks_uri)を読み直すようアプリを更新するか、鍵の変更後に一度再起動してください。\nサーバーでクライアントに署名鍵を選び(Authentik は プロバイダー > Signing Key)、RS256 で署名させ、アプリにも同じアルゴリズムを設定してください。\njwks_uri の鍵に必要な値(kty、kid、RSA では n と e)がそろっているか確認してください。\nissuer と jwks_uri が、トークンを発行したサーバーのものか確認してください。",
  "why.token_encrypted":
    "サーバーはトークンを暗号化しています(JWE、5 つの部分)。アプリは署名だけのトークン(3 つの部分)を期待しています。",
  "fix.token_encrypted":
    "サーバーで、このクライアントのトークンの暗号化をオフにするか(Authentik は プロバイダー > Encryption Key をなしに)、アプリにプライベートキーを渡してください。\n署名鍵は残してください。",
  "why.id_token_algorithm_unnamed":
    "アプリは、プロバイダーのディスカバリードキュメントにあるアルゴリズムだけを受け付けますが、ID トークンの署名アルゴリズムがそこにありません。",
  "fix.id_token_algorithm_unnamed":
    "自分のサーバーなら、/.well-known/openid-configuration の id_token_signing_alg_values_supported にアルゴリズム(多くは RS256)を加えてください。標準では RS256 が必須です。\nまたは、アプリのアルゴリズム(id_token_signed_response_alg、許可するアルゴリズム)を、トークンのヘッダーのものに合わせてください。\nドキュメントを読み直すため、アプリを再起動してください。",
};
