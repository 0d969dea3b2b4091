import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.keycloak.session_ended":
    "Keycloak でユーザーのセッションが終わりました。SSO Session Idle(既定 30 分)か Max、ログアウト、セッションを保たない再起動が原因です。リフレッシュトークンも共に無効になります。",
  "fix.keycloak.session_ended":
    "Realm settings > Sessions で SSO Session Idle と Max を延ばすか、Idle より短い間隔で更新してください。\n長期のアクセスには、スコープ offline_access を求めてください。\nこのセッションは終わりました。一度だけログインし直してください。",
  "why.keycloak.offline_session":
    "オフラインセッションが終わりました。Offline Session Idle(30 日)か Max、削除、アップグレードでの消失が原因です。",
  "fix.keycloak.offline_session":
    "Offline Session Idle の間に 1 回以上更新し、Realm settings > Sessions > Offline Session Max Limited を確認してください。\n一度だけ接続し直してください。",
  "why.keycloak.reuse": "Revoke Refresh Token がオンで、使用済みのトークンがまた送られました。",
  "fix.keycloak.reuse":
    "応答ごとに新しいトークンを保存し、更新するプロセスを 1 つにしてください。\nRealm settings > Tokens > Refresh Token Max Reuse は 0 なら 2 回目を許しません。失われた応答に備えるなら小さな数にしてください。\n一度だけログインし直してください。",
  "why.keycloak.host_name":
    "Keycloak は各リクエストのホスト名を iss に入れます。ブラウザとサーバーが別の名前(localhost、コンテナーの名前、http と https)で接続しています。",
  "fix.keycloak.host_name":
    "KC_HOSTNAME に公開 URL を、プロキシの後ろでは KC_PROXY_HEADERS=xforwarded を設定してください。\nコンテナーの中も含め、すべてのプログラムでその URL を発行者としてください。",
  "why.keycloak.lifetime_overflow":
    "レルムの有効期間が長すぎて、終わりが 2038 年を超えています。この Keycloak では数えられません。",
  "fix.keycloak.lifetime_overflow":
    "Realm settings > Sessions で Offline Session Max を小さく(長くても数年に)するか、Offline Session Max Limited をオフにしてください。\n一度だけ接続し直してください。",
  "why.keycloak.account_setup":
    "ユーザーに未完了の必須操作(新しいパスワード、メール、規約)があり、画面のないログインでは行えません。",
  "fix.keycloak.account_setup":
    "Users > ユーザー > Required user actions から外すか、ユーザーが一度ブラウザでログインしてください。\nメールと氏名が入力されているか確認してください。",
  "why.keycloak.https_required":
    "レルムが外部からのリクエストに https を求めていますが、これは http で届きました。",
  "fix.keycloak.https_required":
    "https で呼び出してください。プロキシの後ろでは、外側のスキームが伝わるよう KC_PROXY_HEADERS=xforwarded を設定してください。",
  "why.keycloak.old_path":
    "パスが違います。バージョン 17 から /realms の前に /auth はありません。またはレルムの名前が違います。",
  "fix.keycloak.old_path":
    "https://HOST/realms/REALM/.well-known/openid-configuration を開き、そのアドレスを使ってください。",
  "why.keycloak.login_timeout": "ログイン画面を長く開きすぎたか、その Cookie が戻りませんでした。",
  "fix.keycloak.login_timeout":
    "アプリから、1 つのタブで始め直してください。\nRealm settings > Sessions > Login timeout を確認し、Cookie のために https と 1 つのホスト名を使ってください。",
};
