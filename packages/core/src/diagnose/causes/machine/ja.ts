import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.port_taken":
    "別のプログラムがコールバックのポートを使っています。多くは、まだ待っている前のログインです。",
  "fix.port_taken":
    "そのプログラムを終了するか、別のポートを使い、そのコールバック URL を登録してください。\n待ち受けているプロセスは lsof -i :PORT(Windows では netstat -ano)で分かります。異常終了の後は、前回のプロセスが残っていることがあります。\n使うプログラムがないなら、Windows が予約しています(Hyper-V、WSL、Docker)。netsh interface ipv4 show excludedportrange protocol=tcp で調べ、予約されていないポートを使ってください。",
  "why.port_forbidden":
    "待ち受けるプログラムがなくても、システムがこのポートを予約しています。Windows は Hyper-V、WSL、Docker のために、連続したポートをまとめて予約します。",
  "fix.port_forbidden":
    "予約されていないポートを使い、そのコールバック URL を登録してください。\nWindows では netsh interface ipv4 show excludedportrange protocol=tcp で予約を調べてください。管理者として net stop winnat と net start winnat を実行すると、空くことがあります。",
  "why.port_privileged":
    "1024 未満のポートを開けるのは root だけで、プログラムは別のユーザーで動いています。",
  "fix.port_privileged":
    "8080 など 1023 より大きいポートを使い、そのコールバック URL を登録してください。\nサーバーでは、手前のリバースプロキシに 80 と 443 を待たせてください。",
  "why.callback_elsewhere":
    "ブラウザがプログラムとは別のマシンで動いているため、localhost が別の場所を指しています(ssh、コンテナー、WSL、CI)。",
  "fix.callback_elsewhere":
    "ブラウザのアドレスをコピーし、待っているプログラムに貼り付けるか、ポートを転送してください(ssh -L 9355:localhost:9355、docker run -p、WSL では .wslconfig の networkingMode=mirrored)。\nコンテナーの中では、127.0.0.1 ではなく 0.0.0.0 で、WSL では :: ではなく IPv4 で待ち受けてください。\nCI では、別の場所で一度だけログインするか、デバイスログインやブラウザの要らないグラントを使ってください。",
  "why.loopback_family":
    "プログラムは 127.0.0.1(IPv4)と ::1(IPv6)の一方だけで待ち、ブラウザは localhost をもう一方と解釈しています。",
  "fix.loopback_family":
    "ブラウザのアドレス欄で localhost だけを 127.0.0.1(または [::1])に替え、Enter を押してください。\nプログラムが両方のアドレスで待つようにし、プロバイダーが許すなら 127.0.0.1 のコールバック URL を登録してください。",
  "why.loopback_proxied":
    "ブラウザかプログラムが、localhost へのリクエストをプロキシや VPN に送っています。そこで待つプログラムはありません。",
  "fix.loopback_proxied":
    "localhost と 127.0.0.1 をプロキシから除外してください(NO_PROXY=localhost,127.0.0.1,::1 と、システムのプロキシ設定の例外)。\nログインを始めからやり直してください。",
  "why.loopback_https":
    "ブラウザが localhost のコールバックを https で開き、プログラムは http で待っています。アドレスが https か、ブラウザが localhost の HSTS を覚えています。",
  "fix.loopback_https":
    "アドレスバーの https:// を http:// に変え、Enter を押してください。\nhttps を強制するもの(ブラウザの HTTPS-Only モード、拡張機能、ウイルス対策ソフト、chrome://net-internals/#hsts の項目)から localhost と 127.0.0.1 を除外してください。\nコールバック URL をポート付きの http://127.0.0.1 にしてください。\nhttps が必要なら、プログラムに localhost の証明書を渡してください。",
  "why.callback_unanswered":
    "プログラムが待つ間に、ブラウザでのログインが終わりませんでした。ページが閉じられたか、時間がかかりすぎました。",
  "fix.callback_unanswered":
    "始めからやり直し、開いたブラウザでログインを終えてください。\nブラウザがページに接続できないと示すなら、プログラムとは別のマシンで動いています。そのアドレスを、待っているプログラムに貼り付けてください。",
  "why.no_browser":
    "ここではプログラムがブラウザを開けません。デスクトップ、ブラウザ、既定のブラウザのどれかがありません。",
  "fix.no_browser":
    "表示されたアドレスを別のマシンのブラウザで開き、最後のアドレスを、待っているプログラムに貼り付けてください。\nまたはデバイスログインを使うか、ブラウザのあるマシンのプログラムでログインし、トークンファイルをここへ移してください。\nWSL では xdg-utils と wslu を入れ、BROWSER=wslview を設定してください。",
  "fix.no_browser.salesforce":
    "デスクトップがあるなら、別の既定のブラウザを設定するか、ブラウザを指定し(sf org login web --browser firefox)、ウィンドウを開けるようにしてください。\nデスクトップがないなら、ある別のマシンでログインし、その認証 URL(sf org display --verbose --json の sfdxAuthUrl)を sf org login sfdx-url に渡すか、sf org login jwt を使ってください。\nWSL では xdg-utils と wslu を入れ、BROWSER=wslview を設定してください。",
  "why.scheme_unregistered":
    "コールバックのスキーム(myapp://…)のアプリをシステムが知らないため、応答がアプリに届きません。または、ライブラリが Web アドレスだけを受け付けています(unknown protocol)。",
  "fix.scheme_unregistered":
    "スキームを登録してください(iOS と macOS は CFBundleURLTypes、Android はインテントフィルター、Electron は app.setAsDefaultProtocolClient。開発時の起動ではなくインストールしたアプリで)。\nLinux の AppImage は登録しません。パッケージを入れるか、MimeType=x-scheme-handler/SCHEME; を書いた .desktop ファイルを作り、xdg-mime default NAME.desktop x-scheme-handler/SCHEME を実行してください。\nリダイレクト URI のスキームを、同じ綴りの小文字で書いてください。\nWeb アドレスだけを受け付けるライブラリなら、http://127.0.0.1:PORT/callback か、関連付けた https のリンクを使ってください。",
  "why.error_on_page":
    "プロバイダーが自分のページにエラーを表示し、リダイレクトしていません。コールバック URL が未登録のときなどに起こります。",
  "fix.error_on_page": "ページとそのアドレスを読み、その文をここに貼り付けてください。",
  "why.keychain_locked":
    "このセッションにキーチェーンがありません。デスクトップや D-Bus、または org.freedesktop.secrets に応答するプログラムがないか、ロックされています(ssh、コンテナー、cron)。",
  "fix.keychain_locked":
    "デスクトップのない場所では、プログラムのファイルか環境変数による保管を使ってください(Python は keyrings.alt、.NET と MSAL は暗号化しないファイルキャッシュ)。\nデスクトップでは gnome-keyring を動かすか、KWallet に応答させてください(/usr/share/dbus-1/services/org.freedesktop.secrets.service に Exec=/usr/bin/kwalletd6)。\nまたはセッションでキーリングを開始してください(dbus-run-session の中で gnome-keyring-daemon --unlock)。\nmacOS では、同じセッションで security unlock-keychain を実行してください。",
  "fix.keychain_locked.salesforce":
    "デスクトップのない場所では、ログインも含めどのコマンドにも SF_USE_GENERIC_UNIX_KEYCHAIN=true を設定し、Salesforce CLI の鍵をファイルに置いてください。\nまたはセッションでキーリングを開始してください(dbus-run-session の中で gnome-keyring-daemon --unlock)。\nmacOS では、同じセッションで security unlock-keychain を実行してください。",
  "fix.keychain_locked.github":
    "デスクトップのない場所では、GH_TOKEN を設定するか、gh 自身のファイルにトークンを保存させてください(キーリングがなければ gh auth login が自動でそうします)。\nまたはセッションでキーリングを開始してください(dbus-run-session の中で gnome-keyring-daemon --unlock)。\nmacOS では、同じセッションで security unlock-keychain を実行してください。",
  "why.libsecret_missing": "Linux のキーリングを使うためのライブラリーかツール、libsecret が入っていません。",
  "fix.libsecret_missing":
    "apt-get install libsecret-1-0 libsecret-tools(Alpine は apk add libsecret、Fedora は dnf install libsecret)と、gnome-keyring などのキーリングを入れてください。\nコンテナーやサーバーでは、プログラムのファイルによる保管を使ってください。",
  "why.keychain_denied":
    "キーチェーンが拒否しました。ユーザーが許可しなかったか、パスワードが違うか、更新でプログラムの署名が変わっています。",
  "fix.keychain_denied":
    "もう一度試し、「常に許可」を押してください。\nmacOS では「キーチェーンアクセス」の項目の「アクセス制御」でプログラムを許可してください。更新の後は、項目を削除して保存し直してください。",
  "why.keychain_entitlement":
    "アプリにキーチェーンを使う権限がありません。署名がないか、Keychain Sharing(keychain-access-groups)がありません。",
  "fix.keychain_entitlement":
    "Xcode の Signing & Capabilities で、各ターゲットに Keychain Sharing を追加し、チームで署名してください。\n署名のないコマンドは、ログインキーチェーンを使ってください。",
  "why.keychain_empty":
    "この名前の項目がキーチェーンにありません。このマシンやこのユーザー(sudo)でのログインがないか、項目が削除されました。",
  "fix.keychain_empty":
    "ログインしたユーザーで、sudo を付けず、同じマシンで実行してください。\n項目がなくなったときは、一度だけログインしてください。",
  "why.keychain_too_long":
    "キーチェーンに項目が入りません。Windows の資格情報マネージャーは 1 項目 2560 バイトまでで、トークンはそれより長いことがあり、全体にも上限があります。",
  "fix.keychain_too_long":
    'トークンをファイルに保存する設定にするか(Git Credential Manager は credential.credentialStore=dpapi、Codex は cli_auth_credentials_store = "file")、プログラムを更新してください。\n自分のプログラムなら、資格情報マネージャーには乱数の鍵だけを置き、トークンはその鍵で暗号化したファイル(DPAPI)に保存するか、項目を分割してください。\nいっぱいなら、ほかのプログラムの古い項目を削除してください(コントロール パネル > 資格情報マネージャー > Windows 資格情報)。スコープやグループを減らすと、トークンは短くなります。',
  "why.keychain_duplicate": "同じ名前の項目がキーチェーンにあり、プログラムが更新ではなく追加をしています。",
  "fix.keychain_duplicate":
    "プログラムで項目を更新するか(SecItemUpdate)、追加の前に古い項目を削除してください。\n手作業では、「キーチェーンアクセス」で項目を一度だけ削除してください。",
  "why.keychain_no_logon":
    "Windows の資格情報マネージャーは、実際のログオンでだけ使えます。ssh、サービス、パスワードを保存しないタスクでは使えません。",
  "fix.keychain_no_logon":
    "対話型のログオンで実行するか、パスワードを保存したタスクで実行してください。\nサービスでは、プログラムのファイルか環境変数による保管を使ってください。",
  "why.keychain_key":
    "データが、今のキーチェーンにあるものとは別の鍵で暗号化されています。別のマシンやユーザー、復元したバックアップ、作り直したキーチェーンが原因です。",
  "fix.keychain_key":
    "データに対応する鍵を復元してください。プログラムの 2 つのバージョンでは、同じ鍵の保管方法を使ってください。\n別の鍵を持つ 2 つ目の設定ファイルがないか調べてください(n8n は .n8n/config の encryptionKey か N8N_ENCRYPTION_KEY)。鍵がクライアント ID やシークレットなどの設定から作られているなら、前の値に戻してください。\n鍵が失われたときだけ、暗号化されたデータを削除し、一度だけ接続し直してください。",
  "fix.keychain_key.microsoft":
    "管理者や別のユーザーではなく、ログインしたユーザーで実行してください。\n鍵が失われたとき(パスワードのリセット、新しいマシン)は、キャッシュを削除して一度ログインしてください。プロファイルの .azure にある msal_token_cache.bin と msal_http_cache.bin、ほかは AppData\\Local\\.IdentityService か AppData\\Local\\Microsoft\\IdentityCache です。",
  "why.unwritable": "トークンを保存できません。ファイルシステムが読み取り専用です。",
  "fix.unwritable":
    "トークンのファイルのために書き込めるボリュームを用意するか(readOnlyRootFilesystem、docker --read-only)、そのパスを指定してください。\n次の更新の前に行ってください。替わったトークンは保存が必要です。",
  "why.disk_full": "トークンを保存できません。ディスクか、ユーザーの割り当てがいっぱいです。",
  "fix.disk_full":
    "次の更新の前に空きを作ってください。替わったトークンは保存が必要です。\ndf -h でディスクを、df -i でファイル数を調べてください。",
  "why.file_denied":
    "プログラムがトークンのファイルを読み書きできません。所有者が別のユーザーで、多くは sudo やコンテナーで動かした root です。",
  "fix.file_denied":
    "プログラムを動かすユーザーを、ファイルとフォルダーの所有者にしてください(chown -R、ファイルは chmod 600)。\nコンテナーでは、HOME かパスを、そのユーザーが書き込めるフォルダーに設定してください。",
  "why.store_locked":
    "別のプロセスがトークンの保存先かロックファイルを使っているか、終了してロックだけが残っています。",
  "fix.store_locked":
    "待ってから再試行し、書き込むプロセスを 1 つにしてください。\nほかのプロセスが動いていなければ、メッセージにあるロックファイルを削除してください。",
  "why.store_damaged":
    "ログインのトークンや設定を保存したファイルが壊れています。同時の書き込み、ディスク不足、手作業の編集などで、途中で切れたか混ざっています。",
  "fix.store_damaged":
    "コピーを取ってから、メッセージやスタックにあるファイルを削除し、もう一度ログインしてください。\nAzure CLI: az account clear、または ~/.azure/msal_token_cache.json を削除してください。gcloud: gcloud auth revoke、または credentials.db を削除してください。Force CLI: プロファイルの .force/accounts フォルダーです。ほかのプログラムは、そのフォルダーのトークンファイルです。\n同時に書き込むプロセスを 1 つにし、プログラムを更新してください。新しいものは別のファイルに書いてから名前を変えます。",
  "why.store_encoding":
    "認証情報のファイルが UTF-8 ではないか、先頭に BOM があります。PowerShell や一部のエディターは UTF-16 や BOM 付き UTF-8 で保存します。",
  "fix.store_encoding":
    "BOM なしの UTF-8 で保存してください。PowerShell 7 を使うか、Windows PowerShell では > や Out-File の代わりに [IO.File]::WriteAllText(path, text) を使ってください。エディターなら UTF-8 で保存してください。\nまたは変換してください。iconv -f UTF-16 -t UTF-8 old.json > new.json\n中のトークンは失われていません。",
  "why.store_other_version":
    "保存されたログインは、別のバージョンまたは別のプログラムが書いたもので、このプログラムはその形式を読めません。",
  "fix.store_other_version":
    "どこでも同じバージョンを使ってください。もう 1 つのバージョンを探し(which -a、where)、削除または更新してください。\n保存されたログインを削除(ログアウト、またはトークンファイルの削除)し、残すバージョンでもう一度ログインしてください。\n新しいログインが動くまで、ファイルは残してください。",
  "why.login_not_saved":
    "ログインは成功しましたが、次のコマンドが探す場所に保存されていません。ファイルやフォルダーの所有者が別のユーザー(sudo の後の root)、HOME が違う、またはコンテナが内容を残さないためです。",
  "fix.login_not_saved":
    "プログラムのフォルダーの所有者を確かめ(ls -la)、実行するユーザーに変えてください。sudo chown -R $USER ~/.NAME\nログインとコマンドは、同じユーザー、同じ HOME、同じ設定で実行してください(Windows では HOME、HOMEDRIVE、HOMEPATH がネットワークドライブを指すことがあります)。片方だけ sudo を使わないでください。\nコンテナや CI では、フォルダーをマウントするか、トークンを環境変数で渡してください。",
};
