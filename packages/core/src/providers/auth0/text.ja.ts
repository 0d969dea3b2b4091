import type { en } from "./text.en.ts";

/** Auth0 の利用者だけに示す文言(日本語)。キーと {placeholders} は text.en.ts と同じ。 */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "error.invalid_address.more.auth0":
    "acme.jp.auth0.com のように指定してください:\nApplications > アプリ > Settings > Domain",
  "error.redirect_uri_unknown.auth0":
    "このコールバック URL は、Auth0 のアプリケーションに登録されていません。",
  "error.redirect_uri_unknown.more.auth0":
    "Applications > アプリ > Settings > Allowed Callback URLs に次の 1 行を\nそのまま追加して Save し、Enter を押してください:\n{redirectUri}",
  "why.auth0.api_forbids":
    "API {audience} が許可していません。\nAuth0 は許可したスコープから offline_access を外しました。",
  "fix.auth0.api_forbids":
    "Applications > APIs > API > Settings\nAllow Offline Access(オフラインアクセスの許可)をオンにし、\nSave してください。その後:  {command}",
  "otherwise.auth0.grant":
    "Applications > アプリ > Advanced Settings > Grant Types の\nRefresh Token にチェックがあるか確認してください。",
  "why.auth0.grant_missing": "アプリケーションにリフレッシュトークンが許可されていません。",
  "fix.auth0.grant_missing":
    "Applications > アプリ > Advanced Settings > Grant Types\nRefresh Token にチェックを付けて Save してください。\nその後:  {command}",
  "otherwise.auth0.api":
    "Applications > APIs > API > Settings の Allow Offline Access\n(オフラインアクセスの許可)がオンか確認してください。",
  "why.auth0.user_deleted": "ユーザーはもう存在しません。",
  "fix.auth0.user_deleted": "別のユーザーでログインしてください。",
  "why.auth0.wrong_secret": "Client ID か Client Secret が違うか変更されています。または送り方が違います。",
  "fix.auth0.wrong_secret":
    "Applications > アプリ > Settings から両方をコピーし直してください。\nCredentials は Client Secret (Post) か (Basic) にしてください。\nNative アプリにシークレットはありません:  --public",
  "why.auth0.unknown_audience": "このテナントに、その識別子の API はありません。",
  "fix.auth0.unknown_audience":
    "Applications > APIs > API > Settings > Identifier をそのままコピーし、\n--audience で指定してください。",
  "why.auth0.client_grant": "アプリケーションにこの API の利用が許可されていません。",
  "fix.auth0.client_grant": "Applications > APIs > API > Application Access でアプリを許可してください。",
  "why.auth0.user_blocked": "ユーザーがブロックされています。",
  "fix.auth0.user_blocked": "User Management > Users > ユーザー > Unblock",
  "why.auth0.grant_off": "アプリケーションにリフレッシュトークンが許可されていません。",
  "fix.auth0.grant_off": "Applications > アプリ > Advanced Settings > Grant Types: Refresh Token",
  "why.auth0.grant_gone": "ユーザーの同意が削除されたか、グラントタイプがオフになりました。",
  "fix.auth0.grant_gone": "Applications > アプリ > Advanced Settings > Grant Types: Refresh Token",
  "why.auth0.mfa": "テナントが更新のたびに多要素認証を求めています。",
  "fix.auth0.mfa":
    "Security > Multi-factor Auth を Always 以外にするか、Action で更新\n(oauth2-refresh-token)を対象から外してください。",
  "why.auth0.login_lost": "ログインに 1 時間以上かかったか、Cookie が失われました。",
  "fix.auth0.login_lost": "Cookie を許可し、1 つのタブでログインし直してください。",
  "evidence.provider_revoked.auth0":
    "tokenwell の記録からは説明できません。最後の更新({last})は正常で、未完了の更新もありません。多くの場合、管理者やユーザーによる取り消しか、上限(Idle Lifetime、Maximum Lifetime、トークン数)が原因です。まれに、保存データのコピーが使われたか、盗まれた可能性があります。Monitoring > Logs で確認してください(fertft は取り消しか期限切れ、ferrt は再使用)。",
  "evidence.crowded_out.auth0":
    "このユーザーのこのアプリでのログインが多すぎるため無効になりました(Auth0 が保つのは {most} 件): {other}、{ago}",
};
