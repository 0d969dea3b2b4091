import type { en } from "./keys.en.ts";

/** Sentences of `keys` in Japanese. */
export const ja = {
  "help.keys": `データの鍵の置き場所。トークンもシークレットもこの鍵で暗号化する。

  tokenwell keys                  置き場所と、データに合うかどうかを見る
  tokenwell keys use keychain     このシステムのキーチェーンへ移す
  tokenwell keys use env          TOKENWELL_KEY_FILE か TOKENWELL_KEY に任せる
  tokenwell keys use file         ファイルへ戻す
  tokenwell keys backup FILE      パスフレーズで守ったバックアップを書く
  tokenwell keys restore FILE     バックアップから鍵を戻す
  tokenwell keys rotate           動かしたまま、すべての鍵を新しくする

    --check                   鍵ごとに値の数も数える
    --passphrase-file <file>  ファイルの 1 行目をパスフレーズにする
    --bare                    backup: パスフレーズを使わない
    --everywhere              rotate: 新しい鍵をどのマシンにも渡した
                              (複数のマシンで共有するデータだけ)
    --json                    プログラム向けに JSON で

FILE に - を指定すると stdout か stdin。鍵は、移した先で読めてから元を消す。
鍵が違うか、ないときは何も変えない。中断した rotate は、次の rotate が続ける。
rotate の後は古いバックアップが使えないので、もう一度 backup する。`,

  "keys.label.place": "鍵",
  "keys.label.id": "ID",
  "keys.label.since": "使用開始",
  "keys.label.values": "値",
  "keys.place.file": "ファイル {location}",
  "keys.place.keychain": "キーチェーンの項目 {location}",
  "keys.place.env": "環境変数 {location}",
  "keys.unmade": "最初のログインで作られます",
  "keys.unreadable": "不明",
  "keys.values": "この鍵の値 {newest}、以前の鍵の値 {earlier}",
  "keys.also_in": "鍵が {path} にもあります。環境変数だけにするには:\ntokenwell keys use env",
  "keys.rotating": "鍵の入れ替えが途中です。続けるには:\ntokenwell keys rotate",
  "keys.damaged": "ほかのプログラムが変えたため、どの鍵でも開けない行が {count} 行あります",
  "keys.moved": "鍵を移しました: {place}",
  "keys.is_there": "鍵はすでにそこにあります: {place}",
  "keys.not_removed": "元の場所から消せませんでした: {location}",
  "keys.env_comes_first":
    "環境変数の鍵がまだ優先されます。TOKENWELL_KEY_FILE と TOKENWELL_KEY を外してください",
  "keys.progress": "{rows} 行を新しい鍵で暗号化しました",
  "keys.rotated": "すべての鍵を新しくしました。新しい鍵は {id} です",
  "keys.resumed": "途中だった鍵の入れ替えを終えました。新しい鍵は {id} です",
  "keys.prepared": "新しい鍵を古い鍵の隣に置きました: {location}",
  "keys.prepared.next":
    "まだ何も新しい鍵では暗号化されていません。このデータを使うすべてのマシンに 2 つの鍵をこの順で渡してから:\ntokenwell keys rotate --everywhere",
  "keys.given": "{location} から最初の鍵を消してください。",
  "keys.back_up_again":
    "古い鍵のバックアップは使えなくなりました。新しく作るには:\ntokenwell keys backup FILE",
  "keys.backed_up": "鍵のバックアップを書きました: {path}",
  "keys.bare": "パスフレーズがないので、データと合わせるとすべて読めます。別々に保管してください。",
  "keys.apart": "パスフレーズやデータとは別の場所に保管してください。",
  "keys.to_restore": "鍵を戻すには:\ntokenwell keys restore {path}",
  "keys.passphrase_made": "パスフレーズを作りました。どこにも保存されません。書き留めてください:",
  "keys.passphrase_too_short": "{count} 文字以上にしてください。",
  "keys.passphrase_differs": "2 回の入力が違います。",
  "keys.restored": "鍵を戻しました: {place}",
  "keys.was_there": "鍵はそこにありました: {place}。何も変えていません",
  "keys.set_aside": "データに合わない別の鍵があったため、{path} に移しました。",
  "ask.passphrase": "パスフレーズ",
  "ask.new_passphrase": "パスフレーズ  (Enter で自動作成)",
  "ask.passphrase_again": "もう一度",

  "error.keys_what": "keys に「{given}」はありません",
  "error.keys_what.more": "tokenwell help keys",
  "error.keys_place": "鍵の置き場所は 3 つです(「{given}」はありません)",
  "error.keys_place.more": "tokenwell keys use keychain\ntokenwell keys use file\ntokenwell keys use env",
  "error.keys_file": "keys {verb} にはファイルが必要です",
  "error.keys_file.more": "tokenwell keys {verb} FILE\n- は stdin か stdout です。",
  "error.keys_file_exists": "ファイルがすでにあります: {path}",
  "error.keys_file_exists.more":
    "別の鍵のバックアップかもしれないため、そのままにしました。別の名前を指定してください。",
  "error.keys_file_unwritable": "バックアップを書けません: {path}({reason})",
  "error.keys_bare_or_passphrase": "--bare と --passphrase-file は同時に使えません",
  "error.keys_passphrase_short": "パスフレーズは {count} 文字以上にしてください",
} satisfies Record<keyof typeof en, string>;
