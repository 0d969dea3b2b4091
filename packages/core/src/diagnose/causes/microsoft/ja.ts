import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.microsoft.spa_24h":
    "リダイレクト URI のプラットフォームが「シングルページ アプリケーション」です。そのリフレッシュトークンは、使い方によらず 24 時間で無効になります。",
  "fix.microsoft.spa_24h":
    "サーバーがトークンを保持するなら、リダイレクト URI を Web に登録し、一度だけ接続し直してください。\nページの中なら、毎日ユーザーをログインへ進めてください。",
  "why.microsoft.idle_90d":
    "リフレッシュトークンがアイドル期間(90 日)の間に使われなかったか、期限が切れました。",
  "fix.microsoft.idle_90d":
    "ほかに使わないときも 90 日に 1 回以上更新し、新しいトークンを毎回保存してください。\n一度だけ接続し直してください。",
  "why.microsoft.grant_revoked":
    "許可が取り消されました。パスワードの変更や再設定、管理者によるセッションの取り消し、危険と判定されたユーザーが原因です。",
  "fix.microsoft.grant_revoked":
    "Entra 管理センター > ユーザー > 該当ユーザー > サインインログ で理由を調べてください。\n一度だけ接続し直してください。無人のプログラムには、パスワードに依存しないアプリケーションのアクセス許可(クライアントクレデンシャル)を使ってください。",
  "why.microsoft.sign_in_frequency":
    "条件付きアクセスが、一定時間ごとのサインインを求めています(サインインの頻度)。",
  "fix.microsoft.sign_in_frequency":
    "Entra 管理センター > 保護 > 条件付きアクセス > サインインログ でポリシーを調べ、このアプリの除外を管理者に相談してください。\nユーザーを対話型のログインへ進めてください。",
  "why.microsoft.mfa_at_refresh":
    "リフレッシュトークンが、多要素認証のないログインか、今のポリシーには古すぎるログインのものです。",
  "fix.microsoft.mfa_at_refresh":
    "ユーザーを多要素認証のある対話型のログインへ一度だけ進めてください。新しいリフレッシュトークンに引き継がれます。\n無人のプログラムにはアプリケーションのアクセス許可を使うか、管理者にこのアプリの除外を依頼してください。",
  "why.microsoft.conditional_access":
    "条件付きアクセスのポリシーがこのリクエストをブロックしています。デバイス、場所、アプリ、クライアントのどれかが条件を満たしません。",
  "fix.microsoft.conditional_access":
    "Entra 管理センター > サインインログ > 該当の記録 > 条件付きアクセス で、失敗したポリシーを調べてください。\n条件(管理対象のデバイス、許可されたアドレス)を満たすか、管理者にこのアプリの除外を依頼してください。トークンの問題ではありません。",
  "why.microsoft.wrong_tenant":
    "アカウントとアドレスのテナントが合いません。別のテナント、招待されていないゲスト、/common でのシングルテナントのアプリのどれかです。",
  "fix.microsoft.wrong_tenant":
    "正しいテナントのエンドポイントを使ってください。1 つなら /TENANT-ID、複数なら /organizations か /common です。\nアプリの登録 > 認証 > サポートされているアカウントの種類 でアカウントを許可するか、ユーザーをゲストとして招待してください。",
  "why.microsoft.spa_platform":
    "リダイレクト URI が、コードを交換する側とは別のプラットフォーム(シングルページか Web)に登録されています。",
  "fix.microsoft.spa_platform":
    "アプリの登録 > アプリ > 認証 で、ページが交換するなら「シングルページ アプリケーション」、サーバーが交換するなら Web に登録してください。\nシングルページのコードは、PKCE 付きのクロスオリジンのリクエストで交換してください。",
  "why.microsoft.resource_unknown":
    "scope か resource の API がこのテナントで知られていないか、アプリにそのアクセス許可がありません。",
  "fix.microsoft.resource_unknown":
    "API のアドレス(アプリケーション ID URI)を比べ、アプリの登録 > アプリ > API のアクセス許可 に追加してください。\nそのテナントの管理者に同意を依頼してください。サービスプリンシパルが作られます。",
  "why.microsoft.secret_expired": "アプリのクライアントシークレットか証明書の期限が切れました。",
  "fix.microsoft.secret_expired":
    "アプリの登録 > アプリ > 証明書とシークレット で新しく追加し、その「値」をすべてのワーカーに渡してください。\nリフレッシュトークンは有効なままです。期限を記録するか、マネージド ID を使ってください。",
  "why.microsoft.basic_auth_ended":
    "メールサーバーは OAuth を独自の形式で、そのプロトコルのスコープがあるときだけ受け付けます。",
  "fix.microsoft.basic_auth_ended":
    "https://outlook.office.com/IMAP.AccessAsUser.All(POP、SMTP.Send)を求め、XOAUTH2 とユーザーのアドレスで認証してください。\nテナントでそのメールボックスにプロトコル(認証済み SMTP)を許可してください。",
};
