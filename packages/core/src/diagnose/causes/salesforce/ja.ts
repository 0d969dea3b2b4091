import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "fix.salesforce.not_installed":
    "その組織の管理者: 設定 > 接続アプリケーションの OAuth の利用状況 > アプリ > インストール を行い、アプリケーションポリシーを管理してください。\nまたは「未インストールの接続アプリケーションを承認」(API アクセス制御では「任意の API クライアントを使用」)の権限セットをユーザーに割り当ててください。\nアプリの提供元: 顧客がインストールできるパッケージ化された外部クライアントアプリケーションを用意してください。",
  "fix.salesforce.blocked":
    "管理者: 設定 > 接続アプリケーションの OAuth の利用状況 > アプリ > ブロック解除(またはインストール)を行ってください。\nAPI アクセス制御では、ユーザーのプロファイルか権限セットにアプリを許可してください。",
  "fix.salesforce.not_approved":
    "アプリ > ポリシー に、ユーザーのプロファイルか権限セットを追加してください。\nまたは「許可されているユーザー」を「すべてのユーザーは自己承認可能」にしてください。",
  "why.salesforce.crowded_out":
    "1 人のユーザーが 1 つのアプリを承認できるのは 5 回までで、6 回目は最も古いリフレッシュトークンを通知なく無効にします。アプリとユーザーを共用する環境が多いと、すぐ達します。",
  "fix.salesforce.crowded_out":
    "環境ごとにアプリか、少なくとも連携専用ユーザーを分けてください。\n新しくログインする代わりに今の接続を使ってください。件数は 設定 > 接続アプリケーションの OAuth の利用状況 で確認してください。\n無効になった接続だけ、一度接続し直してください。",
  "why.salesforce.sandbox_refreshed":
    "Sandbox が更新され、ユーザー、アプリの鍵、すべてのトークンがコピー元の組織のものに替わりました。",
  "fix.salesforce.sandbox_refreshed":
    "新しい Sandbox のコンシューマー鍵とコンシューマーの秘密をコピーし直し、test.salesforce.com か My Domain で一度だけ接続し直してください。\nSandbox の名前が変わったなら、新しい My Domain のアドレスを使ってください。",
  "why.salesforce.other_environment":
    "本番と Sandbox では、ログインのホスト(login.salesforce.com と test.salesforce.com)、鍵、ユーザーが違います。",
  "fix.salesforce.other_environment":
    "Sandbox には test.salesforce.com かその My Domain、本番には login.salesforce.com を使ってください。\nトークンを発行したホストで、その組織のコンシューマー鍵を使って更新してください。",
  "why.salesforce.refresh_policy": "アプリの更新トークンポリシーが、トークンをすぐに無効にしています。",
  "fix.salesforce.refresh_policy":
    "アプリ > ポリシー > OAuth ポリシー > 更新トークンポリシー を「更新トークンをすぐに期限切れにする」以外にしてください。\n最大 10 分待ってから、ログインを始め直してください。",
  "fix.salesforce.inactive_user":
    "設定 > ユーザー で、該当ユーザーを有効にするか凍結を解除してください。\nまたは連携専用ユーザーで接続してください。ユーザーが有効になれば、保存済みのトークンも使えます。",
  "fix.salesforce.inactive_org":
    "組織の管理者から Salesforce に問い合わせてください(トライアルや Sandbox の終了、ロック、停止)。\nトークンは残し、休止して 1 日に 1 回だけ試してください。",
  "fix.salesforce.ip_restricted":
    "設定 > ログイン履歴 でアドレスを調べてください。\nプロファイルの「ログイン IP アドレスの制限」か、アプリの更新トークンの IP 許可リストに追加し、「ログイン時間帯の制限」も確認してください。\nまたは アプリ > ポリシー > IP 制限の緩和 で緩和してください(JWT ベアラーには常に適用)。",
  "why.salesforce.security_token":
    "未知のアドレスからのパスワードによるログインでは、パスワードの後ろにセキュリティトークンが必要です。パスワードを変えると新しくなります。",
  "fix.salesforce.security_token":
    "ユーザーの設定 > 私のセキュリティトークンのリセット を行い、パスワードの後ろに付けてください。\n原因がそれか(パスワードが無効)フロー自体か(ユーザー名パスワードフローが無効)は、ユーザーの ログイン履歴 で分かります。\nまたはアドレスを 設定 > ネットワークアクセス に追加してください。Sandbox では test.salesforce.com でログインしてください。",
  "why.salesforce.password_flow_blocked":
    "組織が OAuth のユーザー名パスワードフローをブロックしています。新しい組織ではオフで、Salesforce は 2027 年にこのフローを終了します。",
  "fix.salesforce.password_flow_blocked":
    "JWT ベアラーか、実行ユーザーを設定したクライアントクレデンシャルに替えてください。\n許可の状態は 設定 > OAuth および OpenID Connect 設定 で確認してください。",
  "fix.salesforce.api_disabled":
    "ユーザーのプロファイルか権限セットで「API の有効化」をオンにしてください。\nエディションに API があるか確認してください。Professional は追加機能、Enterprise 以上は標準です。",
  "why.salesforce.login_flow":
    "ログインフロー、規約の画面、ゲストフローのどれかが、ログインとコードの間に入っています。",
  "fix.salesforce.login_flow":
    "このユーザーのログインフローを外すか(設定 > ログインフロー)、それのない連携専用ユーザーを使ってください。\nログインを始め直してください。",
  "fix.salesforce.login_rate":
    "1 時間待ってください。トークンに問題はありません。\nアクセストークンは API が 401 を返すまで、全ワーカー共通の場所に保持してください。更新はリクエストごとではなく、接続ごとに 1 回にしてください。",
  "why.salesforce.my_domain":
    "このグラント(クライアントクレデンシャルなど)は組織の My Domain でのみ使え、login.salesforce.com では使えません。",
  "fix.salesforce.my_domain":
    "リクエストを https://<MyDomain>.my.salesforce.com/services/oauth2/token に送ってください。\nアドレスは 設定 > 私のドメイン で確認してください。",
  "why.salesforce.no_run_as":
    "アプリのクライアントクレデンシャルフローに、実行ユーザー(Run As)がありません。",
  "fix.salesforce.no_run_as":
    "アプリ > ポリシー > クライアントログイン情報フロー を有効にし、実行ユーザーに「API 限定」の権限を持つユーザーを指定してください。",
  "why.salesforce.no_scopes":
    "アプリに、このフローで与えられるスコープがありません。Winter '26 から空の一覧は拒否されます。",
  "fix.salesforce.no_scopes":
    "OAuth 設定 > 選択した OAuth 範囲 に「API を使用してユーザーデータを管理 (api)」など必要なものを追加してください。\n最大 10 分待ってください。",
  "why.salesforce.jwt_not_approved": "JWT ベアラーには同意の画面がないため、ユーザーの事前承認が必要です。",
  "fix.salesforce.jwt_not_approved":
    "アプリ > ポリシー > 許可されているユーザー を「管理者が承認したユーザーは事前承認済み」にし、ユーザーのプロファイルか権限セットを追加してください。\n選択した OAuth 範囲 に api と refresh_token を加えてください。",
  "why.salesforce.jwt_audience":
    "アサーションの aud が、この組織とアプリについて Salesforce が期待する値ではありません。",
  "fix.salesforce.jwt_audience":
    "接続アプリケーションでは、aud をトークンエンドポイントではなく https://login.salesforce.com(本番)、https://test.salesforce.com(Sandbox)、またはサイトの URL にしてください。\n外部クライアントアプリケーションや、それを拒否する Sandbox では、aud とトークンリクエストのホストの両方を組織の My Domain(https://….my.salesforce.com)にしてください。\nexp は 3 分後まで、iss はコンシューマー鍵、sub はユーザー名にしてください。",
  "fix.salesforce.flow_off":
    "アプリ > 設定 > OAuth 設定 > フローの有効化 で、フローにチェックを付けてください。\ngrant_type の綴りを確認し、最大 10 分待ってください。",
  "fix.salesforce.scope":
    "OAuth 設定 > 選択した OAuth 範囲 に、スコープを追加してください。\nスコープは空白で区切り、最大 10 分待ってください。",
  "fix.salesforce.unknown_key":
    "アプリ > 設定 > OAuth 設定 から、コンシューマー鍵をコピーし直してください。\n環境に合うホスト(login.salesforce.com か test.salesforce.com)を選んでください。\n顧客の組織では先に管理者がアプリをインストールしてください。新しいアプリは最大 10 分待ってください。",
  "why.salesforce.new_app":
    "新規または変更したアプリが Salesforce の全サーバーに反映されるまで、最大 10 分かかります。",
  "fix.salesforce.new_app": "10 分待ち、何も変えずにもう一度だけ試してください。",
  "why.salesforce.session_for_rest":
    "このセッションは API 用ではありません。スコープ api がないか、API アクセス制御がアプリを許していません。更新しても変わりません。",
  "fix.salesforce.session_for_rest":
    "アプリにスコープ api を追加し、ユーザーの同意をもう一度得てください。\n設定 > API アクセス制御 でアプリを許可し、ユーザーに「API の有効化」を与えてください。",
  "why.salesforce.session_ip":
    "このセッションに IP の制限が効いています。アプリの「IP 制限の緩和」か、始まったときの IP アドレスへの固定です。",
  "fix.salesforce.session_ip":
    "アプリ > ポリシー > IP 制限の緩和 を「IP 制限の緩和」にし、最大 10 分待ってからアクセストークンを取り直してください。\n設定 > セッションの設定 の「ログイン時の IP アドレスとセッションをロックする」を確認してください。\nトークンを取得したマシンから API を呼び出してください。",
  "why.salesforce.session_timeout":
    "セッションがタイムアウトしました(組織かアプリの設定で 15 分から 24 時間)。トークンの応答には示されません。",
  "fix.salesforce.session_timeout":
    "1 回だけ更新し、応答の instance_url を使ってリクエストをもう一度だけ送ってください。\nそれでも API が拒否するなら、繰り返さず、スコープ、プロファイル、API アクセス制御を確認してください。",
  "why.salesforce.daily_limit": "組織が、直近 24 時間の API リクエストを使い切りました。",
  "fix.salesforce.daily_limit":
    "Sforce-Limit-Info ヘッダーを読み、24 時間の枠が空くまで休止してください。トークンに問題はありません。\n一括や複合のリクエストを使うか、API コールを追加購入してください。",
  "why.salesforce.lightning_host": "リクエストが、画面用の lightning.force.com に送られました。",
  "fix.salesforce.lightning_host": ".my.salesforce.com で終わる My Domain のアドレスを使ってください。",
  "why.salesforce.id_token_life":
    "Salesforce の ID トークンの有効期間は、既定で 2 分です。ログインの瞬間を証明するもので、セッションではありません。",
  "fix.salesforce.id_token_life":
    "受け取ったときに 1 回だけ検証し、後では userinfo を使ってください。\n必要なら、アプリの OAuth 設定で ID トークンの有効期間を延ばしてください。",
  "why.salesforce.cli_key":
    "Salesforce CLI が自分のファイルを開けません。別のマシン、ユーザー、バージョン、キーチェーンの鍵で暗号化されています。",
  "fix.salesforce.cli_key":
    "すべてのプロセスで SF_USE_GENERIC_UNIX_KEYCHAIN=true とし、CLI の全バージョンで同じ鍵の保管方法を使ってください。\n鍵が失われたときだけ、その組織で sf org logout、続けて sf org login を実行してください。",
  "why.salesforce.device_off":
    "2025 年 9 月以降、デバイスフローは未インストールのアプリと新しいアプリでは使えません。",
  "fix.salesforce.device_off":
    "アプリを組織にインストールするか、PKCE 付きの Web サーバーフローを使ってください。",
  "why.salesforce.session_level":
    "ユーザーのプロファイルが高保証のセッションを求めていますが、API のセッションのレベルは標準です。",
  "fix.salesforce.session_level":
    "連携ユーザーのプロファイルか権限セット > セッションの設定 > ログインに必要なセッションセキュリティレベル を「なし」にしてください。\nまたは、設定 > セッションの設定 > セッションセキュリティレベル で、そのログイン方法を高保証に移してください。",
  "why.salesforce.verifier_characters":
    "Salesforce は、RFC 7636 が許す ~ のような base64url 以外の文字を含む code_verifier を拒否します。そのため多くのログインが失敗し、一部だけ成功します。",
  "fix.salesforce.verifier_characters":
    "verifier は A-Z a-z 0-9 - _ だけで作ってください(32〜96 バイトの乱数の base64url。末尾の = なし)。\nライブラリを更新するか、独自の生成関数を渡し、ログインを始め直してください。",
  "why.salesforce.other_org_app":
    "この外部クライアントアプリケーションは作成した組織だけのもので、ユーザーは別の組織にログインしています。",
  "fix.salesforce.other_org_app":
    "アプリを持つ組織の私のドメインでログインしてください。\nほかの組織で使うなら、配布状態を「パッケージ化」にしてパッケージに入れ、その組織の管理者にインストールしてもらってください。",
};
