import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.okta.policy":
    "認可サーバーのアクセスポリシーに、このクライアント、ユーザー、グラントタイプ、スコープに合うルールがありません。",
  "fix.okta.policy":
    "Security > API > Authorization Servers > サーバー > Access Policies で、クライアントを割り当て、このグラントタイプとスコープのルールを追加してください。\n評価されたポリシーは Reports > System Log で調べてください。",
  "why.okta.authorization_server":
    "組織のサーバーとカスタムサーバー(/oauth2/default)では、発行者、スコープ、対象が違い、一方のトークンは他方で使えません。",
  "fix.okta.authorization_server":
    "ログイン、トークン、ディスカバリー、API の検証で、1 つの発行者に統一してください。\n自分の API のトークンは、カスタムの認可サーバーから取得してください。",
  "why.okta.grace_period":
    "リフレッシュトークンがローテーションしており、使用済みのものが猶予期間の後にまた送られました。",
  "fix.okta.grace_period":
    "応答ごとに新しいトークンを保存し、更新するプロセスを 1 つにしてください。\nApplications > アプリ > General > Refresh Token の Grace period を 60 秒以内で設定してください。\n一度だけ接続し直してください。",
};
