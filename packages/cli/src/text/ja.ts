import type { WordKey } from "./en.ts";

/** コマンドの文言(日本語)。キーと {placeholders} は en.ts と同じ。 */
export const ja: Readonly<Record<WordKey, string>> = {
  "help.overview": `リフレッシュトークンを一度取得すれば、いつでも新しいアクセストークンを使えます。

  tokenwell login https://…     OpenID プロバイダーに接続する

  使う  token  request  logout           見る  status
  ほか  tokenwell help`,

  "help.all": `リフレッシュトークンを一度取得すれば、いつでも新しいアクセストークンを使えます。

  tokenwell login https://… [name]     OpenID プロバイダーに接続する
  tokenwell token [name]               アクセストークンを表示する
  tokenwell request [name] <address>   API を呼び出す
  tokenwell status [name]              接続の状態を見る
  tokenwell logout [name]              プロバイダーで取り消し、ここから消す
  tokenwell help <command>             コマンドごとの説明

  共通        --json       プログラム用のデータを stdout へ
              --verbose    リクエストと応答(秘密は伏せます)
              --lang ja    または en
  終了コード  0 成功  1 失敗  2 入力の誤り  3 再ログインが必要  4 後で再試行
  環境変数    TOKENWELL_CONNECTION  名前を省いたときの接続
              TOKENWELL_HOME        すべてを置くフォルダー
              TOKENWELL_LANG  HTTPS_PROXY  NO_PROXY  NODE_EXTRA_CA_CERTS

接続が 1 つの間は名前を省けます。`,

  "help.login": `OpenID プロバイダーのアカウントに接続する。または再ログインする。

  tokenwell login https://login.example.com
  tokenwell login https://login.example.com acme
  tokenwell login acme                       再ログイン(同じアプリとアカウント)

  アプリ
    --client-id ID
    --client-secret-file FILE    「-」は stdin。または TOKENWELL_CLIENT_SECRET
    --public                     シークレットのないアプリ
    --callback URL               既定は http://localhost:9355/callback
    --port N                     このコールバックを別のポートで
  トークン
    --name NAME                  2 番目の語と同じ
    --scope "…"                  既定: リフレッシュトークンに必要な範囲
    --audience API               トークンを使う API
    --api URL                    request が API を探す場所
    --replace-account            名前のアカウントを替えてよい
    --no-test                    ログイン後の更新を試さない
    --print                      リフレッシュトークンを渡し、手元に残さない
  ブラウザ
    --no-browser                 アドレスを表示し、何も開かない`,

  "help.token": `アクセストークンを表示する。必要なら更新する。

  tokenwell token [name]
  curl -H "Authorization: Bearer $(tokenwell token)" https://…

    --min-ttl 5m    残りの有効期間の下限(既定 60s。300、5m、1h)
    --json          種類、範囲、期限も
    --id            代わりに ID トークンを
    --refresh       今すぐ 1 回更新し、リフレッシュトークンを試す
    --wait 60       別のプログラムの更新を待つ秒数`,

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

名前があれば終了コードは 0(正常)、3(再ログインが必要)、4(不調)。`,

  "help.logout": `リフレッシュトークンをプロバイダーで取り消し、無効を確かめてから消す。

  tokenwell logout [name]

    --local    ここから消すだけ。トークンはまだ有効かもしれない`,

  "login.app_needed": `プロバイダーにアプリが 1 つ必要です(初回のみ、約 3 分)。作成済みなら次へ。
  {host} で、次の設定のアプリケーションを登録します。
    Redirect URI(リダイレクト URI)   {redirectUri}
    Grant types(グラントタイプ)      authorization_code, refresh_token
    Scope(範囲)                      offline_access
`,
  "ask.client_id": "Client ID(クライアント ID)",
  "ask.client_secret": "Client Secret(クライアントシークレット)  表示しません。なければ Enter",
  "ask.use_app": "{names} のアプリ({clientId}、{host})を使いますか? (Y/n)",
  "ask.use_app_before": "前に入力したアプリ({clientId}、{host})を使いますか? (Y/n)",
  "ask.other_name": "名前 {name} は {owner} が使っています。{account} の名前は?  Enter: 中止",

  "browser.open": `Enter でブラウザに {host} を開きます。
ご自分で開くときは下の URL を使い、最後に開いたアドレスを貼り付けてください。`,
  "browser.open_and_paste": `Enter でブラウザに {host} を開きます。
許可した後、アドレスバー全体をコピーし、{minutes} 分以内にここへ貼り付けて
ください: {example}`,
  "browser.yourself": `下の URL をご自分で開いてください。
許可した後ここに何も起きなければ、最後に開いたアドレスを貼り付けてください。`,
  "browser.yourself_and_paste": `下の URL をご自分で開いてください。許可した後、アドレスバー全体をコピーし、
{minutes} 分以内にここへ貼り付けてください({example})。`,
  "browser.address": "ブラウザが開かなければ、次の URL を開いてください:",
  "browser.address_only": "次の URL をブラウザで開いてください:",
  "browser.waiting": "ブラウザで許可されるのを待っています(最長 {minutes} 分、Ctrl-C で中止)。",
  "browser.still_waiting":
    "まだ待っています。ブラウザにエラーが出ていれば、その文かアドレスを貼り付けてください。",
  "browser.not_opened": "ブラウザを開けませんでした。次の URL をご自分で開いてください:",

  "step.allowed": "{account} が許可しました",
  "step.stored": "リフレッシュトークンを受け取り、暗号化して保存しました",
  "step.tested": "更新を 1 回試し、成功しました",
  "step.tested_rotates": "更新を 1 回試し、成功しました。トークンは更新のたびに替わります(保存済み)",
  "step.tested_static": "更新を 1 回試し、成功しました。トークンは更新しても替わりません",
  "connected.title": "{name} として接続しました",
  "connected.api": "API",
  "connected.scopes": "範囲",
  "connected.lives": "有効期間",
  "lives.until_revoked": "取り消されるまで(推定。プロバイダーの設定で決まります)",
  "next.token": "アクセストークンを表示",
  "next.request": "API を呼び出す",
  "handed.kept_nothing": "tokenwell はトークンを残していません。今の持ち主はあなただけです。",
  "handed.rotates": `トークンは更新のたびに替わります。渡した先のプログラムは、使うたびに新しい
トークンを保存する必要があります。できなければ、プロバイダーでこのアプリの
ローテーションを無効にします。`,
  "handed.not_taken": "リフレッシュトークンが stdout で受け取られなかったため、{name} として残しました。",

  "notice.drain": `{name}: {since} の更新に応答がありません。{until} より前に再要求すると
ログインが失われる恐れがあります。{seconds} 秒待ちます(Ctrl-C は安全です)。`,
  "notice.other":
    "{name}: {since} から別のプログラムが更新しています。最長 {seconds} 秒待ちます(Ctrl-C は安全です)。",
  "notice.unsaved": `{name}: プロバイダーの応答をまだ保存できません。
保存できるまで試します。今止めるとログインが失われる恐れがあります。`,
  "notice.finishing": "{names} の更新を終えるまで数秒。もう一度 Ctrl-C でログインを失う恐れがあります",

  "status.name": "名前",
  "status.provider": "プロバイダー",
  "status.account": "アカウント",
  "status.state": "状態",
  "state.ok": "正常、最後の更新は {ago}",
  "state.ok_new": "正常、まだ更新していません",
  "state.unsettled": "最後の更新に応答がありません",
  "state.suspended": "プロバイダーが停止しています",
  "state.released": "引き渡し済み",
  "state.problem": "tokenwell status {name}",
  "state.log_in": "tokenwell login {name}",
  "state.replace_account": "tokenwell login {name} --replace-account",
  "state.log_out": "tokenwell logout {name}",
  "status.fine": "{name} は正常です",
  "status.unsettled": "{name} の状態は未確認です。最後の更新に応答がありません",
  "status.released": "{name} は引き渡し済みです。リフレッシュトークンの持ち主は別にいます",
  "detail.account": "アカウント",
  "detail.app": "アプリ",
  "detail.access": "アクセス",
  "detail.refresh": "更新",
  "detail.stored": "保存先",
  "detail.key": "鍵",
  "detail.also": "{clientId} (ほかに {names})",
  "access.left": "残り約 {left}({source})",
  "access.ended": "{ago}に切れました。次に使うとき更新します",
  "access.rejected": "API に拒否されました。次に使うとき更新します",
  "access.none": "まだありません",
  "refresh.done": "{count} 回、最後は {ago}。{rotation}",
  "refresh.done_once": "1 回、{ago}。{rotation}",
  "refresh.never": "まだありません。{rotation}",
  "rotation.static": "替わりません({source})",
  "rotation.rotates": "毎回替わります({source})。旧トークンは無効",
  "rotation.overlap": "毎回替わります({source})。重なり {seconds} 秒",
  "rotation.sliding": "毎回替わります({source})。古いものも有効",
  "rotation.unknown": "替わるかどうか未確認(替わるものとして扱います)",
  "source.answer": "プロバイダーの回答",
  "source.setting": "設定値",
  "source.introspected": "実測",
  "source.measured": "実測",
  "source.assumed": "推定",

  "ago.seconds": "{count} 秒前",
  "ago.minutes": "{count} 分前",
  "ago.hours": "{count} 時間前",
  "ago.days": "{count} 日前",
  "span.seconds": "{seconds} 秒",
  "span.minutes": "{minutes} 分",
  "span.hours": "{hours} 時間 {minutes} 分",
  "span.days": "{days} 日",

  "logout.done": "{name} をログアウトしました。{host} でトークンは無効です(確認済み)",
  "logout.local": "{name} をここから消しました。トークンは {host} でまだ有効かもしれません。",

  "error.unknown_command": "コマンド「{given}」はありません",
  "error.unknown_command_did_you_mean": "コマンド「{given}」はありません。{suggestion} ですか?",
  "error.unknown_command.more": "tokenwell help",
  "error.unknown_option": "オプション {given} はありません",
  "error.unknown_option_did_you_mean": "オプション {given} はありません。{suggestion} ですか?",
  "error.unknown_option.more": "tokenwell help {command}",
  "error.option_needs_value": "{given} には値が必要です",
  "error.option_needs_value.more": "tokenwell help {command}",
  "error.too_many_words": "引数が多すぎます",
  "error.too_many_words.more": "tokenwell help {command}",
  "error.no_target": "どこにログインしますか?",
  "error.no_target.more": "tokenwell login https://login.example.com",
  "error.unknown_target": "「{given}」は接続でもアドレスでもありません",
  "error.unknown_target.more": "tokenwell login https://login.example.com",
  "error.no_address": "どのアドレスですか?",
  "error.no_address.more": "tokenwell request /path",
  "error.secret_in_argv": "コマンドラインは他のプログラムから読めるため、シークレットを書けません",
  "error.secret_in_argv.more": `省けば尋ねます。または次のどちらかで渡します:
--client-secret-file FILE    stdin なら  -
TOKENWELL_CLIENT_SECRET`,
  "error.excluded": "{one} と {other} は同時に使えません",
  "error.excluded.more": "どちらか 1 つにしてください。",
  "error.file_unreadable": "{path} を読めません({reason})",
  "error.no_id_token": "{name} に ID トークンがありません",
  "error.no_id_token.more": "範囲に openid が必要です:  tokenwell login {name}",
  "error.http_status": "{method} {address}: HTTP {status}",
  "error.needs_login_line": "{name} は再ログインが必要です({said})。実行: tokenwell login {name}",
  "error.paste_needs_terminal": "{redirectUri} では待ち受けられず、貼り付ける端末もありません",
  "error.paste_needs_terminal.more":
    "端末で実行するか、このマシンのコールバックを使ってください:  --port 9355",
  "error.unwritable": "stdout に書き込めません({reason})",
  "error.unexpected": "予期しないエラー: {what}",
  "error.unexpected.more": "tokenwell の不具合です。--verbose の表示を報告してください。",
  "takes.duration": "300、300s、5m、1h のような時間",
  "takes.port": "1 から 65535 までの数",
  "takes.header": '名前と値(例 "Accept: text/plain")',
  "takes.secret": "シークレットを入れたファイル",
  "takes.language": "en または ja",
  "missing.or": "または",
};
