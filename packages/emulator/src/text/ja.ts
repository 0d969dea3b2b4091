import type { TextKey } from "./en.ts";

/** Every sentence of the emulator's pages, in Japanese. */
export const ja: Readonly<Record<TextKey, string>> = {
  banner: "エミュレーター:このマシンで動くテスト用のプロバイダーです",

  "login.title": "ログイン",
  "login.lead": "{app} がログインを求めています。どの名前でも、どのパスワードでもログインできます。",
  "login.name": "名前",
  "login.password": "パスワード",
  "login.button": "ログイン",
  "login.name_missing": "名前を入力してください(例:alice)。",
  "login.blocked": "{user} は停止されています。",

  "consent.title": "{app} を許可しますか?",
  "consent.account": "{user} としてログインしています。",
  "consent.lead": "{app} が求めている内容:",
  "consent.allow": "許可",
  "consent.deny": "拒否",
  "consent.denied": "利用者が拒否しました。",

  "scope.openid": "あなたが誰であるかの確認",
  "scope.profile": "あなたの名前",
  "scope.email": "あなたのメールアドレス",
  "scope.offline_access": "不在の間のアクセス(取り消すまで)",
  "scope.api": "あなたの名義での API の利用",
  "scope.full": "あなたにできるすべての操作(不在の間を除く)",
  "scope.id": "あなたが誰であるかの確認",
  "scope.refresh_token": "不在の間のアクセス(取り消すまで)",
  "scope.web": "あなたの名義での Web ページの利用",

  "logout.title": "ログアウトしました",
  "logout.lead": "アプリに与えたアクセス権はそのまま残ります。",

  "redirect.title": "お待ちください",
  "redirect.continue": "次へ進む",

  "auth0.oops.title": "エラーが発生しました",
  "auth0.oops.callback":
    "コールバック URL が一致しません。送られた redirect_uri は、許可されたコールバック URL の一覧にありません。アプリケーションの設定画面を開き、アプリケーションが正しいコールバック URL を送っているか確認してください。",
  "auth0.oops.client": "リクエストを送ったアプリケーションは、このテナントに登録されていません。",
  "auth0.oops.session":
    "ログインのセッションが見つかりません。「戻る」ボタンを押した、ログイン中にページを再読み込みした、ログイン画面を開きすぎた、または Cookie に問題がある可能性があります。",
  "auth0.oops.logout": "ログアウト後のアドレスは、許可されたログアウト URL の一覧にありません。",
  "auth0.oops.details": "技術的な詳細",

  "auth0.confirm.title": "{app} を起動しましたか?",
  "auth0.confirm.lead":
    "この端末のプログラムがログインを求めていますが、どのプログラムであるかは確認できません。ご自分で {app} を起動した場合にだけ続けてください。",
  "auth0.confirm.address": "応答の送り先は {address} です。",
  "auth0.confirm.allow": "続ける",
  "auth0.confirm.deny": "キャンセル",

  "error.title": "続けられませんでした",
  "error.expired":
    "ページの期限が切れたか、別のブラウザで開かれました。元のプログラムからやり直してください。",
  "error.code": "エラー",
  "error.description": "プロバイダーの説明",
};
