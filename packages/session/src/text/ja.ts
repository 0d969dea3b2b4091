import type { en } from "./en.ts";

/** Every sentence of the session package, in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "error.not_logged_in":
    "このリクエストには有効なセッションがありません。ユーザーをログインへ案内してください。",
  "error.data_too_large":
    "セッションのデータは JSON で {limit} バイトまでですが、{bytes} バイトになります。アプリ自身のデータベースに保存してください。",
  "error.invalid_option": "openSessions(): {problem}",
  "error.edge_runtime":
    "セッションには Node.js が必要です。この実行環境には保存先がありません。ここでは hasSessionCookie() でクッキーの有無だけを確認できます。セッション自体は Node.js で動くルートやページで確認してください。",

  "option.base_url_missing":
    '"baseUrl" がありません。https://app.example.com のようなアプリの公開アドレスを指定してください。Host ヘッダーは訪問者が偽れるため、リクエストからアドレスを作ることはありません。',
  "option.base_url_invalid":
    '"baseUrl" がクエリとフラグメントのないアドレスではありません: {given}。https://app.example.com や https://example.com/shop のように指定してください。',
  "option.base_url_insecure":
    '"baseUrl" が暗号化されない http です: {given}。https を使ってください。http はこのマシン (localhost) だけで使えます。',
  "option.issuer_invalid":
    '"issuer" が https のアドレスではありません: {given}。https://acme.eu.auth0.com のようなプロバイダーの issuer を指定してください。',
  "option.text_missing": '"{option}" がないか、文字列ではありません。',
  "option.seconds_invalid": '"{option}" は {least} 以上の秒数で指定してください{orNull}: {given}。',
  "option.or_null": " (null は無制限)",
  "option.path_invalid": '"{option}" は {example} のようなパスで指定してください: {given}。',
  "option.form_post_http":
    '"responseMode" の form_post には https が必要です。ほかのサイトのフォームと一緒にログイン用のクッキーが送られるのは、Secure のときだけです。https か responseMode "query" を使ってください。',
  "option.response_mode": '"responseMode" は "query" か "form_post" で指定してください: {given}。',
  "option.guard_seconds": "ガードの {option} は {least} 以上の秒数で指定してください: {given}。",
  "option.origin_invalid":
    '"trustedOrigins" にオリジンではない値があります: {given}。https://admin.example.com のように、パスを付けずに指定してください。',
  "option.api_base_invalid": '"apiBase" がアドレスではありません: {given}。',
  "option.callback_unknown":
    "{provider} にコールバック {callback} が登録されていません。プロバイダーのアプリの設定に追加してください{where}。",
  "option.auth0_callbacks": " (Auth0: Applications > Settings > Allowed Callback URLs)",

  "page.login_failed.title": "サインインできませんでした",
  "page.login_over.title": "このサインインは終了しています",
  "page.login_over.text":
    "開いたページのサインインは、完了済みか、古すぎるか、別のブラウザで始められたものです。何も変更されていません。",
  "page.signed_out.title": "サインアウトしました",
  "page.signed_out.text": "このサイトでのセッションは終了しました。",
  "page.confirm_logout.title": "サインアウトしますか",
  "page.confirm_logout.text": "サインインしています。セッションを終了するには、ボタンを押してください。",
  "page.session_over.title": "セッションが終了しました",
  "page.unavailable.title": "現在このページを表示できません",
  "page.unavailable.text":
    "このページに必要なサービスが応答しません。サインインしていた場合は、そのまま続いています。少し待ってから、もう一度試してください。",
  "page.not_recent.title": "再サインインが行われませんでした",

  "reason.logged_out": "サインアウトしました。",
  "reason.ended": "別のデバイスか管理者によって終了されました。",
  "reason.replaced": "このブラウザで改めてサインインしました。",
  "reason.provider_logout": "サインインのサービスでサインアウトされました。",
  "reason.idle": "長い間操作がありませんでした。",
  "reason.absolute": "セッションの最長時間に達しました。",
  "reason.grant_refused":
    "サインインのサービスで確認できなくなりました。アカウントが停止されたか、アクセスが取り消されています。",
  "reason.other_subject":
    "サインインのサービスが別のアカウントについて応答したため、セッションを終了しました。",
  "reason.no_refresh_token": "サインインの有効期限が切れました。",
  "reason.rotation_lost": "サインインのサービスとの通信が、更新の途中で失われました。",

  "failure.consent_denied": "ユーザーまたはサインインのサービスが拒否しました。",
  "failure.login_timed_out": "時間がかかりすぎました。最初からやり直してください。",
  "failure.code_expired": "時間がかかりすぎたか、すでに完了しています。最初からやり直してください。",
  "failure.clocks_differ":
    "時計が一致していません。{provider} の時計は {theirs}、このサーバーの時計は {ours} を示しています。サイトの運営者が、ずれている時計を合わせる必要があります。",
  "failure.not_recent":
    "このページには新しいサインインが必要ですが、サインインのサービスが再入力を求めませんでした。セッションはそのまま続いています。",
  "failure.other_user":
    "このセッションとは別のアカウントでサインインしました。セッションはそのまま続いています。元のアカウントを使うか、先にサインアウトしてください。",
  "failure.provider": "サインインのサービスで問題が起きました ({code})。",
  "failure.other": "このサイトとサインインのサービスの間の設定に問題があります ({code})。",
  "failure.said": "サービスからのメッセージ: {said}",

  "action.again": "もう一度試す",
  "action.sign_in": "サインイン",
  "action.sign_in_again": "もう一度サインインする",
  "action.sign_out": "サインアウト",
  "action.home": "トップページへ",
};
