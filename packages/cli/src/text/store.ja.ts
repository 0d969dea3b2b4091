import type { en } from "./store.en.ts";

/** `store` の文言(日本語)。キーと {placeholders} は store.en.ts と同じ。 */
export const ja = {
  "help.store": `データの場所と量を示す。または、そのすべてを移す。複数のマシンで使う PostgreSQL
のデータベースへ、あるいはファイルへ戻す。

  tokenwell store
  tokenwell store move postgres://tokenwell@db.example.com/tokenwell
  tokenwell store move file

今の場所は TOKENWELL_STORE が決める。なければファイル。移している間も有効な
トークンは出力されるが、更新は始まらない。コピーを比べてから、元を消す。終わっ
たら、表示されたとおりに TOKENWELL_STORE を設定し、使っているプログラムを起動
し直す。鍵は移らない。どのマシンにも必要。

パスワードはコマンドラインに書かない。PGPASSWORD か PGPASSFILE で渡すか、アド
レス全体を TOKENWELL_STORE_TO か標準入力で渡す:

  tokenwell store move - < address.txt

    --back    中断した移動を取りやめる

停電などで中断しても、同じコマンドで続きを行う。1 つのトークンが両方で使われるこ
とはない。`,

  "store.place.here": "データはここにあります",
  "store.place.empty": "データはまだありません。最初のログインでここに作られます",
  "store.place.leaving": "データを {other} へ移しているところです。ここでは更新は始まりません",
  "store.place.moved": "データは {other} へ移されました。ここではもう使われません",
  "store.place.arriving": "データを {other} からここへ移しているところで、まだ揃っていません",
  "store.counts":
    "接続 {connections} 件、セッション {sessions} 件、途中のログイン {logins} 件、履歴 {events} 件",

  "store.step.prepared": "{to} の準備ができました",
  "store.step.leaving": "新しい更新は始まりません。進行中のものが終わるのを待ちます",
  "store.step.frozen": "書き込みを止めました。有効なトークンは出力されます",
  "store.step.copied": "すべてコピーしました",
  "store.step.compared": "両方が同じであることを確かめました",
  "store.step.moved": "{from} はもう使われません",
  "store.step.arrived": "{to} を使いはじめました",
  "store.step.erased": "{from} のデータを消しました",
  "store.file": "ファイル",
  "store.copying": "{percent} % コピーしました",
  "store.moved": "移しました: 接続 {connections} 件、セッション {sessions} 件、履歴 {events} 件",
  "store.was_moved": "すでに移されています",
  "store.set": "これからは、tokenwell とプログラムを起動するすべての場所で設定してください:",
  "store.set_password": "パスワードは ~/.pgpass か、ユーザー名の後ろに書いてください。",
  "store.unset":
    "これからは、tokenwell とプログラムを起動するすべての場所で TOKENWELL_STORE を外してください:",
  "store.restart": "動いているプログラムは起動し直してください。それまではエラーになり、その旨を伝えます。",
  "store.back": "移動を取りやめました。データはこれまでどおりここで使われます",

  "error.store_where": "データの移し先がありません",
  "error.store_where.more":
    "次のように指定してください:\ntokenwell store move postgres://USER@HOST/DATABASE\ntokenwell store move file\nまたは TOKENWELL_STORE_TO を設定してください。",
  "error.store_verb": "「store {given}」はありません",
  "error.store_verb.more": "tokenwell store\ntokenwell store move 移し先",
  "error.store_password": "コマンドラインはほかのプログラムから読めるため、パスワードを書けません",
  "error.store_password.more":
    "何も変更していません。パスワードを除き、PGPASSWORD か ~/.pgpass で渡してください。\nアドレス全体を TOKENWELL_STORE_TO か標準入力で渡すこともできます:  tokenwell store move - < FILE",
} satisfies Record<keyof typeof en, string>;
