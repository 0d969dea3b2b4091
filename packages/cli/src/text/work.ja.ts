import type { en } from "./work.en.ts";

/** `work` の文言(日本語)。キーと {placeholders} は work.en.ts と同じ。 */
export const ja = {
  "help.work": `動いている間、期限の近いものを更新しつづける。プログラムが求める前にトークンは
新しくなり、使わないログインも終わらない。「upkeep」の仕事も行う。

  tokenwell work

1 台でいくつ動かしてもよい。PostgreSQL なら複数のマシンでもよい。1 つの接続は
そのうちの 1 つだけが更新する。途中で止められたものの仕事は、ほかが引き継ぐ。

    --concurrency N    このプロセスで同時に行う更新の数(初期値 32)
    --per-app N        そのうち 1 つのアプリの数。遅い、または止まっている
                       プロバイダーが、ほかを待たせない(初期値はその半分)
    --log              ログ収集用に、標準出力へ JSON を 1 行ずつ書く。失敗と
                       開始と終了、--verbose なら更新すべて。シークレットはない

出力するのは、人の操作が必要なことだけ: ログインが必要、アプリが拒否された、
ストアが使えない。--verbose で失敗をすべて示す。
SIGTERM か Ctrl-C で、新しい更新を始めず、送ったものを終えて終了コード 0 で終わ
る。もう一度送るとすぐに終わる。`,

  "work.started": "期限の近いものを更新します(同時に {count} 件まで)。Ctrl-C で終わります。",
  "work.ending": "送信済みの更新が終わるのを待っています。もう一度 Ctrl-C を押すとすぐに終わります。",
  "work.done": "更新 {refreshed} 件、失敗 {failed} 件",
  "work.hour": "この 1 時間: 更新 {refreshed} 件、失敗 {failed} 件",
} satisfies Record<keyof typeof en, string>;
