import type { en } from "./use.en.ts";

/** Sentences of `tokenwell use` in Japanese. */
export const ja = {
  "help.use": `ツールがここからトークンを取り出すための設定行を表示し、試す。

  tokenwell use                       ツールの一覧
  tokenwell use msmtp [名前]
  tokenwell use git acme --host git.example.com --write

    --write        設定行を書き込む。元の内容は隣に複製
    --no-try       何も実行しない
    --json         同じ内容をプログラム向けに出力
  接続からわからないとき
    --host HOST    git、docker: トークンを受け取るサーバー
    --url URL      claude-code、vdirsyncer、curl: サーバーのアドレス
    --imap HOST    メール: HOST:PORT も可。imap://HOST は STARTTLS
    --smtp HOST    メール: HOST:PORT も可。smtp://HOST は STARTTLS
    --user NAME    そこでのユーザー(既定はアカウント)
    --sasl M       メール: xoauth2(既定)または oauthbearer
    --id           kubectl、curl: ID トークン

設定行にトークンは入らない。ツールが必要なときに tokenwell を実行する。
ファイルの中では 2 つのコメントの間に置き、次に実行するとそこを置き換える。
終了コード 1: 試行の失敗。そのとき --write は何も書き込まない。`,

  "use.group.salesforce": "Salesforce",
  "use.group.mail": "メールとカレンダー",
  "use.group.mcp": "MCP クライアント",
  "use.group.other": "その他",
  "use.how": "tokenwell use ツール [名前]    ほかのプログラム:  tokenwell help token",
  "use.for_file": "{path} に書く行:",
  "use.failed": "失敗: {sentence}\n{detail}",
  "use.absent": "試していません: {program} がここにありません。",
  "use.not_tried": "試していません: {what}",
  "use.written": "{path} に書き込みました。元の内容: {copy}",
  "use.written_new": "{path} を作って書き込みました。",
  "use.unchanged": "{path} にはすでに書かれています。",
  "use.write": "書き込むには:  {command}",

  "use.try.token": "トークンのコマンドがトークンを出力します。",
  "use.try.reads": "{tool} が設定行を読みます。",
  "use.try.mail": "{protocol} サーバー {host} が {user} のトークンを受け付けます。",
  "use.try.mbsync": "mbsync が {host} に {user} としてログインし、メールボックスを一覧します。",
  "use.try.vdirsyncer": "vdirsyncer が {host} にログインし、コレクションを一覧します。",
  "use.try.git": "git が {host} のパスワードを受け取ります。",
  "use.try.curl": "curl が {host} にトークンを送り、応答は 401 ではありません。",
  "use.try.docker": "ヘルパーが Docker からの {host} のリクエストに応答します。",
  "use.try.kubectl": "kubectl が設定を受け付けます。",
  "use.try.library": "{library} があります。",
  "use.try.calls": "{library} が {host} の API を呼び出します。",

  "use.untried.mail_sent": "メールの送信。",
  "use.untried.terminal": "{tool} 自体(ターミナルが必要です)。",
  "use.untried.server": "{host} がトークンを受け付けるかどうか。",
  "use.untried.kubectl": "クラスターがトークンを受け付けるかどうか。",
  "use.untried.sf": "sf 自体。ログインが残るためです。1 行目で行えます。",
  "use.untried.client": "{tool} 自体。",

  "use.note.msmtp": "送信するには:  msmtp -a {name} taro@example.com < mail",
  "use.note.mbsync_plugin":
    "mbsync には Cyrus SASL のプラグイン {mechanism} が必要です。Debian ではパッケージ libsasl2-modules-kdexoauth2 です。",
  "use.note.mbsync": "受信するには:  mkdir -p ~/Mail/{name} && mbsync {name}",
  "use.note.neomutt_long":
    "NeoMutt は 512 文字を超えるトークンを OAUTHBEARER で送りません。それより長いときは --sasl を外してください。",
  "use.note.aerc":
    "aerc が IMAP のトークンを求めるのは起動時だけです。トークンが切れた後に接続が切れたら、aerc を起動し直してください。",
  "use.note.vdirsyncer":
    "vdirsyncer 0.20 は Bearer トークンを送りません。ここではトークンがパスワードになるので、サーバーがそれを受け付ける必要があります。",
  "use.note.docker_path": "Docker が {program} を見つけるのは、PATH のフォルダーにあるときだけです。",
  "use.note.kubectl":
    "コンテキストにこのユーザーを設定してください:  kubectl config set-context --current --user={user}\nOpenID プロバイダーを信頼するクラスターには ID トークンが必要です: --id",
  "use.note.kubectl_version": "--exec-interactive-mode は kubectl 1.30 以降にあります。",
  "use.note.postman":
    "Postman のアプリはコマンドを実行しません。tokenwell token {name} の出力を Token 欄(Authorization の Bearer Token)に貼り付けてください。切れたらもう一度貼り付けてください。",
  "use.note.sf": "sf はトークンを更新できません。切れたら 1 行目をもう一度実行してください。",
  "use.note.simple_salesforce":
    "トークンが切れると simple-salesforce は SalesforceExpiredSession を送出します。connect() をもう一度呼び出してください。",
  "use.note.restforce":
    "トークンが切れると restforce は Restforce::UnauthorizedError を送出します。connect をもう一度呼び出してください。",
  "use.note.data_loader":
    "Data Loader 67 が受け取るのはパスワードかブラウザでのログインで、トークンを渡す文書化された方法はありません。Salesforce CLI は同じ CSV ファイルを読み込めます。その行がこれです。",
  "use.note.claude_code":
    "Claude Code がヘッダーを求めるのは接続時です。接続中にトークンが切れたら /mcp で接続し直すか、更新を続けるブリッジを使ってください:  claude mcp add {name} -- tokenwell mcp bridge {name}",
  "use.note.restart": "{tool} は起動時にファイルを読みます。起動し直してください。",

  "error.unknown_tool": "「{given}」というツールはありません",
  "error.unknown_tool.more": "tokenwell use    で一覧できます",
  "error.unknown_tool_did_you_mean": "「{given}」というツールはありません。{suggestion} のことですか?",
  "error.use_option": "{tool} は {option} を受け取りません",
  "error.use_option.more": "tokenwell help use",
  "error.use_needs_option": "{name} だけでは {tool} に必要な {option} がわかりません",
  "error.use_needs_option.more": "tokenwell use {tool} {name} {option} {example}",
  "error.use_no_salesforce": "{tool} は Salesforce 用ですが、{name} は別のプロバイダーへの接続です",
  "error.use_no_salesforce.more": "tokenwell login salesforce",
  "error.use_no_mail": "{tool} にはメールのアカウントが必要ですが、{name} のプロバイダーにはありません",
  "error.use_no_mail.more": "{google}\n{microsoft}",
  "error.use_no_mcp": "{name} は MCP サーバーへの接続ではありません",
  "error.use_no_mcp.more": "tokenwell login https://mcp.example.com/mcp",
  "error.use_no_dav": "{tool} は {provider} のトークンを使えません",
  "error.use_no_dav.more": `vdirsyncer は Bearer トークンを送りません。google_calendar は自分でログインします。
https://github.com/pimutils/vdirsyncer/pull/1221 が取り込まれれば変わります。`,
  "error.use_no_mail_scope": "{name} にはメールの権限がありません。{tool} にはスコープ {scope} が必要です",
  "error.use_no_mail_scope.more": "{login}",
  "error.use_nothing_to_write":
    "{tool} には --write で書き込むファイルがありません。行はプログラムかターミナルで使うものです",
  "error.use_nothing_to_write.more": "--write を外してください。",
  "error.use_not_json": "{path} は単純な JSON ではないので、何も失わずに変更することができません",
  "error.use_not_json.more": "ご自分で行を書き込んでください。何も変更していません。",
  "error.use_half_block": "{path} には tokenwell の行を囲むコメントが片方しかありません",
  "error.use_half_block.more":
    "そこに残っている行を削除してから、もう一度実行してください。何も変更していません。",
  "error.use_not_written": "{path} は変更されていません({reason})",
  "error.use_not_yours": "{path} は別のユーザーのものです",
  "error.use_not_yours.more": "そのユーザーとして実行してください。何も変更していません。",
  "error.use_failed": "{tool} はまだこのままでは使えません",
  "error.use_failed_unwritten": "{tool} はまだこのままでは使えないので、何も書き込んでいません",
  "error.use_failed_unwritten.more": "それでも書き込むには:  --write --no-try",
} as const satisfies Readonly<Record<keyof typeof en, string>>;
