import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.github.code_bad": "GitHub のコードは 1 回だけ、10 分間使えます。使用済みか、古すぎるか、不完全です。",
  "fix.github.code_bad":
    "ログインと同じクライアント ID と redirect_uri で、すぐに 1 回だけ交換してください。\n新しいコードを得るには、ログインを始め直してください。",
  "why.github.token_limit":
    "GitHub が保つのは、ユーザー、アプリ、スコープごとに 10 件のトークンで、11 件目は最も古いものを無効にします。",
  "fix.github.token_limit":
    "承認を繰り返さず、今のトークンを使ってください。\n無効になった接続だけ、一度接続し直してください。",
  "why.github.unused_or_leaked":
    "GitHub は、1 年間使われないトークンと、公開のリポジトリや gist に現れたトークンを無効にします。",
  "fix.github.unused_or_leaked":
    "Settings > Security log で出来事を調べてください。\nトークンをリポジトリから取り除き、一度だけ接続し直してください。",
  "why.github.saml_sso": "組織が SAML を必須としていますが、トークンがその組織に対して承認されていません。",
  "fix.github.saml_sso":
    "ユーザーがブラウザの SAML で組織を開き、Settings > Applications かトークンの Configure SSO でアプリを承認してください。\nトークン自体は有効です。",
  "why.github.app_permission":
    "アプリかそのインストールに権限がないか、そのリポジトリにインストールされていません。",
  "fix.github.app_permission":
    "GitHub App > Permissions & events に権限を追加し、オーナーの承認を得てください。\nインストールの Repository access にリポジトリを追加してください。",
  "why.github.org_restricts": "組織がサードパーティのアプリを制限しており、このアプリを承認していません。",
  "fix.github.org_restricts":
    "オーナー: Organization settings > Third-party Access > OAuth app policy でアプリを承認してください。",
  "why.github.suspended": "アプリが停止されているか、ユーザーのメールアドレスが確認されていません。",
  "fix.github.suspended":
    "application_suspended なら GitHub のサポートに問い合わせてください。unverified_user_email なら、ユーザーが主アドレスを確認してください。",
};
