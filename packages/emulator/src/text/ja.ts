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

  "error.title": "続けられませんでした",
  "error.expired":
    "ページの期限が切れたか、別のブラウザで開かれました。元のプログラムからやり直してください。",
  "error.code": "エラー",
  "error.description": "プロバイダーの説明",
};
