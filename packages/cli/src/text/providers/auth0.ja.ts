import type { en } from "./auth0.en.ts";

/** Auth0 の利用者だけに示すコマンドの文言(日本語)。キーと {placeholders} は auth0.en.ts と同じ。 */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "help.auth0": `Auth0 テナントに接続する。アプリケーションが 1 つ必要(最初に 1 回だけ作る)。

  tokenwell login auth0
  tokenwell login auth0 my-api            名前を付ける場合

アプリケーションを作る
  1  Applications(アプリケーション) > Create Application
     > Regular Web Application(シークレットを置く場所がなければ Native)
     必ずファーストパーティにする。サードパーティ(Client ID が tpc_…)の厳格
     モードでは ID トークンが返らず、エラーもブラウザにしか出ない。
  2  Settings(設定) > Allowed Callback URLs(許可するコールバック URL)
     http://localhost:9355/callback       この通りに入力し、Save
  3  Settings で Domain、Client ID、Client Secret を控える
     カスタムドメインがあればそれを使い、以後も同じものを使う。
  4  Advanced Settings > Grant Types: Authorization Code と Refresh Token
     Advanced Settings > OAuth: OIDC Conformant(OIDC 準拠)をオン
  5  Settings > Refresh Token Rotation(リフレッシュトークンのローテーション)
       オン  Rotation Overlap Period(オーバーラップ期間)を 60 秒にし、伝える:
             tokenwell set NAME overlap=60s
       オフ  トークンは変わらない
     Maximum Lifetime(最大ライフタイム)は、使ってもログイン時から延びない。
     Idle Lifetime(アイドルライフタイム)は使うたびに延びる。
     30 日と違う場合は:
             tokenwell set NAME max-life=365d idle-life=60d

API を設定する
  6  Applications > APIs > 使う API > Settings
       Allow Offline Access(オフラインアクセスの許可)  オンにして Save
       Allow Skipping User Consent(同意の省略)         同意画面が不要ならオン
     Identifier(識別子)が audience になる。指定しないと、アクセストークンは
     /userinfo にしか使えない。
  7  MFA のポリシーが「Always」だと、更新はすべて mfa_required で止まる。
     別のポリシーにするか、Action で更新を除外する。

2026 年 4 月 28 日から、コールバックがこのマシンにあるログインでは、Auth0 が
確認画面を出すことがある。このログインのものなので先へ進む。
ブラウザに「Callback URL mismatch」: 手順 2 の URL を 1 文字ずつ比べる。
リフレッシュトークンが返らない: 手順 6、次に手順 4。`,
  "login.app_needed.auth0": `テナントにアプリケーションが 1 つ必要です(初回のみ、約 2 分)。
作成済みなら先へ進めます。
  Applications > Create Application > Regular Web Application
    Settings > Allowed Callback URLs  {redirectUri}
    Advanced Settings > Grant Types   Authorization Code, Refresh Token
  Applications > APIs > API > Settings
    Allow Offline Access(オフラインアクセスの許可)をオン
  全手順: tokenwell help auth0
`,
  "ask.host.auth0": "Domain",
  "ask.client_id.auth0": "Client ID",
  "ask.client_secret.auth0": "Client Secret   表示しません。なければ Enter(Native アプリ)",
  "browser.waiting.auth0": `ブラウザでのログインを待っています(最長 {minutes} 分、Ctrl-C で中止)。
コールバックがこのマシンなので、Auth0 が確認を求めることがあります。`,
  "step.allowed.auth0": "{account} としてログインしました",
  "step.tested_rotates.auth0":
    "更新を 1 回試し、成功しました。トークンは更新のたびに入れ替わります(保存済み)",
  "step.tested_static.auth0": "更新を 1 回試し、成功しました。トークンは更新しても変わりません",
  "handed.rotates.auth0": `トークンは更新のたびに入れ替わります。渡した先のプログラムは、使うたびに新しいトークンを保存する必要があります。できなければ、アプリの Refresh Token Rotation(リフレッシュトークンのローテーション)をオフにしてください。`,
};
