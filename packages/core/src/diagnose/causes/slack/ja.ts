import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.slack.not_in_channel_token":
    "このメソッドには別の種類のトークンか、このトークンにないスコープが必要です。ボットとユーザーのトークンは違います。",
  "fix.slack.not_in_channel_token":
    "応答の needed と provided を比べてください。\nOAuth & Permissions > Scopes の Bot Token Scopes か User Token Scopes に追加し、アプリを再インストールしてください。",
  "why.slack.workspace":
    "アプリをこのワークスペースにインストールできません。配布されていないか、組織が決めています。",
  "fix.slack.workspace":
    "Manage Distribution > Activate Public Distribution を行うか、アプリを持つワークスペースにインストールしてください。\nEnterprise Grid では、管理者に承認かインストールを依頼してください。",
  "why.slack.rotation_expiry": "トークンのローテーションがオンで、アクセストークンの有効期間は 12 時間です。",
  "fix.slack.rotation_expiry":
    "grant_type=refresh_token で oauth.v2.access を呼び出し、新しいアクセストークンとリフレッシュトークンを共に保存してください。",
  "why.slack.uninstalled":
    "アプリがワークスペースから削除されたか、トークンが取り消されたか、ユーザーが無効化されました。",
  "fix.slack.uninstalled": "アプリがまだ必要かワークスペースに確認し、インストールし直してください。",
};
