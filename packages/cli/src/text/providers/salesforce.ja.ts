import type { en } from "./salesforce.en.ts";

/** Salesforce の利用者だけに示すコマンドの文言(日本語)。キーと {placeholders} は salesforce.en.ts と同じ。 */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "help.salesforce": `Salesforce 組織に接続する。アプリが 1 つ必要(管理者が最初に 1 回だけ作る)。

  tokenwell login salesforce
  tokenwell login salesforce acme-bot     名前を付ける場合

アプリ(外部クライアントアプリケーション)を作る。既存の接続アプリケーション
も使えるが、新しくは作れない(Spring '26 以降)。
  1  設定 > アプリケーションマネージャー > 新規外部クライアントアプリケーション
     名前と連絡先のメールを入力。配布状態は「ローカル」
  2  「API (OAuth 設定の有効化)」で OAuth を有効にする
     コールバック URL  http://localhost:9355/callback
     OAuth 範囲  API を使用してユーザーデータを管理 (api)
                 いつでも要求を実行 (refresh_token, offline_access)
     「フルアクセス (full)」だけではリフレッシュトークンは返らない。
  3  セキュリティ: 次の 3 つはオンのまま
       Web サーバーフローの秘密が必要
       更新トークンフローの秘密が必要
       コード交換の証明鍵が必要 (PKCE)
     「更新トークンの循環の有効化」(または「ローテーション」)は、トークンを
     使うのが tokenwell だけならオンにする。
  4  作成。最初のログインまで最大 10 分待つ
  5  設定 > OAuth 設定 で、コンシューマー鍵とコンシューマーの秘密を開く
     先にメールで確認コードが届く。
  6  ポリシー > 編集 > OAuth ポリシー
       許可されているユーザー  「管理者が承認したユーザー…」なら、使う人に
                               権限セットかプロファイルを割り当てる
       更新トークンポリシー    「更新トークンをすぐに期限切れにする」以外
       IP 制限の緩和           ネットワークに合わせる

組織のアドレス
  推奨     https://NAME.my.salesforce.com(lightning のアドレスでもよい)
  Sandbox  test.salesforce.com、https://NAME--BOX.sandbox.my.salesforce.com
  サイト   パスまで含める。https://NAME.my.site.com/PATH

コールバックが別の所にあるアプリ(例 https://login.salesforce.com/)
  tokenwell login salesforce --callback https://login.salesforce.com/
  許可した後、最後に表示されたページのアドレスを貼り付ける。

ログインは同じユーザーとアプリで 5 件まで。6 件目のログインで、最も古いものが
通知なく無効になる。アプリに有効期間を設定したら:
  tokenwell set NAME idle-life=30d`,
  "login.app_needed.salesforce": `組織にアプリが 1 つ必要です(初回のみ、約 3 分)。作成済みなら先へ進めます。
  設定 > アプリケーションマネージャー > 新規外部クライアントアプリケーション
    コールバック URL     {redirectUri}
    選択した OAuth 範囲  API を使用してユーザーデータを管理 (api)
                         いつでも要求を実行 (refresh_token, offline_access)
  既存の「接続アプリケーション」も使えます。全手順: tokenwell help salesforce
`,
  "ask.host.salesforce": "組織のアドレス  Enter: login.salesforce.com  Sandbox: test.salesforce.com",
  "ask.client_id.salesforce": "コンシューマー鍵      アプリ > 設定 > OAuth 設定",
  "ask.client_secret.salesforce": "コンシューマーの秘密  表示しません。なければ Enter",
  "browser.open_and_paste.salesforce": `Enter を押すと、ブラウザで {host} を開きます。
「許可」の後、アドレスバー({example})をコピーしてここに貼り付けてください。コードの有効期間は {minutes} 分です。`,
  "step.stored.salesforce": "リフレッシュトークン(更新トークン)を受け取り、暗号化して保存しました",
  "lives.until_revoked.salesforce": "取り消されるまで(推定。「更新トークンポリシー」で決まります)",
  "handed.rotates.salesforce": `トークンは更新のたびに入れ替わります。渡した先のプログラムは、使うたびに新しいトークンを保存する必要があります。できなければ、アプリの「更新トークンの循環の有効化」を無効にしてください。`,
  "snippet.code.salesforce":
    "CODE は 1 回だけ、{minutes} 分以内に使えます。アドレスの末尾の %3D%3D を 1 回デコードして、== に変えてください。このプログラムがもう一度エンコードします。2 重にエンコードすると、Salesforce は期限切れと答えます。",
  "snippet.call.salesforce": "手順 2 か 3 の応答にある instance_url で API を呼び出します。",
};
