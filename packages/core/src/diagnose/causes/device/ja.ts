import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.device_pending": "ユーザーが、別のデバイスでの操作をまだ終えていません。",
  "fix.device_pending":
    "失敗ではありません。別の応答になるまで、指定された間隔で問い合わせを続けてください。\nユーザーに、アドレスを開き、コードを入力して承認するよう伝えてください。",
  "why.device_too_fast": "プログラムが、許された間隔より頻繁に問い合わせています。",
  "fix.device_too_fast":
    "slow_down のたびに、以後の間隔を 5 秒ずつ延ばし(RFC 8628 の 3.5)、問い合わせを続けてください。ステータス 429 では Retry-After の時間だけ待ってください。",
  "why.device_expired": "ユーザーが操作を終える前にデバイスコードの期限が切れたか、コードが使用済みです。",
  "fix.device_expired":
    "問い合わせを止め、新しいデバイスログインを始め、expires_in の秒数(多くは 5 分から 15 分)のうちにコードを入力してください。\n最初は expired_token、その後は invalid_grant が返ることがあります。",
  "why.device_denied": "ユーザーが別のデバイスで拒否したか、ポリシーが拒否しました。",
  "fix.device_denied":
    "問い合わせを止めてください。新しいデバイスログインを始め、正しいアカウントで許可してください。\nポリシーが原因かどうかは、プロバイダーのサインインログで調べてください。",
  "why.device_code_wrong": "プログラムが送る device_code が、受け取ったものと違うか、別のアプリのものです。",
  "fix.device_code_wrong":
    "最初の応答の device_code(user_code ではないもの)を、そのまま、同じ client_id で同じホストに送ってください。\n新しいデバイスログインを始めてください。",
  "why.device_user_code": "ユーザーが入力したコードが違うか、使用済みか、期限切れです。",
  "fix.device_user_code":
    "プログラムが示す user_code を、ハイフンも含めて、示されたアドレスに入力してください。\n新しいコードで始めからやり直してください。",
  "why.device_not_supported": "アプリかプロバイダーが、デバイスログインを許していません。",
  "fix.device_not_supported":
    "アプリの設定で、パブリッククライアントのデバイスグラントを有効にしてください。\ngrant_type=urn:ietf:params:oauth:grant-type:device_code を確認してください。",
  "fix.device_not_supported.keycloak":
    "Clients > クライアント > Settings > Capability config で OAuth 2.0 Device Authorization Grant を選び、Save を押してください。",
  "fix.device_not_supported.okta":
    "Applications > アプリ(Native) > General > Grant type で Device Authorization を選んでください。\nSecurity > API > Authorization Servers > Access Policies のルールでも Device Authorization を許可してください。",
  "fix.device_not_supported.github":
    "Settings > Developer settings > アプリで Enable Device Flow を選び、Update application を押してください。",
  "fix.device_not_supported.auth0":
    "Applications > アプリ(Native) > Advanced Settings > Grant Types で Device Code を選び、Save を押してください。",
  "fix.device_not_supported.microsoft":
    "「アプリの登録」> アプリ > 「認証」で「パブリック クライアント フローを許可する」を「はい」にしてください。",
  "fix.device_not_supported.salesforce":
    "外部クライアントアプリケーションマネージャー > アプリ > OAuth 設定でデバイスフローを有効にし、保存してください。反映まで 10 分ほど待ってください。",
};
