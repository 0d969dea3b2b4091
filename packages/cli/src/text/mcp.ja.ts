import type { en } from "./mcp.en.ts";

/** The sentences of `tokenwell mcp` in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "help.mcp": `MCP サーバーへのログインを保ち、接続をエージェントに使わせる。

  tokenwell mcp bridge NAME    リモート MCP サーバー 1 つの手前に立つ
  tokenwell mcp                ツールは 3 つ: connections, request, connect

ブリッジ: 一度ログインし、各クライアントでアドレスの代わりに指定する。
全クライアントが 1 つのログインを共有し、互いをログアウトさせない。

  tokenwell login https://mcp.example.com/mcp docs
  claude mcp add docs -- tokenwell mcp bridge docs

ツール: エージェントはトークンを見ずに API を呼び出す。
使えるのは GET と HEAD だけ。ほかは --allow で許可する。

  claude mcp add tokenwell -- tokenwell mcp --allow "POST /crm/*"

    --allow "METHOD /PATH"    繰り返し指定できる。* は任意の文字列

どちらも標準入出力で MCP を話し、クライアントが終わるまで動く。`,
  "error.mcp_word": "mcp に続けられるのは bridge だけです: {given}",
  "error.mcp_word.more": "tokenwell help mcp",
  "error.mcp_allow": "メソッドとパスではありません: {given}",
  "error.mcp_allow.more": '例:  --allow "POST /crm/*"',
  "login.registered": "{host} に登録しました",
  "next.bridge": "クライアントが実行するコマンド",
  "next.client": "Claude Code の場合",
  "mcp.waiting": "{address} へのブリッジです。標準入出力で MCP を話し、クライアントが起動します:",
  "mcp.tools_waiting": "標準入出力で MCP を話すツールです。クライアントが起動します:",
  "mcp.refused":
    "{host} は {name} のアクセストークンを拒否しました。30 秒後も続くなら実行してください:  {command}",
  "mcp.scope": "{host} が求める権限は {name} のログインにありません。ログインし直してください:  {command}",
  "mcp.session": "{host} がセッションを終了しました。クライアントでこの MCP サーバーを再起動してください。",
  "mcp.status": "{host} の応答は HTTP {status} です{said}",
  "mcp.redirect":
    "{host} は {target} へリダイレクトしますが、トークンは送りません。新しいアドレスでログインしてください。",
  "mcp.not_mcp": "{host} の応答は {type} で、MCP ではありません。アドレスを確認してください:  {address}",
  "mcp.broken": "{host} が応答の途中で切断しました。もう一度試してください。",
};
