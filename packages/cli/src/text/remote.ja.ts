import type { en } from "./remote.en.ts";

/** 別のマシンで動く `login --on`、`move`、`remote` の文言(日本語)。キーと {placeholders} は remote.en.ts と同じ。 */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "help.move": `接続を、tokenwell のある別のマシンへ移す。

  tokenwell move acme ssh://taro@server        ssh で
  tokenwell move acme docker://CONTAINER       docker exec で
  tokenwell move acme kubectl://NAMESPACE/POD  kubectl exec で

移した先で更新を 1 回試し、成功してから、ここのリフレッシュトークンを消す。
トークンの持ち主が 2 つになることはない。途中で止まっても、同じコマンドをここで
もう一度実行すれば続きから進む。戻すときは、移した先で実行する。

    --back    まだ届いていなければ、ここに残す

アドレス(login --on も同じ)
  ssh://[USER@]HOST[:PORT][/PATH/OF/tokenwell]
  docker://[USER@]CONTAINER[/PATH/OF/tokenwell]
  kubectl://[NAMESPACE/]POD     kubectl://NAMESPACE/POD/CONTAINER`,

  "help.remote": `別のマシンの tokenwell の求めを、標準入出力で受けて実行する。

  ssh taro@server tokenwell remote

login --on と move が起動する。ポートは開かず、標準入力が閉じると終わる。`,

  "state.moved": "{to} へ移動済み",
  "state.on_its_way": "{to} へ移動中",
  "remote.connected": "{place} で {name} として接続しました",
  "move.ready": "{place} は {name} を受け取れます",
  "move.there": "{name} はすでに {place} にあります",
  "move.released": "ここでは {name} を使わなくなりました",
  "move.proven": "{name} は {place} にあり、更新を 1 回試して成功しました",
  "move.erased": "ここのリフレッシュトークンを消しました",
  "move.was_moved": "{name} は以前に {place} へ移しています",
  "move.is_here": "{name} はここにあり、移している途中ではありません",
  "move.back": "{name} は {place} に届いていません。ここで引き続き使えます",
  "move.left":
    "{name} は {place} に届いた後、ログアウトか別の移動でそこを離れています。ここの古いリフレッシュトークンを消しました。",
  "move.returned": "{place} は {name} を受け取りませんでした。これまで通りここで使えます。",
  "move.unproven":
    "{name} は {place} にありますが、プロバイダーがトークンを入れ替えたかどうか、まだ分かっていません。確かめられるのは {place} だけで、ここではトークンを使いません。結果を見るには:\ntokenwell move {name} {to}",
  "move.lost":
    "{name} は {place} にありますが、そこで更新の応答が失われ、ログインが終わりました。そこでログインし直してください。",

  "error.remote_address": "「{given}」は別のマシンのアドレスではありません",
  "error.remote_address.more":
    "次のどれかの形で指定してください:\n  ssh://taro@server\n  docker://CONTAINER\n  kubectl://NAMESPACE/POD",
  "error.move_where": "move には移す先のマシンのアドレスが必要です",
  "error.move_where.more": "tokenwell move {name} ssh://taro@server",
  "error.remote_by_hand": "remote は別のマシンの tokenwell が使うもので、ターミナルでは使いません",
  "error.remote_by_hand.more": "tokenwell help remote",
  "error.secret_is_there": "クライアントシークレットはもう一方のマシンにあり、ここには届きません",
  "error.no_carrier": "このマシンに {program} がありません",
  "error.remote_unreachable": "{program} で {place} の tokenwell に接続できません",
  "error.remote_unreachable.more": "{program} のメッセージは上に表示しています。",
  "error.remote_without_tokenwell": "{place} に tokenwell がありません",
  "error.remote_without_tokenwell.more":
    "そのマシンに入れてください:  {typed} npm install --global tokenwell\n入れてあっても、ターミナルなしのコマンドの PATH にないときは、場所を指定してください:\n  ssh://taro@server/usr/local/bin/tokenwell",
  "error.remote_version": "{place} の tokenwell {there} は、ここの tokenwell({here})と通信できません",
  "error.remote_version.more": "両方のマシンに同じバージョンを入れてください。",
  "error.remote_version_unknown": "{place} の tokenwell は、ここの tokenwell({here})には古すぎます",
  "error.remote_version_unknown.more": "両方のマシンに同じバージョンを入れてください。",
  "error.remote_garbled": "{place} から tokenwell のものではない応答が届きました",
  "error.remote_garbled.more":
    "内容は表示していません。そこのシェルが読むファイルが文字を出力していないか、確認してください。ターミナルがないときは、何も出力しないようにしてください。",
  "error.remote_gone": "{place} との接続が切れました",
  "error.remote_gone.more": "そこで始まっていた処理は、終えたか、取り消しました。もう一度実行してください。",
  "error.remote_failed": "{place} の tokenwell で予期しないエラーが起きました: {what}",
  "error.move_name_taken": "{place} にはすでに接続 {name} があります",
  "error.move_name_taken.more":
    "{name} はここに残っています。先に、そこにある接続をログアウトしてください:\n{typed} logout {name}",
  "error.move_unfinished": "{name} は {place} へ移している途中です",
  "error.move_unfinished.more":
    "何も失われていません。ここではトークンを使いません。移し終えるには:\ntokenwell move {name} {to}\nまだ届いていなければ、ここに残すには:\ntokenwell move {name} {to} --back",
  "error.move_not_back": "{name} はすでに {place} に届いていて、ここには残せません",
  "error.move_not_back.more": "ここへ移すには、そこで tokenwell move を実行してください。",
  "error.move_not_back_gone": "{name} は {place} に届いた後、ログアウトか別の移動でそこを離れています",
  "error.move_not_back_gone.more": "ここでもう一度ログインするには:  tokenwell renew {name}",
};
