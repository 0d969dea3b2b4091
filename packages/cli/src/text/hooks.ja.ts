import type { en } from "./hooks.en.ts";

/** `set --on` と `upkeep` の文言(日本語)。キーと {placeholders} は hooks.en.ts と同じ。 */
export const ja = {
  "help.upkeep": `使わないと失効するものを一度更新し、途中で止まった更新を片付ける。まだ知らせて
いない出来事があれば、「set --on」で決めたことを実行する。

  tokenwell upkeep
  tokenwell upkeep install      このマシンで 1 時間ごとに動かす
  tokenwell upkeep uninstall

install は systemd(ユーザー)、launchd、タスク スケジューラのいずれかに登録する。
どれもなければ cron の行を表示する。自分が書いていないファイルは上書きしない。
最後にいつ動いたかは「status」と「doctor」でわかる。
問題があるときだけ出力する。使わないまま有効な期間はアプリの設定なので、次の
ように記録しておく: tokenwell set NAME idle-life=30d
ログインが必要なら終了コード 3、今回はうまくいかなかったら 4。

    --adopt    ほかのコピーは使っていない(移動や復元のあとに指定する)
    --print    install と共に: 書く内容を表示するだけ
    --hooks    待っているものだけを実行する(tokenwell 自身が呼ぶ)

  17 * * * *  tokenwell upkeep

cron の PATH は短い。「upkeep install --print」でフルパスの行がわかる。`,

  "hook.set_run": "{name}: {events} のときに実行します  {command}",
  "hook.set_notify": "{name}: {events} のときに、このデスクトップに通知します",
  "hook.removed": "{name}: {events} のときは、もう何もしません",
  "hook.no_desktop_here":
    "今ここには、デスクトップか notify-send がありません。知らせるときに、もう一度探します。",
  "hook.needs_upkeep":
    "出来事には tokenwell を使ったときに気づきます。使わなくても知るには:  tokenwell upkeep install",
  "hook.line": "{event} ({state}): {what}",
  "hook.notify": "通知",
  "hook.never": "まだ実行していません",
  "hook.due": "これから実行します",
  "hook.done": "{ago}に実行",
  "hook.failed": "{ago}に実行、終了コード {code}",
  "hook.signal": "{ago}に実行、{signal} で終了",
  "hook.timeout": "{ago}に実行、1 分で打ち切り",
  "hook.no_end": "{ago}に開始、終了の記録なし",
  "hook.not_started": "{ago}に起動できず: {why}",
  "hook.no_desktop": "{ago}、デスクトップなし",
  "detail.on": "出来事",

  "upkeep.refreshed": "{name}: 更新しました",
  "upkeep.adopted": "これが、使用中のただ 1 つのコピーになりました。",
  "upkeep.nothing": "更新が必要なものはありませんでした。",
  "upkeep.installed.systemd": "systemd が 1 時間ごとに upkeep を動かします",
  "upkeep.installed.launchd": "launchd が 1 時間ごとに upkeep を動かします",
  "upkeep.installed.task-scheduler": "タスク スケジューラが 1 時間ごとに upkeep を動かします",
  "upkeep.uninstalled": "upkeep はもう自動では動きません",
  "upkeep.linger": "ここにログインしている間だけ動きます。常に動かすには:  loginctl enable-linger",
  "upkeep.no_variables": "タスクには環境変数を指定できません。ユーザーの環境変数にしてください:",
  "upkeep.cron": "ここでは cron でしか動かせません。crontab -e で次の行を加えてください",
  "status.upkeep": "upkeep は{ago}に動きました。",
  "status.upkeep_stopped": "upkeep は登録済みですが、{ago}から動いていません。  tokenwell upkeep install",
  "status.upkeep_silent":
    "upkeep は{ago}に動きましたが、今は何も動かしていません。  tokenwell upkeep install",
  "status.upkeep_waits": "upkeep は登録済みですが、まだ動いていません。",
  "status.upkeep_none": "upkeep を動かすものがありません。  tokenwell upkeep install",

  "error.unknown_event": "{given} という出来事はありません",
  "error.unknown_event_did_you_mean": "{given} という出来事はありません。{suggestion} ですか",
  "error.unknown_event.more": "tokenwell help set",
  "error.no_hook_action": "{events} のとき何をしますか",
  "error.no_hook_action.more": `tokenwell set {name} --on {events} -- プログラム 引数…
tokenwell set {name} --on {events} notify
tokenwell set {name} --on {events} none`,
  "error.program_without_event": "プログラムには、いつ動かすかの指定が必要です",
  "error.program_without_event.more": "tokenwell help set",
  "error.timer_without_key": "タイマーには鍵がありません。TOKENWELL_KEY は渡りません",
  "error.timer_without_key.more": `TOKENWELL_KEY_FILE で鍵のファイルを指定するか、鍵をキーチェーンに置いてください:
tokenwell keys backup FILE --bare
tokenwell keys use keychain`,
  "error.timer_without_password":
    "タイマーにはデータベースのパスワードがありません。環境変数のパスワードは渡りません",
  "error.timer_without_password.more": `~/.pgpass(モード 0600)に次の形で書き、TOKENWELL_STORE と PGPASSWORD からは除いてください:
host:port:database:user:password`,
  "error.timer_not_ours": "tokenwell が書いたものではないファイルがあります:  {path}",
  "error.timer_not_ours.more": `何も変えていません。不要なら削除してください。書く内容を見るには:
tokenwell upkeep install --print`,
  "error.timer_unwritable": "書けません({reason}):  {path}",
  "error.timer_unwritable.more": "tokenwell upkeep install --print",
  "error.timer_failed": "登録は書きましたが、有効にできません: {command}",
  "error.timer_failed.more": "{output}",
  "error.no_timer": "upkeep install が登録したものはありません",
  "error.no_timer.more": "tokenwell upkeep install",
} as const satisfies Readonly<Record<keyof typeof en, string>>;
