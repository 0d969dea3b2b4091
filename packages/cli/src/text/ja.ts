import { ja as doctor } from "./doctor.ja.ts";
import type { WordKey } from "./en.ts";
import { ja as forms } from "./forms.ja.ts";
import { ja as hooks } from "./hooks.ja.ts";
import { ja as keys } from "./keys.ja.ts";
import { ja as mcp } from "./mcp.ja.ts";
import { ja as auth0 } from "./providers/auth0.ja.ts";
import { ja as salesforce } from "./providers/salesforce.ja.ts";
import { ja as remote } from "./remote.ja.ts";
import { ja as store } from "./store.ja.ts";
import { ja as use } from "./use.ja.ts";
import { ja as work } from "./work.ja.ts";

/** コマンドの文言(日本語)。キーと {placeholders} は en.ts と同じ。 */
export const ja: Readonly<Record<WordKey, string>> = {
  "help.overview": `リフレッシュトークンを一度取得すれば、いつでも新しいアクセストークンを使える。

  tokenwell demo                動くところを見る(10 秒、このマシンの中だけ)
  tokenwell login salesforce    Salesforce の組織に接続する
  tokenwell login auth0         Auth0 のテナントに接続する
  tokenwell login https://…     ほかの OpenID プロバイダーに接続する

  使う  token  run  use  request  snippet   見る  status  explain  doctor
  移す  export  import  move                試す  emulator  demo
  ほか  tokenwell help`,

  "help.all": `リフレッシュトークンを一度取得すれば、いつでも新しいアクセストークンを使える。

  tokenwell login salesforce [name]    Salesforce の組織に接続する
  tokenwell login auth0 [name]         Auth0 のテナントに接続する
  tokenwell login https://… [name]     ほかの OpenID プロバイダーに接続する
  tokenwell renew [name]               同じアプリと設定で再ログインする
  tokenwell token [name]               アクセストークンを表示する
  tokenwell run [name] -- <program>    トークンを渡してプログラムを実行する
  tokenwell use [ツール] [名前]        git、msmtp、sf、kubectl などを設定
  tokenwell request [name] <address>   API を呼び出す
  tokenwell status [name]              接続の状態を見る
  tokenwell explain <text>             エラーの原因と直し方を示す
  tokenwell snippet [name] --lang go   同じリクエストを自分の言語のコードで示す
  tokenwell doctor                     インストールの問題を調べる
  tokenwell logout [name]              プロバイダーで取り消し、ここから消す
  tokenwell set <name> max-life=365d   プロバイダーが知らせない設定を伝える
  tokenwell set <name> --on needs-login -- <program>    出来事を知らせる
  tokenwell export <name>              リフレッシュトークンを引き渡す
  tokenwell import salesforce [name]   stdin のリフレッシュトークンを引き取る
  tokenwell move <name> ssh://…        接続を別のマシンへ移す
  tokenwell remote                     login --on と move が相手側で動かす
  tokenwell mcp bridge <name>          MCP の全クライアントでログインを共有する
  tokenwell upkeep                     使わないと失効するものを更新する
  tokenwell upkeep install             それを 1 時間ごとに動かす
  tokenwell work                       期限の近いものを更新しつづける
  tokenwell keys                       データの鍵を移す、控える、新しくする
  tokenwell store move 移し先          すべてを PostgreSQL へ移す、または戻す
  tokenwell emulator [provider]        自分のテスト用の Salesforce や Auth0
  tokenwell demo                       動くところを見る(このマシンの中だけ)
  tokenwell help <command>             コマンドごとの説明
  tokenwell help salesforce | auth0    アカウントからトークンまでの全手順
  tokenwell --version                  バージョンを表示する

  共通        --json       データを stdout へ JSON で、エラーも JSON で
              --verbose    リクエストと応答(トークンなどは伏せる)
              --lang ja    または en
  終了コード  0 成功  1 失敗  2 入力の誤り  3 再ログインが必要  4 後で再試行
  環境変数    TOKENWELL_CONNECTION     名前を省いたときの接続
              TOKENWELL_CLIENT_SECRET  アプリのシークレット
              TOKENWELL_HOME           すべてを置くフォルダー
              TOKENWELL_KEY_FILE       外から渡す鍵のファイル
              TOKENWELL_LANG  HTTPS_PROXY  NO_PROXY  NODE_EXTRA_CA_CERTS

接続が 1 つなら名前を省略できる。`,

  "help.login": `プロバイダーのアカウントに接続する。

  tokenwell login salesforce                 全手順: tokenwell help salesforce
  tokenwell login auth0                      全手順: tokenwell help auth0
  tokenwell login https://login.example.com  ほかの OpenID プロバイダー
  tokenwell login https://login.example.com acme
  tokenwell renew acme                       同じ接続の再ログイン
  tokenwell login https://mcp.example.com/mcp  詳細: tokenwell help mcp

  メタデータのないサーバー(OAuth 2.0 だけ)
    --authorize-url URL          ユーザーがアクセスを許可する場所
    --token-url URL              コードを交換する場所
    --revoke-url URL             logout がログインを取り消す場所
    --userinfo-url URL           アカウント名を示す場所
  アプリ
    --host HOST                  組織、Sandbox、サイト。Auth0 ではドメイン
    --client-id ID
    --client-secret-file FILE    「-」は stdin。または TOKENWELL_CLIENT_SECRET
    --public                     シークレットのないアプリ
    --register                   MCP サーバーのプロバイダーに新しく登録する
    --callback URL               既定は http://localhost:9355/callback
    --port N                     既定のコールバックのポート番号を変える
  トークン
    --name NAME                  2 番目の語と同じ
    --scope "…"                  既定: リフレッシュトークンに必要なスコープ
    --audience API               トークンの対象となる API(audience)
    --api URL                    request が API を探す場所
    --replace-account            同じ名前のまま別のアカウントに切り替えることを
                                 許可する
    --no-test                    ログイン後の更新を試さない
    --print                      リフレッシュトークンを渡し、手元に残さない
    --with-secret                --print --json でシークレットも渡す
  ブラウザ
    --no-browser                 アドレスを表示し、何も開かない
  マシン
    --on ssh://taro@server       そのマシンでログインし、ブラウザはここで開く。
                                 docker://…、kubectl://… も可(help move を参照)`,

  "help.renew": `同じ名前、アプリ、アカウント、設定のまま、質問なしで再ログインする。

  tokenwell renew [name]

  名前を省くと、再ログインが必要なただ 1 つの接続。

    --replace-account            同じ名前のまま別のアカウントに切り替えることを
                                 許可する
    --scope "…"                  これから使うスコープ
    --audience API               これからのトークンの対象となる API(audience)
    --client-id ID               同じプロバイダーの別のアプリを使う
    --client-secret-file FILE    「-」は stdin。または TOKENWELL_CLIENT_SECRET
    --callback URL
    --port N                     コールバックのポート番号を変える
    --no-test                    ログイン後の更新を試さない
    --no-browser                 アドレスを表示し、何も開かない
    --register                   MCP サーバーのプロバイダーに新しく登録する

  ログインが失敗しても、接続はそのまま残る。`,

  "help.token": `アクセストークンを表示する。必要なら更新する。

  tokenwell token [name]
  curl -H "Authorization: Bearer $(tokenwell token)" https://…

    --min-ttl 5m    残りの有効期間の下限(既定 60s。300、5m、1h)。
                    足りなければ警告を添えて表示する(終了コード 0)
    --json          種類、スコープ、期限も出力する
    --id            アクセストークンの代わりに ID トークンを表示する
    --refresh       今すぐ 1 回更新し、リフレッシュトークンを試す
    --wait 60       別のプログラムの更新を待つ秒数

  ほかのプログラムが読む形式で出力する: --as FORM
    header              tokenwell token --as header | curl -H @- https://…
    curl-config         tokenwell token --as curl-config | curl -K - https://…
    json                access_token、expires_at(1970 年からの秒数)、scope
    dotenv              ACCESS_TOKEN=…(Salesforce では INSTANCE_URL=… も)
    exec-credential     Kubernetes の認証プラグイン(多くは --id も必要)
    git-credential      git config credential.https://git.example.com.helper
                          '!tokenwell token acme --as git-credential'
    docker-credential   次の行だけのスクリプト docker-credential-acme を置く:
                          exec tokenwell token acme --as docker-credential "$@"
    xoauth2             メール用の SASL 文字列(Base64)
    oauthbearer         同上(RFC 7628 の方式)
    mcp-headers         {"Authorization":"Bearer …"}
    sf-access-token     tokenwell token --as sf-access-token |
                          sf org login access-token --instance-url https://…

    --user NAME         ユーザー名。メールの既定はアカウント名、git と Docker の
                        既定は oauth2
    --allow-host HOST   git や Docker でトークンを渡してよいサーバーを加える
                        (既定: 接続の API のサーバーだけ)`,

  "help.request": `接続の API をアクセストークン付きで呼び出す。

  tokenwell request [name] /path
  tokenwell request [name] /path -X PUT --data-file body.json

    -X, --method M       既定は GET。データがあれば POST
    -H, --header "N: v"  ヘッダー。繰り返せる
    -d, --data TEXT      本文。Content-Type がなければ JSON
    --data-file FILE     本文のファイル。「-」は stdin
    --allow-host HOST    トークンを渡してよい別のホスト
    -i, --include        応答の状態とヘッダーも表示する

終了コードは 2xx なら 0、ほかは 1。`,

  "help.status": `接続の状態を見る。

  tokenwell status
  tokenwell status acme

    --check        1 回更新し、リフレッシュトークンを試す
    --exit-code    名前がなくても 3(再ログインが必要)、4(不調)で終わる

名前か --check があれば終了コードは 0(正常)、3(再ログインが必要)、
4(不調か未確認)。`,

  "help.explain": `エラーの意味、原因、直し方を示す。通信しない。

  tokenwell explain "invalid_grant: expired access/refresh token"
  tokenwell explain --provider salesforce --stage refresh -- TEXT
  tokenwell explain - < error.log

  TEXT は何でもよい。JSON の応答、error= のあるアドレス、ページ、例外、ログ、
  tokenwell のコード。「-」は stdin を読む。

    --provider P     salesforce auth0 google microsoft okta github keycloak
                     slack hubspot oidc
    --stage S        authorize callback token-exchange refresh api-call revoke
                     network keychain
    --grant G        authorization_code refresh_token jwt_bearer
                     client_credentials device_code password
    --status N       HTTP ステータス
    --context "…"    ほかに知っていること:「2 台のサーバーがアプリを共用」など
    --json           同じ内容をプログラム用に出力する

TEXT の中のトークンなどは表示しない。何も送らない。`,

  "help.snippet": `ログイン、コードの交換、更新、API 呼び出しのコードを表示する。
トークンは送らない。

  tokenwell snippet --lang LANGUAGE         唯一の接続のもの
  tokenwell snippet acme --lang python
  tokenwell snippet salesforce --lang java --step refresh
  tokenwell snippet auth0 --host acme.us.auth0.com --lang go
  tokenwell snippet https://login.example.com --lang curl

    --lang L         curl csharp go java javascript axios kotlin objective-c php
                     powershell python ruby rust swift
                     postman postman-environment http: 全手順を含むファイル
    --step S         authorize exchange refresh call。既定は全手順で、
                     プログラムを順に並べる
    --api URL        API の場所
    --json           同じ内容をプログラム用に出力する
  接続がないとき
    --host HOST      組織、Sandbox、サイト。Auth0 ではドメイン
    --client-id ID   既定は YOUR_CLIENT_ID
    --public         シークレットのないアプリ
    --scope "…"  --audience API  --callback URL    login と同じ

コードはシークレットを環境変数から読む: CLIENT_SECRET、CODE、CODE_VERIFIER、
REFRESH_TOKEN、ACCESS_TOKEN。保存されている値は表示しない。
コードの中の説明は表示言語に従う: --lang go --lang ja`,

  "help.doctor": `インストールを調べる: 鍵、PostgreSQL、ファイル、ディスク、バージョン、プロキシ
と証明書、時計、接続、プロセス。問題ごとに、直すためのコマンドを示す。

  tokenwell doctor

    --json    プログラム用の出力

何も変更せず、シークレットは表示しない。接続先のプロバイダーに時刻を
問い合わせるだけで、ほかには何も送らない。終了コード 0 は問題なし、
1 は直すところがあることを示す。`,

  "help.logout": `リフレッシュトークンをプロバイダーで取り消し、無効を確かめてから消す。

  tokenwell logout [name]

    --local    ここから消すだけ。トークンはまだ有効かもしれない`,

  "help.set": `プロバイダーが知らせない設定や、プロバイダーの新しい場所を伝える。
接続のアプリ全体に効く。

  tokenwell set acme max-life=365d idle-life=30d

    max-life      ログインの有効期間(使用の有無によらない)
    idle-life     使わないリフレッシュトークンが無効になるまでの期間
    access-life   アクセストークンの有効期間(応答にない場合)
    overlap       入れ替わった後も古いトークンを使える時間(30s など)

    secret        アプリの新しいシークレット(入力か --client-secret-file)
    host          プロバイダーの新しいアドレス(host=acme.my.salesforce.com)

    --on needs-login -- プログラム 引数…      シェルなしで実行する
    --on needs-login,expiring,recovered notify    またはデスクトップに通知する
    --on needs-login none                     取り消す
      needs-login  再ログインが必要、またはアカウントやアプリが停止した
      expiring     終わりの 14 日前と 3 日前、または使われない期間が長いとき
      recovered    再び使える
      プログラムは出来事ごとに一度動き、トークンは受け取らない。環境変数:
      TOKENWELL_EVENT _CONNECTION _REASON _WHY _RENEW(実行するもの)_UNTIL

  時間: 30s、5m、2h、30d。「none」で設定を取り消す。
  古いシークレットは、プロバイダーがそれを拒み、新しいほうを受け入れるまで残す。
  こちらとプロバイダーのどちらを先に変えてもよい。
  リフレッシュトークンは以後、新しいホストへ送る。同じプロバイダーかどうか確認
  できなければ尋ねる。--yes で先に答えられる。
  プロバイダー側の設定は変わらない。その内容を tokenwell に記録するだけである。`,

  "help.export": `接続のリフレッシュトークンを引き渡す。

  tokenwell export acme --refresh-token

    --refresh-token    リフレッシュトークンを渡す(必須)
    --yes              確認しない
    --json             フォームに必要なものすべて
    --with-secret      --json でシークレットも渡す

ローテーションするアプリでは、トークンを使えるプログラムは 1 つだけである。
以後 tokenwell は更新しない。もう一度 tokenwell で使うには:
  tokenwell renew acme`,

  "help.import": `別のプログラムが得たリフレッシュトークンを引き取り、1 回試す。

  tokenwell import salesforce [name] < file
  tokenwell import auth0 [name] --host acme.us.auth0.com < file
  tokenwell import https://login.example.com [name] < file
  tokenwell import [name] < "export --json" の出力(残りはそこに書いてある)

    --host HOST                  組織、Sandbox、サイト。Auth0 ではドメイン
    --client-id ID               トークンを得たアプリ
    --client-secret-file FILE    または TOKENWELL_CLIENT_SECRET
    --public                     シークレットのないアプリ
    --api URL                    request が API を探す場所
    --authorize-url URL          --token-url とともに: メタデータのないサーバー

元のプログラムでは、今後このトークンを使わないこと。ローテーションがあれば、
そちらのコピーはすでに無効である。`,

  "help.emulator": `テスト用の Salesforce、Auth0、OpenID プロバイダーをこのマシンで動かす。

  tokenwell emulator                  salesforce
  tokenwell emulator auth0
  tokenwell emulator oidc             npm install oidc-provider が必要

    --port N             最初のホストのポート。既定は 9400、0 なら空いているもの
    --tls                https。認証局は起動のたびに作る
    --rotation KIND      strict か static。既定は strict
    --any-app            どのクライアント ID も受け付ける(シークレットなし)
    --options JSON       アプリ、ユーザー、設定(startEmulator() と同じ)
    --json               アドレス、アプリ、認証局のファイルを stdout へ

  パスワードは何でもよく、何も残らず、このマシンからしか届かない。
  Ctrl-C まで動く。専用ページで期限切れ、取り消し、時計、障害を操作できる。`,
  "help.demo": `動くところを見る。Salesforce の模擬環境がこのマシンで 10 秒動く。

  tokenwell demo

    --show-naive    手順 5 のスクリプトを表示する

「$」の行はすべて本物のコマンド。数字は模擬プロバイダーの記録による。`,

  "login.app_needed": `プロバイダーにアプリが 1 つ必要です(初回のみ、約 3 分)。作成済みなら次へ。
  {host} で、次の設定のアプリケーションを登録します。
    Redirect URI(リダイレクト URI)   {redirectUri}
    Grant types(グラントタイプ)      authorization_code, refresh_token
    Scope(スコープ)                  offline_access
`,
  "ask.host": "アドレス",
  "ask.host_used": "{address} を使います",
  "ask.client_id": "Client ID(クライアント ID)",
  "ask.client_secret": "Client Secret(クライアントシークレット)  表示しません。なければ Enter",
  "ask.new_secret": "新しいクライアントシークレット  表示しません",
  "ask.audience": "API Identifier  audience のこと。なければ Enter(/userinfo だけに使えます)",
  "ask.use_app": "{names} のアプリ({clientId}、{host})を使いますか? (Y/n)",
  "ask.use_app_before": "前に入力したアプリ({clientId}、{host})を使いますか? (Y/n)",
  "ask.refresh_token": "リフレッシュトークン  表示しません",
  "ask.hand_over": "引き渡しますか? (y/N)",
  "ask.move": "{names} のリフレッシュトークンを {to} へ送りますか? (y/N)",
  "ask.other_copy_gone": "両方を使うとログインが終わります。使うのはこちらだけですか? (y/N)",
  "ask.other_name": "名前 {name} は {owner} が使っています。{account} の名前は?  Enter: 中止",

  "browser.open": `Enter を押すと、ブラウザで {host} を開きます。
ご自分で開くときは下の URL を使い、最後に表示されたページのアドレスを貼り付けてください:`,
  "browser.open_and_paste": `Enter を押すと、ブラウザで {host} を開きます。
許可した後、アドレスバー全体をコピーし、{minutes} 分以内にここへ貼り付けてください:
{example}`,
  "browser.yourself": `下の URL をご自分で開いてください。
許可した後ここに何も起きなければ、最後に表示されたページのアドレスを貼り付けてください:`,
  "browser.yourself_and_paste": `下の URL をご自分で開いてください。許可した後、アドレスバー全体をコピーし、{minutes} 分以内にここへ貼り付けてください({example})。`,
  "browser.address": "ブラウザが開かなければ、次の URL を開いてください:",
  "browser.address_only": "次の URL をブラウザで開いてください:",
  "browser.goes_on_by_paste":
    "ポートを使わずに続けます。最後に表示されたページのアドレスを貼り付けてください。",
  "browser.waiting": "ブラウザで「許可」が押されるのを待っています(最長 {minutes} 分、Ctrl-C で中止)。",
  "browser.still_waiting":
    "まだ待っています。ブラウザにエラーが出ていれば、その文かアドレスを貼り付けてください。",
  "browser.not_opened_above": "ブラウザを開けませんでした。上のアドレスを開いてください。",
  "browser.not_opened": "ブラウザを開けませんでした。次の URL をご自分で開いてください:",

  "step.allowed": "{account} が許可しました",
  "step.allowed_by_id": "ユーザー {account} が許可しました",
  "step.allowed_unnamed": "許可されました",
  "step.stored": "リフレッシュトークンを受け取り、暗号化して保存しました",
  "step.tested": "更新を 1 回試し、成功しました",
  "step.tested_rotates": "更新を 1 回試し、成功しました。トークンは更新のたびに入れ替わります(保存済み)",
  "step.tested_static": "更新を 1 回試し、成功しました。トークンは更新しても変わりません",
  "connected.title": "{name} として接続しました",
  "connected.api": "API",
  "connected.scopes": "スコープ",
  "connected.lives": "有効期間",
  "lives.until_revoked": "取り消されるまで(推定。プロバイダーの設定で決まります)",
  "lives.until_revoked_short": "取り消されるまで(推定)",
  "lives.until": "{day} まで、使用の有無によらず(設定値)",
  "lives.until_assumed": "{day} まで、使用の有無によらず(推定: {provider} の既定値)",
  "lives.idle": "{lives}。{days} 日使わないと無効(設定値)",
  "lives.differs": "異なるときは  tokenwell set {name} max-life=365d",
  "next.token": "アクセストークンを表示",
  "next.request": "API を呼び出す",
  "handed.kept_nothing": "tokenwell はトークンを残していません。今の持ち主はあなただけです。",
  "handed.rotates": `トークンは更新のたびに入れ替わります。渡した先のプログラムは、使うたびに新しいトークンを保存する必要があります。できなければ、プロバイダーでこのアプリのローテーションを無効にしてください。`,
  "handed.not_taken": "リフレッシュトークンが stdout で受け取られなかったため、{name} として残しました。",

  "export.rotates": `{name} のトークンは更新のたびに入れ替わり、使えるプログラムは 1 つだけです。
以後 tokenwell は {name} を更新しません。`,
  "export.shared": `{name} のトークンは更新しても変わらず、tokenwell も使い続けます。
トークンを持っていれば、取り消されるまで誰でも使えます。
tokenwell logout {name} で両方とも使えなくなります。`,
  "export.done": "{name} を引き渡しました。もう一度 tokenwell で使うには:  tokenwell renew {name}",
  "export.stopped": "引き渡していません。{name} は元のままです。",
  "export.kept": "リフレッシュトークンが stdout で受け取られなかったため、{name} はそのままです。",
  "import.stored": "リフレッシュトークンを暗号化して保存しました",
  "import.done_unnamed":
    "{name} として接続しました。元のプログラムでは、今後このトークンを使わないでください",
  "import.done": "{name} は {account} です。元のプログラムでは、今後このトークンを使わないでください",
  "set.done": "{name}: {settings}",
  "set.secret": "プロバイダーが受け入れるまで、今のシークレットも残します。",
  "set.also": "アプリの設定なので、{names} にも適用されます。",
  "set.elsewhere": "{to} が、{name} の今のプロバイダー {from} と同じかどうか確認できません。",
  "set.moved": "試すには:  tokenwell status {name} --check",

  // tokenwell token
  "token.short": "トークンの残りは {left}で、--min-ttl {given} より短いです",

  "notice.drain": `{name}: {since} の更新に応答がありません。{until} より前にもう一度送るとログインが失われる恐れがあります。{seconds} 秒待ちます(Ctrl-C は安全です)。`,
  "notice.other":
    "{name}: {since} から別のプログラムが更新しています。最長 {seconds} 秒待ちます(Ctrl-C は安全です)。",
  "notice.unsaved": `{name}: プロバイダーの応答をまだ保存できません。
保存できるまで試します。今止めるとログインが失われる恐れがあります。`,
  "notice.finishing": "{names} の更新を数秒で終えます。もう一度 Ctrl-C を押すとログインを失う恐れがあります",

  // doctor
  "hint.doctor": "このマシンを調べるには:  tokenwell doctor",
  "doctor.check.key": "鍵",
  "doctor.check.files": "ファイル",
  "doctor.check.durability": "ディスク",
  "doctor.check.versions": "バージョン",
  "doctor.check.network": "ネットワーク",
  "doctor.check.clock": "時計",
  "doctor.check.connections": "接続",
  "doctor.check.processes": "プロセス",
  "doctor.healthy": "直すところはありません。",
  "doctor.faults": "直すところが {count} 件あります。doctor は何も変更しません。",
  "doctor.nothing_stored": "まだ何も保存されていません。最初のログインで鍵とデータを作ります",
  "doctor.key_private": "{path}(読めるのはあなただけです)",
  "doctor.key_in_env": "環境変数で渡されています",
  "doctor.key_in_keychain": "このシステムのキーチェーンにあります",
  "doctor.local_disk": "{path}(このマシン上)",
  "doctor.durable": "コミットは必ずディスクに書いてから有効になります。空き {free}",
  "doctor.versions_fit": "tokenwell {tokenwell}、Node {node}、{engine}、データ形式 {format}",
  "doctor.data_older":
    "tokenwell {tokenwell}、Node {node}、{engine}。データ形式は {format} で、次のコマンドが {known} に更新します",
  "doctor.direct": "プロキシなし。証明書は Node とシステムのものを使います",
  "doctor.through_proxy": "{host} へはプロキシ {proxy} を通ります。証明書は Node とシステムのものを使います",
  "doctor.clock_right": "{host} との差は {span}以内です",
  "doctor.clock_not_compared": "比べていません。時刻を示すプロバイダーに接続していません",
  "doctor.kept_alive": "まもなく終わるログインはありません(接続 {count} 件)",
  "doctor.upkeep_ran": "まもなく終わるログインはありません(接続 {count} 件)。upkeep は {since} に動きました",
  "doctor.no_connection": "まだ何も接続されていません",
  "doctor.none_stuck": "止まっているものはありません",
  "doctor.folder_open": "{path} のファイルをほかのユーザーが変更できます(モード {mode})",
  "doctor.key_synced": "鍵をほかのマシンへコピーするプログラムがあります: {path}",
  "doctor.data_readable": "{path} をほかのユーザーが読めます(モード {mode})",
  "doctor.data_shared_mount":
    "{path} は {type} にあり、ロックが効きません。トークンが失われるか、二重に送られるおそれがあります",
  "doctor.data_synced":
    "データをほかのマシンへコピーするプログラムがあり、トークンが枝分かれするおそれがあります: {by}",
  "doctor.data_in_memory": "{path} はメモリ上({type})にあり、マシンが止まるとすべてのログインが失われます",
  "doctor.read_only": "データに書き込めないため、トークンを更新できません: {path}",
  "doctor.space_low": "データ用の空きは {free} だけです。空きがないとトークンを更新できません",
  "doctor.damaged": "SQLite が {path} の破損を検出しました",
  "doctor.store_restored": "データが、ここで使われていたものより古くなっています: {place}",
  "doctor.store_copied": "データは、別の場所で使われていたもののコピーです: {place}",
  "doctor.other_version":
    "プロセス {pid} が tokenwell {version} ({folder})でデータを使っています。このコマンドは {ours} です",
  "doctor.proxy_invalid": "{option} がプロキシのアドレスではありません",
  "doctor.proxy_twice": "{used} と {other} の値が違います。{used} が有効です",
  "doctor.proxy_http_only":
    "HTTP_PROXY だけが設定され、HTTPS_PROXY がありません。プロバイダーへはプロキシを通りません",
  "doctor.ca_unreadable": "NODE_EXTRA_CA_CERTS のファイルを読めません: {path}",
  "doctor.ca_empty": "NODE_EXTRA_CA_CERTS のファイルに証明書がありません: {path}",
  "doctor.checks_off":
    "NODE_TLS_REJECT_UNAUTHORIZED=0 により、ほかの Node のプログラムは相手を確認しません。tokenwell はこの設定を無視します",
  "doctor.unreachable": "{host} に接続できません({reason})",
  "doctor.clock_ahead":
    "{host} より {span}進んでいます。トークンが早く切れたように見え、ID トークンが合わないことがあります",
  "doctor.clock_behind":
    "{host} より {span}遅れています。切れたトークンが有効に見え、ID トークンが合わないことがあります",
  "doctor.neglected": "{name} は使わないと {left}後({until})に終わりますが、更新するものがありません",
  "doctor.upkeep_missing": "upkeep を動かすものがありません。使わないログインは終わり、出来事も届きません",
  "doctor.upkeep_stopped": "upkeep は {since} から動いていません",
  "doctor.ending": "{name} は使用の有無によらず {left}後({until})に終わります({source})",
  "doctor.broken": "{name} は使えません",
  "doctor.process_stopped":
    "プロセス {pid} がデータを開いたまま停止しています。ほかのプロセスが待たされることがあります",
  "doctor.refresh_stuck": "{name} の更新が {since} から続いています",
  "mend.other": "tokenwell status",
  "mend.key_missing": "tokenwell keys restore FILE",
  "mend.key_wrong": "tokenwell keys restore FILE",
  "mend.key_invalid": "tokenwell keys restore FILE",
  "mend.key_readable": "chmod 600 {path}",
  "mend.key_unreadable": "chmod 600 {path}",
  "mend.key_foreign": "sudo chown $(id -un) {path}",
  "mend.key_link": "cp --remove-destination $(readlink -f {path}) {path}",
  "mend.key_synced": "export TOKENWELL_HOME=$HOME/.tokenwell && tokenwell login",
  "mend.folder_open": "chmod 700 {path}",
  "mend.data_readable": "chmod 600 {path}",
  "mend.data_shared_mount": "export TOKENWELL_HOME=$HOME/.tokenwell && tokenwell login",
  "mend.data_synced": "export TOKENWELL_HOME=$HOME/.tokenwell && tokenwell login",
  "mend.data_in_memory": "export TOKENWELL_HOME=$HOME/.tokenwell && tokenwell login",
  "mend.store_remote": "export TOKENWELL_HOME=$HOME/.tokenwell && tokenwell login",
  "mend.store_foreign": "sudo chown $(id -un) {place}",
  "mend.store_link": "cp --remove-destination $(readlink -f {place}) {place}",
  "mend.store_corrupt": "cp BACKUP {place}",
  "mend.store_integrity": "cp BACKUP {place}",
  "mend.store_restored": "tokenwell upkeep --adopt",
  "mend.store_copied": "tokenwell upkeep --adopt",
  "mend.read_only": "chmod u+w {path} {folder}",
  "mend.space_low": "df -h {folder}",
  "mend.damaged": "cp BACKUP {path}",
  "mend.sqlite_too_old": "npx node@26 --version",
  "mend.store_newer": "npm install -g tokenwell@latest",
  "mend.other_version": "npm install -g tokenwell@latest",
  "mend.proxy_invalid": "export {option}=http://HOST:PORT",
  "mend.proxy_twice": "unset {used}",
  "mend.proxy_http_only": "export HTTPS_PROXY=$HTTP_PROXY",
  "mend.ca_unreadable": "export NODE_EXTRA_CA_CERTS=/PATH/TO/company-ca.pem",
  "mend.ca_empty": "export NODE_EXTRA_CA_CERTS=/PATH/TO/company-ca.pem",
  "mend.checks_off": "unset NODE_TLS_REJECT_UNAUTHORIZED",
  "mend.unreachable": "curl -v {origin}/",
  "mend.unreachable.dns": "getent hosts {host}",
  "mend.unreachable.lookup": "getent hosts {host}",
  "mend.unreachable.tls": "export NODE_EXTRA_CA_CERTS=/PATH/TO/company-ca.pem",
  "mend.unreachable.proxy": "export HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT",
  "mend.unreachable.proxy_unreachable": "export HTTPS_PROXY=http://HOST:PORT",
  "mend.clock_ahead": "sudo timedatectl set-ntp true",
  "mend.clock_ahead.darwin": "sudo sntp -sS time.apple.com",
  "mend.clock_ahead.win32": "w32tm /resync",
  "mend.clock_behind": "sudo timedatectl set-ntp true",
  "mend.clock_behind.darwin": "sudo sntp -sS time.apple.com",
  "mend.clock_behind.win32": "w32tm /resync",
  "mend.upkeep_missing": "tokenwell upkeep install",
  "mend.upkeep_stopped": "tokenwell upkeep install",
  "mend.neglected": "tokenwell upkeep install",
  "mend.ending": "tokenwell renew {name}",
  "mend.broken": "tokenwell status {name}",
  "mend.process_stopped": "kill -CONT {pid}",
  "mend.refresh_stuck": "tokenwell token {name}",

  "explain.said": "応答",
  "explain.why": "原因",
  "explain.fix": "対処",
  "explain.page": "詳細",
  "explain.token": "状態",
  "explain.retry": "再試行",

  "status.name": "名前",
  "status.provider": "プロバイダー",
  "status.account": "アカウント",
  "status.state": "状態",
  "state.ok": "正常、最後の更新は {ago}",
  "state.ok_new": "正常、まだ更新していません",
  "state.ok_idle": "正常、使わなければ残り {left}",
  "state.ok_ending": "正常、残り {left}({source})",
  "state.unsettled": "最後の更新に応答がありません",
  "state.refused": "最後の更新は理由なしで拒否されました",
  "state.failing": "最後の更新に失敗しました",
  "state.suspended": "プロバイダーが停止しています",
  "state.released": "引き渡し済み",
  "state.unchecked": "未確認",
  "state.problem": "tokenwell status {name}",
  "state.log_in": "tokenwell renew {name}",
  "state.replace_account": "tokenwell renew {name} --replace-account",
  "state.log_out": "tokenwell logout {name}",
  "status.fine": "{name} は正常です",
  "status.failing": "{name} の最後の更新に失敗しました。もう一度試すには:  tokenwell status {name} --check",
  "status.unsettled": "{name} の状態は未確認です。最後の更新に応答がありません",
  "status.cause": "考えられる原因:",
  "status.causes": "考えられる原因(可能性の高い順):",
  "status.released": "{name} は引き渡し済みです。リフレッシュトークンの持ち主は別のプログラムです",
  "detail.account": "アカウント",
  "detail.app": "アプリ",
  "detail.access": "アクセス",
  "detail.refresh": "更新",
  "detail.lives": "有効期間",
  "detail.neglected": "使わなければ残り {left}。保つには:  tokenwell upkeep install",
  "detail.clock": "このマシンの時計が変わりました。日時を直すには:  tokenwell token {name} --refresh",
  "detail.why": "原因",
  "detail.grants": "ログイン数",
  "detail.stored": "保存先",
  "detail.key": "鍵",
  "detail.also": "{clientId} (ほかに {names})",
  "detail.organisation": "{account}、組織 {organisation}",
  "detail.logins": "このユーザーとアプリで {count} 件({most} 件まで)",
  "access.left": "残り約 {left}({source})",
  "access.over": "{ago}に切れました",
  "access.ended": "{ago}に切れました。次に使うとき更新します",
  "access.rejected": "API に拒否されました。次に使うとき更新します",
  "access.none": "まだありません",
  "access.other_type": "プロバイダーの示す種類は {type} です。Bearer として使います",
  "access.no_type": "プロバイダーは種類を示していません。Bearer として使います",
  "refresh.done": "{count} 回、最後は {ago}。{rotation}",
  "refresh.done_once": "1 回、{ago}。{rotation}",
  "refresh.never": "まだありません。{rotation}",
  "rotation.static": "更新しても変わりません({source})",
  "rotation.rotates": "毎回入れ替わります({source})。猶予なし",
  "rotation.overlap": "毎回入れ替わります({source})。猶予 {seconds} 秒(オーバーラップ)",
  "rotation.sliding": "毎回入れ替わります({source})。古いものも有効",
  "rotation.unknown": "入れ替わるかどうか未確認(入れ替わるものとして扱います)",
  "source.answer": "プロバイダーの回答",
  "source.setting": "設定値",
  "source.introspected": "実測",
  "source.measured": "実測",
  "source.assumed": "推定",

  "ago.seconds": "{count} 秒前",
  "ago.minutes": "{count} 分前",
  "ago.hours": "{count} 時間前",
  "ago.days": "{count} 日前",
  "ago.future": "{day}(未来の日付)",
  "span.seconds": "{seconds} 秒",
  "span.minutes": "{minutes} 分",
  "span.hours": "{hours} 時間 {minutes} 分",
  "span.days": "{days} 日",

  "logout.done": "{name} をログアウトしました。{host} でトークンは無効です(確認済み)",
  "logout.local": "{name} をここから消しました。トークンは {host} でまだ有効かもしれません。",

  // Snippets: remarks in code
  "snippet.languages": "--lang で使える値:",
  "snippet.step": "手順 {number}/{count}: {what}",
  "snippet.step_file": "手順 {number}/{count}、{file}: {what}",
  "snippet.authorize": "ログインします。実行して、表示されたアドレスを開いてください。",
  "snippet.exchange": "コードをトークンと交換します。",
  "snippet.refresh": "アクセストークンの期限が切れたら、新しいものを取得します。",
  "snippet.call": "API を呼び出します。",
  "snippet.needs": "先にインストールするもの: {needs}",
  "snippet.replace": "先に置き換えるもの: {names}",
  "snippet.environment": "環境変数から読むもの: {names}",
  "snippet.after_allow":
    "許可すると、ブラウザは {redirectUri}?code=…&state=… に移動します。ページが表示されなくても問題ありません。state が表示された STATE と違うときは中止してください。",
  "snippet.take_over": "コードと、表示された CODE_VERIFIER を、手順 2 の環境変数に設定してください。",
  "snippet.code":
    "CODE は 1 回だけ、{minutes} 分以内に使えます。アドレスの値を 1 回デコードしてから設定してください(%2F は /)。このプログラムがもう一度エンコードします。",
  "snippet.public": "公開クライアントなので、シークレットは送りません。",
  "snippet.rotation": "応答の refresh_token を、ほかの処理より先に保存してください。手順 3 で使います。",
  "snippet.rotation_again":
    "応答に refresh_token があれば、ほかの処理より先に、古いものと置き換えて保存してください。ローテーションがあると、古いものはもう使えません。",
  "snippet.one_refresh":
    "更新を同時に 2 つ実行しないでください。ローテーションがあると、プロバイダーは 2 つ目を盗用とみなし、ログインを終わらせます。",
  "snippet.renew":
    "HTTP 401 はアクセストークンの期限切れです。手順 3 を実行してから、もう一度だけ試してください。",

  "demo.title": "このマシンで Salesforce の模擬環境が 10 秒動きます。外部とは通信しません。",
  "demo.log_in": "一度だけログインする",
  "demo.browser": "ブラウザが開きます。名前とパスワードは何でも構いません。「許可」を押してください。",
  "demo.use": "使う",
  "demo.expired": "2 時間後、アクセストークンは期限切れ(両方の時計を進めました)",
  "demo.one_refresh": "更新 {count} 回、{ms} ms",
  "demo.many": "{programs} 個のプログラムから同時に {requests} 回のリクエスト、トークンは再び期限切れ",
  "demo.naive": "同じことを、ロックのないトークンファイルで(多くのスクリプトのやり方)",
  "demo.seen": "プロバイダーが受けた更新",
  "demo.served": "トークンを得たプログラム",
  "demo.of": "{all} 個のうち {some} 個",
  "demo.spent": "{count} 回、うち {spent} 回は使用済みのトークン",
  "demo.did": "プロバイダーがしたこと",
  "demo.revoked": "すべて取り消した",
  "demo.nothing": "なし",
  "demo.killed": "応答が届く前に強制終了(Auth0 の模擬環境、オーバーラップ {seconds} 秒)",
  "demo.recovered": "回復。再ログインは不要でした",
  "demo.for_real": "本番では     tokenwell login salesforce    または   tokenwell login auth0",
  "demo.your_tests": "自分のテスト tokenwell emulator",

  // The emulator
  "emulator.title": "{provider}がこのマシンで動いています(テスト用。何も残りません)。",
  "emulator.salesforce": "Salesforce の模擬環境",
  "emulator.auth0": "Auth0 の模擬環境",
  "emulator.oidc": "OpenID プロバイダー",
  "emulator.login_host": "login",
  "emulator.test_host": "test",
  "emulator.my_domain": "私のドメイン",
  "emulator.sandbox": "Sandbox",
  "emulator.site": "サイト",
  "emulator.tenant": "テナント",
  "emulator.custom": "カスタムドメイン",
  "emulator.issuer": "発行者",
  "emulator.control": "操作ページ",
  "emulator.api": "API",
  "emulator.api_at": "{identifier}(応答するアドレス: {address})",
  "emulator.apps": "アプリ",
  "emulator.public_app": "{clientId}  (シークレットなし)",
  "emulator.secret_app": "{clientId}   シークレット {clientSecret}",
  "emulator.any_app": "ほかのクライアント ID でも可(シークレットなし)",
  "emulator.users": "ユーザー",
  "emulator.any_user": "alice、またはどんな名前でも。パスワードは何でも可",
  "emulator.ends": "Ctrl-C で終わります。",

  "error.unknown_command": "コマンド「{given}」はありません",
  "error.unknown_command_did_you_mean": "コマンド「{given}」はありません。{suggestion} ですか?",
  "error.unknown_command.more": "tokenwell help",
  "error.unknown_option": "オプション {given} はありません",
  "error.unknown_option_did_you_mean": "オプション {given} はありません。{suggestion} ですか?",
  "error.unknown_option.more": "tokenwell help {command}",
  "error.option_takes_no_value": "{given} は値を取りません",
  "error.option_takes_no_value.more": "tokenwell help {command}",
  "error.option_needs_value": "{given} には値が必要です",
  "error.option_needs_value.more": "tokenwell help {command}",
  "error.too_many_words": "引数が多すぎます",
  "error.too_many_words.more": "tokenwell help {command}",
  "error.nothing_to_explain": "何を説明しますか?",
  "error.nothing_to_explain.more":
    'tokenwell explain "invalid_grant"   または   tokenwell explain - < error.log',
  "error.no_snippet_target": "何のコードを表示しますか?",
  "error.no_snippet_target.more":
    "tokenwell snippet salesforce --lang {lang}   または   auth0   または   https://login.example.com",
  "error.no_snippet_language": "どの言語のコードを表示しますか?",
  "error.no_snippet_language.more": "--lang で使える値: {languages}",
  "error.unknown_snippet_language": "{given} のコードはありません",
  "error.unknown_snippet_language_did_you_mean": "{given} のコードはありません。{suggestion} ですか?",
  "error.unknown_snippet_language.more": "--lang で使える値: {languages}",
  "error.snippet_of_connection": "{option} は {name} には指定できません。接続がすでに値を持っています",
  "error.snippet_of_connection.more": "tokenwell snippet {name} --lang curl",
  "error.no_target": "どこにログインしますか?",
  "error.no_target.more": "tokenwell login salesforce   または   auth0   または   https://login.example.com",
  "error.unknown_target": "「{given}」は接続でもアドレスでもありません",
  "error.unknown_target.more":
    "tokenwell login salesforce   または   auth0   または   https://login.example.com",
  "error.unknown_target_did_you_mean":
    "「{given}」は接続の名前でもアドレスでもありません。{suggestion} のことですか?",
  "error.host_of_other": "{host} は {provider} のホストです",
  "error.host_of_other.more": "tokenwell login {provider} --host {host}",
  "error.host_twice": "アドレスが 2 回指定されています: {given} と --host {host}",
  "error.nothing_to_export": "何を引き渡しますか?",
  "error.nothing_to_export.more": "tokenwell export {name} --refresh-token",
  "error.export_needs_yes": "尋ねるターミナルがありません。リフレッシュトークンは明示されたときだけ渡します",
  "error.export_needs_yes.more": "tokenwell export {name} --refresh-token --yes",
  "error.no_import_target": "どこのものを引き取りますか?",
  "error.no_import_target.more": "tokenwell import salesforce [name] < file",
  "error.secret_and_token": "シークレットとリフレッシュトークンの両方を stdin から読むことになります",
  "error.secret_and_token.more":
    "シークレットは --client-secret-file FILE か TOKENWELL_CLIENT_SECRET で渡してください。",
  "error.import_not_credentials":
    "この JSON はリフレッシュトークンのものではありません。何も送信していません",
  "error.import_not_credentials.more": `リフレッシュトークンだけ、または次のコマンドの出力全体を渡してください:
tokenwell export NAME --refresh-token --json
tokenwell login … --print --json`,
  "error.import_other_provider":
    "このリフレッシュトークンは {given} ではなく {says} のものです。何も送信していません",
  "error.import_other_provider.more": "{given} を省いてください。どこのものかは JSON に書いてあります。",
  "error.no_setting": "どの設定ですか?",
  "error.no_setting.more":
    "tokenwell set {name} max-life=365d\nほかに idle-life、access-life、overlap、host、secret",
  "error.unknown_setting": "設定 {given} はありません",
  "error.unknown_setting_did_you_mean": "設定 {given} はありません。{suggestion} ですか?",
  "error.unknown_setting.more": "tokenwell help set",
  "error.no_emulator": "パッケージ @tokenwell/emulator がありません",
  "error.no_emulator.more": "npm install @tokenwell/emulator",
  "error.emulator_failed": "エミュレーターが動きません: {what}",
  "error.emulator_port": "ポート {port} はほかのプログラムが使っています",
  "error.emulator_port.more": "tokenwell emulator --port 0   空いているポートを使う",
  "error.demo_failed": "デモを中断しました: {what}",
  "error.no_address": "どのアドレスですか?",
  "error.no_address.more": "tokenwell request /path",
  "error.secret_in_argv": "コマンドラインはほかのプログラムから読めるため、シークレットを書けません",
  "error.secret_in_argv.more": `省略すると入力を求めます。または、次のどちらかで渡してください:
--client-secret-file FILE    stdin なら  -
TOKENWELL_CLIENT_SECRET`,
  "error.excluded": "{one} と {other} は同時に使えません",
  "error.excluded.more": "どちらか 1 つにしてください。",
  "error.file_unreadable": "{path} を読めません({reason})",
  "error.no_id_token": "{name} に ID トークンがありません",
  "error.no_id_token.more": 'スコープに openid が必要です:\ntokenwell renew {name} --scope "{scope}"',
  "error.http_status": "{method} {address}: HTTP {status}",
  "error.http_status_fresh": "{method} {address}: HTTP {status}",
  "error.http_status_fresh.more":
    "トークンは 30 秒以内に更新されたばかりなので、もう一度は更新していません。\nログインがまだ有効か確かめるには:  tokenwell status {name} --check",
  "error.http_status_repeated": "{method} {address}: HTTP {status}",
  "error.http_status_repeated.more":
    "トークンを更新してリクエストを繰り返しましたが、結果は同じでした。アドレスと、アカウントの権限を確認してください。",
  "error.http_status_no_audience": "{method} {address}: HTTP {status}",
  "error.http_status_no_audience.more":
    "このトークンはどの API のものでもありません。API のトークンは、API Identifier(audience)を指定して取得してください。\ntokenwell renew {name} --audience API-IDENTIFIER",
  "error.needs_login_line": "{name} は再ログインが必要です({said})。実行: tokenwell renew {name}",
  "error.paste_needs_terminal": "{redirectUri} では待ち受けられず、貼り付けるターミナルもありません",
  "error.paste_needs_terminal.more":
    "ターミナルで実行するか、このマシンのコールバックを使ってください:  --port 9355",
  "error.unwritable": "stdout に書き込めません({reason})",
  "error.unexpected": "予期しないエラー: {what}",
  "error.unexpected.more": "tokenwell の不具合です。--verbose の表示を報告してください。",
  "takes.duration": "300、300s、5m、1h のような時間",
  "takes.life": "30s、5m、2h、365d のような時間、または「none」",
  "takes.port": "1 から 65535 までの数",
  "takes.emulator_port": "1 から 65530 までの数、または 0(空いているポート)",
  "takes.header": '名前と値(例 "Accept: text/plain")',
  "takes.secret": "シークレットを入れたファイル",
  "takes.json": "JSON オブジェクト",
  "takes.language": "en または ja",
  "takes.snippet_step": "authorize、exchange、refresh、call のどれか",
  "missing.or": "または",

  ...forms,
  ...hooks,
  ...use,
  ...salesforce,
  ...auth0,
  ...mcp,
  ...remote,
  ...work,
  ...keys,
  ...store,
  ...doctor,
};
