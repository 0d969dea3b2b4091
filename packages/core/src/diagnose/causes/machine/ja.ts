import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.port_taken":
    "別のプログラムがコールバックのポートを使っています。多くは、まだ待っている前のログインです。",
  "fix.port_taken": "そのプログラムを終了するか、別のポートを使い、そのコールバック URL を登録してください。",
  "why.port_forbidden":
    "システムがこのポートを開くことを許していません。1024 未満か、予約済み(Windows の除外ポート)です。",
  "fix.port_forbidden":
    "1023 より大きく、予約されていないポートを使ってください。\nWindows では netsh interface ipv4 show excludedportrange protocol=tcp で予約済みのポートを調べてください。",
  "why.callback_elsewhere":
    "ブラウザがプログラムとは別のマシンで動いているため、localhost が別の場所を指しています(ssh、コンテナー、WSL、CI)。",
  "fix.callback_elsewhere":
    "ポートを転送するか(ssh -L 9355:localhost:9355)、ブラウザのアドレスをコピーし、待っているプログラムに貼り付けてください。\nCI では、別の場所で一度だけログインするか、ブラウザの要らないグラントを使ってください。",
  "why.error_on_page":
    "プロバイダーが自分のページにエラーを表示し、リダイレクトしていません。コールバック URL が未登録のときなどに起こります。",
  "fix.error_on_page": "ページとそのアドレスを読み、その文をここに貼り付けてください。",
  "why.keychain_locked":
    "このセッションにキーチェーンがありません。デスクトップや D-Bus がないか、ロックされています(ssh、コンテナー、cron)。",
  "fix.keychain_locked":
    "プログラムのファイルか環境変数による保管を使うか、セッションでキーリングを開始してください(dbus-run-session、gnome-keyring-daemon --unlock)。\nmacOS では、同じセッションで security unlock-keychain を実行してください。",
  "why.keychain_key":
    "データが、今のキーチェーンにあるものとは別の鍵で暗号化されています。別のマシンやユーザー、復元したバックアップ、作り直したキーチェーンが原因です。",
  "fix.keychain_key":
    "データに対応する鍵を復元してください。プログラムの 2 つのバージョンでは、同じ鍵の保管方法を使ってください。\n鍵が失われたときだけ、暗号化されたデータを削除し、一度だけ接続し直してください。",
  "why.unwritable": "トークンを保存できません。ディスクがいっぱいか、読み取り専用です。",
  "fix.unwritable":
    "次の更新の前に、空き容量か書き込める場所を用意してください。替わったトークンは保存が必要です。",
};
