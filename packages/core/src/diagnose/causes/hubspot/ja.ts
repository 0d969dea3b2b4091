import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.hubspot.uninstalled":
    "アプリが HubSpot アカウントから切断されたか、送られたものが今のリフレッシュトークンの全体ではありません。",
  "fix.hubspot.uninstalled":
    "HubSpot の「設定 > 連携 > 接続されたアプリ」で、アプリがまだあるか調べてください。\n送ったトークンを保存したものと全長で比べてください。有効なのは、そのアカウントの最新のインストールです。\nインストール URL から、そのアカウントにアプリを再インストールしてください。",
  "why.hubspot.refresh_other_app":
    "リフレッシュトークンが、送ったクライアント ID とシークレットとは別のアプリに発行されたものです。",
  "fix.hubspot.refresh_other_app":
    "アカウントを接続したアプリ自身のクライアント ID、シークレット、リダイレクト URL を送ってください。トークンは発行されたアプリでしか使えません。\nGET /oauth/v1/refresh-tokens/TOKEN で、トークンの client_id と hub_id を調べてください。",
  "why.hubspot.scopes_differ":
    "インストール URL のスコープが、アプリの必須スコープと違います。HubSpot はどのアプリにもスコープ oauth を加えます。",
  "fix.hubspot.scopes_differ":
    "アプリの必須スコープと、インストール URL の scope を、oauth も含めて同じにしてください(アプリ > Auth のインストール URL をコピー)。\nURL を自分で組み立てるコネクタ(n8n、Power Automate)なら、説明にあるスコープだけをアプリで必須にしてください。\nほかのスコープは任意にするか(optional_scope)、アプリから外してください。",
  "why.hubspot.scope_name":
    "インストール URL に、存在しないスコープがあります。綴りの誤り、コンマ区切り、または新しいアプリにない古い名前(contacts など)です。",
  "fix.hubspot.scope_name":
    "アプリ > Auth > Scopes にある名前を、スペース(%20)区切りで使ってください(contacts ではなく crm.objects.contacts.read など)。\nインストール URL をそこからコピーしてください。",
  "why.hubspot.installer_rights":
    "インストールするユーザーに権限がないか、スコープに必要な製品をアカウントが契約していません。",
  "fix.hubspot.installer_rights":
    "スーパー管理者か、アプリマーケットプレイスへのアクセスと必須スコープの権限を持つユーザーでインストールしてください。\n有料のハブが必要なスコープは optional_scope に移してください。",
  "why.hubspot.account":
    "この種類のアカウントにはインストールできません。開発者アカウントは対象外で、未掲載のアプリにはインストール数の上限があり、有料の契約が要るスコープもあります。",
  "fix.hubspot.account":
    "通常のアカウントか、同じ開発者アカウントで作ったテストアカウントを選んでください。\n契約にない機能のスコープは optional_scope で求めてください。\n上限なら、アプリをマーケットプレイスに掲載するか、使わないアカウントから削除してください。",
  "why.hubspot.api_key_ended": "API キー(hapikey)は 2022 年 11 月に終了しました。",
  "fix.hubspot.api_key_ended":
    "自分のアカウントだけなら、「設定 > 連携 > 非公開アプリ」で作り、そのトークンを Authorization: Bearer で送ってください。\nほかのアカウントには、OAuth の公開アプリを使ってください。",
  "why.hubspot.private_app_token":
    "非公開アプリのトークン(pat-…)です。期限も更新もなく、OAuth のクライアント ID と更新は公開アプリのものです。",
  "fix.hubspot.private_app_token":
    "非公開アプリのトークンは、交換せずに Authorization: Bearer で送ってください。401 なら、トークンが替えられたか、アプリが削除されています。\nほかのアカウントを接続するなら、公開アプリを使ってください。",
  "why.hubspot.token_unknown":
    "HubSpot の知るトークンがリクエストにありません。トークンがないか、場所が違うか、別の種類のものです。",
  "fix.hubspot.token_unknown":
    "Authorization: Bearer とアクセストークン(リフレッシュトークンやコードではないもの)を、引用符なしで送ってください。API キーはもう使えません。古い SDK は一部の API でトークンを送らないことがあります。更新してください。\n個人アクセスキーは HubSpot CLI 専用で、1970 年に期限切れと扱われます。非公開アプリのトークンを使ってください。\nGET /oauth/v1/access-tokens/TOKEN で持ち主を調べ、期限切れなら一度更新してください。",
  "fix.scope_too_small.hubspot":
    "応答の requiredGranularScopes がスコープの名前です。アプリ(認証 > スコープ、または app-hsmeta.json)とインストール URL に加え、インストールし直してください。\nインストールするユーザーにもその権限が必要です。非公開アプリでは、そのスコープを編集してください。",
  "fix.unknown_client.hubspot":
    "開発 > アプリ > 認証 から Client ID をコピーし直してください(App ID は別のものです)。\nアプリがその開発者アカウントに残っているか確認してください。",
  "fix.rate_limit.hubspot":
    "応答の policyName が上限の種類です。SECONDLY や TEN_SECONDLY_ROLLING なら数秒、DAILY ならアカウントのタイムゾーンの午前 0 時まで待ってください。\n多くのレコードは一括や検索のリクエストでまとめて読み、アクセストークンは期限まで使い回してください。",
  "why.hubspot.install_link":
    "ログインを始めるアドレスが、このアプリのインストールリンクではありません。クライアント ID、スコープ、リダイレクト URI がアプリのものと違うか、アプリが移動または削除されています。",
  "fix.hubspot.install_link":
    "HubSpot > 開発 > アプリ > 認証 を開き、そこに表示されるインストール URL をコピーして、アカウントを選んでください。\nプログラムでも同じアドレスを作ってください。client_id、redirect_uri、スコープ(必須は scope、そのほかは optional_scope)を同じにしてください。\n古い開発者アカウントやテスト用の開発者アカウントのアプリは、作り直す必要があります。",
};
