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
    "環境や連携ごとにアプリか、少なくとも連携専用ユーザーを分けてください。\n新しくログインする代わりに今の接続を使ってください。件数は 設定 > 接続アプリケーションの OAuth の利用状況 で確認してください。\n無効になった接続だけ、一度接続し直してください。",
  "why.salesforce.sandbox_refreshed":
    "Sandbox が更新され、ユーザー、アプリの鍵、すべてのトークンがコピー元の組織のものに替わりました。",
  "fix.salesforce.sandbox_refreshed":
    "新しい Sandbox のコンシューマー鍵とコンシューマーの秘密をコピーし直し、test.salesforce.com か My Domain で一度だけ接続し直してください。\nSandbox の名前が変わったなら、新しい My Domain のアドレスを使ってください。",
  "why.salesforce.other_environment":
    "本番と Sandbox では、ログインのホスト(login.salesforce.com と test.salesforce.com)、鍵、ユーザーが違います。",
  "fix.salesforce.other_environment":
    "Sandbox には test.salesforce.com かその My Domain、本番には login.salesforce.com を使ってください。\nトークンを発行したホストで、その組織のコンシューマー鍵を使って更新してください。\n設定の名前は loginUrl(jsforce)、domain='test'(simple-salesforce)、host(restforce)、sfdc.endpoint(データローダー)、sf.serverurl(Ant)、--instance-url(CLI)です。設定がないか、設定が効かないツールは更新してください。",
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
    "ユーザーの設定 > 私のセキュリティトークンのリセット を行い、パスワードの後ろに付けてください。\n原因がそれか(パスワードが無効)フロー自体か(ユーザー名パスワードフローが無効)は、ユーザーの ログイン履歴 で分かります。\nまたはアドレスを 設定 > ネットワークアクセス に追加してください。Sandbox では test.salesforce.com でログインしてください。\n失敗が続いてユーザーがロックされたなら、プログラムを止め、設定 > ユーザー でロックを解除してください。",
  "why.salesforce.password_flow_blocked":
    "組織が OAuth のユーザー名パスワードフローをブロックしています。新しい組織ではオフで、Salesforce は 2027 年にこのフローを終了します。",
  "fix.salesforce.password_flow_blocked":
    "ブラウザで 1 回ログインしてリフレッシュトークンを保存する方法(docs/ja/guides/salesforce-password.md)、JWT ベアラー、または実行ユーザーを設定したクライアントクレデンシャルに替えてください。\n許可の状態は 設定 > OAuth および OpenID Connect 設定 で確認してください。",
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
    "アプリ > ポリシー > 許可されているユーザー を「管理者が承認したユーザーは事前承認済み」にし、ユーザーのプロファイルか権限セットを追加してください。\n選択した OAuth 範囲 に api と refresh_token を加えてください。\nSalesforce API Integration ライセンスの権限セットにはアプリを割り当てられません。プロファイルか別の権限セットを使ってください。\nまたは、ユーザーがブラウザ(/services/oauth2/authorize)で一度承認してください。",
  "why.salesforce.jwt_audience":
    "アサーションの aud が、この組織とアプリについて Salesforce が期待する値ではありません。",
  "fix.salesforce.jwt_audience":
    "接続アプリケーションでは、aud をトークンエンドポイントではなく https://login.salesforce.com(本番)、https://test.salesforce.com(Sandbox)、またはサイトの URL にしてください。\n外部クライアントアプリケーションや、それを拒否する Sandbox では、aud とトークンリクエストのホストの両方を組織の My Domain(https://….my.salesforce.com)にしてください。\nexp は 3 分後まで、iss はコンシューマー鍵、sub はユーザー名にしてください。\naud をインスタンス URL から作るか、常に本番のものにするツールは、更新してください。",
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
    "2025 年 8 月以降、デバイスフローは未インストールのアプリ(Salesforce CLI の既定のアプリなど)と新しいアプリでは使えません。",
  "fix.salesforce.device_off":
    "独自のアプリなら、OAuth 設定でデバイスフローの有効化にチェックを付け、組織にインストールし、最大 10 分待ってください。\n既定のアプリを使う Salesforce CLI では、代わりに sf org login web、sf org login jwt、sf org login sfdx-url を使ってください。",
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
  "why.salesforce.soap_login_off":
    "この組織では SOAP API のパスワードによるログインがオフか、この API バージョンにはありません。Salesforce は 2027 年にこれを終了します。",
  "fix.salesforce.soap_login_off":
    "OAuth に替えてください。ブラウザで 1 回ログインしてリフレッシュトークンを保存する(docs/ja/guides/salesforce-password.md)か、実行ユーザーを設定したクライアントクレデンシャルか JWT ベアラーを使い、アクセストークンをセッション ID として使ってください。\nそれまでは、管理者が 設定 で SOAP API login() を有効にし、クライアントは API バージョン 64.0 以下でログインしてください。",
  "why.salesforce.sso_only":
    "ユーザーはシングルサインオンでログインしていて、Salesforce のパスワードがないか、使えません。",
  "fix.salesforce.sso_only":
    "パスワードを使わないフロー(クライアントクレデンシャル、JWT ベアラー、または組織の私のドメインでのブラウザログイン)を使ってください。\nまたは、シングルサインオンではなく Salesforce のパスワードを持つ連携専用ユーザーを使ってください。",
  "why.salesforce.password_expired":
    "ユーザーのパスワードが期限切れか、間違いが続いてユーザーがロックされています。",
  "fix.salesforce.password_expired":
    "このユーザーとしてブラウザで一度ログインし、新しいパスワードを設定してください。ロックは管理者が 設定 > ユーザー で解除してください。\n新しいパスワードを、新しいセキュリティトークンと一緒に送ってください。\n連携専用ユーザーには「パスワード無期限」の権限を与えるか、パスワードを使わないフローにしてください。",
  "why.salesforce.user_agent_flow":
    "応答が # の後ろに付いて返っています (ユーザーエージェントフロー、response_type=token)。ブラウザはその部分を送らないので、サーバーには見えません。",
  "fix.salesforce.user_agent_flow":
    "response_type=code でリクエストし、コードを /services/oauth2/token で交換してください。\nその URL のアクセストークンは人目に触れています。取り消してください。",
  "why.salesforce.pubsub_headers":
    "Pub/Sub API が、呼び出しごとに付ける 3 つのヘッダー (accesstoken、instanceurl、tenantid) を受け付けていません。",
  "fix.salesforce.pubsub_headers":
    "メタデータとして accesstoken、instanceurl (トークン応答の instance_url。https:// で始まりパスなし)、tenantid (その組織の ID) を送ってください。\n3 つとも同じログインのものを使ってください。Sandbox の組織 ID は本番とは別です。\n最初は動いていたなら、トークンが切れています。新しいトークンで呼び出しを開き直してください。",
  "why.salesforce.success_page":
    "コールバック URL が Salesforce 自身の完了ページ (/services/oauth2/success) です。ログインはそこで終わり、アプリにはコードが届きません。login.salesforce.com のものは Sandbox にも合いません。",
  "fix.salesforce.success_page":
    "アプリの OAuth 設定に、自分のコールバック URL を登録してください。サーバーのアドレスか、モバイルアプリの独自スキーム (myapp://oauth/done) です。\n同じ値を redirect_uri として送ってください。",
  "why.salesforce.refresh_token_life":
    "アプリの更新トークンポリシーがトークンを終わらせました。すぐに、一定期間の後に、または一定期間使われなかったためです。",
  "fix.salesforce.refresh_token_life":
    "アプリ > ポリシー > OAuth ポリシー > 更新トークンポリシー を「更新トークンは取り消されるまで有効」か、より長い期間にしてください。\n最大 10 分待ってから、接続し直してください。以前のトークンの期限は変わりません。",
  "why.salesforce.scratch_ended":
    "スクラッチ組織が終了しました。有効期間は最長 30 日で、トークンもすべて一緒に終わります。",
  "fix.salesforce.scratch_ended":
    "sf org list --all で確認し、sf org create scratch で新しく作ってください。\n古い組織は、そのユーザー名を付けた sf org logout で一覧から外してください。",
  "why.salesforce.app_at_login_host":
    "外部クライアントアプリケーションは、その組織の私のドメインでだけ使えます。login.salesforce.com や test.salesforce.com では使えません。",
  "fix.salesforce.app_at_login_host":
    "リクエストを https://<MyDomain>.my.salesforce.com(Sandbox では https://<MyDomain>--<sandbox>.sandbox.my.salesforce.com)に送ってください。\nJWT ベアラーでは、aud も同じアドレスにしてください。\nアプリが別の組織のものなら、そのパッケージをこの組織にインストールしてください。",
  "why.salesforce.site_host":
    "Experience Cloud サイトのユーザーは、login.salesforce.com ではなくサイトのアドレスでログインします。",
  "fix.salesforce.site_host":
    "ログイン、コードの交換、更新のすべてを https://<site>.my.site.com/<path>/services/oauth2/… に送ってください。\nJWT ベアラーでは、aud をサイトのアドレスにしてください。\nユーザーのプロファイルをサイトのメンバーにし、アプリへのアクセスを与えてください。",
  "why.salesforce.session_locked":
    "アクセストークンは新しいので、期限切れではありません。組織がセッションを始まったときの IP アドレスやドメインに固定しているか、instance_url とは別のホストを呼び出しています。",
  "fix.salesforce.session_locked":
    "設定 > セッションの設定 で「ログイン時の IP アドレスとセッションをロックする」をオフにするか、ログインしたアドレスから呼び出してください。\nlogin.salesforce.com や固定のホストではなく、トークンの応答の instance_url を呼び出してください。\n変更の後、アクセストークンを取り直してください。",
  "why.salesforce.ip_each_request":
    "組織がプロファイルのログイン IP アドレスの制限を、ログイン時だけでなく毎回確認していて、呼び出しがその外のアドレスから来ています。",
  "fix.salesforce.ip_each_request":
    "設定 > セッションの設定 で、ログイン IP アドレスの制限を毎回適用する設定をオフにしてください。\nまたは、プログラムが呼び出すすべてのアドレスを プロファイル > ログイン IP アドレスの制限 に追加してください。",
  "why.salesforce.session_of_page":
    "セッション ID が画面、コンポーネント、またはゲストのもので、そのセッションでは API を呼び出せません。",
  "fix.salesforce.session_of_page":
    "アクセストークンで API を呼び出してください。自組織への接続アプリケーションを使う指定ログイン情報か、独自のログインのトークンを使ってください。\nVisualforce ページのセッションは API に使えますが、Lightning コンポーネント、非同期 Apex、ゲストユーザーのものは使えません。",
  "why.salesforce.client_cannot_refresh":
    "セッションの期限が切れ、クライアントライブラリが更新できません。リフレッシュトークン、コンシューマー鍵、シークレットのどれかがないか、パスワードでログインしています。",
  "fix.salesforce.client_cannot_refresh":
    "ライブラリを作るたびに、更新に必要なもの(リフレッシュトークン、コンシューマー鍵とシークレット、ログインのホスト)をすべて渡してください(jsforce では oauth2 と refreshToken か refreshFn、restforce では client_id、client_secret、refresh_token、host)。\nユーザー名とパスワード、JWT、クライアントクレデンシャルのセッションにはリフレッシュトークンがありません。API が 401 を返したらログインし直し、リクエストをもう一度送ってください。\nSOAP と Bulk は INVALID_SESSION_ID をステータス 500 や 400 で返すため、401 だけで更新するもの(指定ログイン情報など)は気付きません。コードを見て判断するか、先に小さな REST の呼び出しを行ってください。",
  "why.salesforce.login_page_old":
    "ログインページが長く開いたままだったため、Salesforce がそのリクエストを忘れました。",
  "fix.salesforce.login_page_old":
    "ログインを最初から始め、すぐに終えてください。ブラウザの履歴やブックマークではなく、アプリから開き直してください。\nSalesforce モバイルアプリでは、完全に閉じるか、別のサーバーに切り替えて戻してください。",
  "why.salesforce.assertion_malformed":
    "アサーションが署名付きの JWT ではなく、鍵、証明書、またはただの JSON です。",
  "fix.salesforce.assertion_malformed":
    'JWT を作ってください。ヘッダー {"alg":"RS256"}、クレーム iss(コンシューマー鍵)、sub(ユーザー名)、aud(ログインのホスト)、exp(1970 年からの秒数で 3 分後)を署名鍵(private key)で署名し、3 つの部分をピリオドでつないで送ってください。\nどこかに送った署名鍵はもう安全ではありません。作り直し、その証明書をアップロードしてください。',
  "why.salesforce.cli_key_file":
    "Salesforce CLI が自分の鍵ファイルを拒否しています。このマシンのほかのユーザーが読めるか、壊れているか、別のバージョンのものです。",
  "fix.salesforce.cli_key_file":
    "chmod 600 ~/.sfdx/key.json を実行してください(Windows ではアクセス許可を自分のユーザーだけにしてください)。\nファイルが空か、壊れているか、別のバージョンやマシンのものなら、削除して組織にログインし直してください。\nキーチェーンのない CI やコンテナでは、ログインの前から各コマンドまで SF_USE_GENERIC_UNIX_KEYCHAIN=true を設定してください。",
  "why.salesforce.cli_not_logged_in":
    "この場所の Salesforce CLI には、この組織のログインがありません。別のユーザー、ホームフォルダー、マシンで作られたか、エイリアスが違うか、既定の組織がありません。",
  "fix.salesforce.cli_not_logged_in":
    "sf org list で確認し、--target-org で指定するか、sf config set target-org=<alias> で設定してください。\nコマンドを実行する場所でログインしてください。sf org login web を使い、CI では同じジョブの前の手順で、同じユーザー(HOME、Windows では HOMEDRIVE と HOMEPATH、コンテナ)として sf org login jwt か sf org login sfdx-url を使ってください。",
  "why.salesforce.cli_auth_url":
    "SFDX の認証 URL が空か、途切れているか、形式が違います。force://<key>:<secret>:<refresh token>@<host> の形が必要です。",
  "fix.salesforce.cli_auth_url":
    "Web フローで組織にログインしたマシンで sf org display --verbose --json を実行し、sfdxAuthUrl の値全体を取り直してください(JWT やアクセストークンでログインした組織にはありません)。\nCI のシークレットに引用符なしの 1 行で保存し、途中で改行せずにファイルへ書いてください。",
  "why.salesforce.cli_options":
    "ブラウザがまずローカルアドレスに OPTIONS を送り(プライベートネットワークアクセス)、このバージョンの Salesforce CLI がそこでコールバックサーバーを終えています。",
  "fix.salesforce.cli_options":
    "CLI を更新してください(sf update、または npm install --global @salesforce/cli@latest)。\nまたは、別のブラウザでログインしてください(sf org login web --browser firefox)。",
  "why.salesforce.org_not_ready": "組織が新しく、アドレスがまだ行き渡っていません。",
  "fix.salesforce.org_not_ready":
    "数分待ってから試してください。CI では SF_DNS_TIMEOUT=600 か sf org resume scratch で組織を待ってください。\nログインはそのままで問題ありません。",
  "why.salesforce.cli_external_app":
    "Dev Hub に外部クライアントアプリケーションでログインしていますが、スクラッチ組織や Sandbox は接続アプリケーションでしか作れません。",
  "fix.salesforce.cli_external_app":
    "CLI の既定のアプリ(sf org login web)か接続アプリケーションで Dev Hub にログインしてください。\n組織で作れないなら、接続アプリケーションの作成を Salesforce サポートに許可してもらってください。",
  "why.salesforce.named_credential_access":
    "コールアウトを実行するユーザーに、外部ログイン情報のプリンシパルを使う権限がないか、まだ認証されていません。",
  "fix.salesforce.named_credential_access":
    "ユーザーの権限セットの「外部ログイン情報プリンシパルアクセス」にプリンシパルを追加し、オブジェクト「ユーザー外部ログイン情報」の参照権限を与えてください。\n設定 > 指定ログイン情報 > 外部ログイン情報 > プリンシパル で認証し、状況が「設定済み」になるのを確認してください。\nゲストや自動プロセスのユーザーにも権限セットが必要です。",
  "why.salesforce.named_credential_jwt":
    "指定ログイン情報が JWT を交換できませんでした。クレームがないか、相手側が拒否しています。",
  "fix.salesforce.named_credential_jwt":
    "設定 > 指定ログイン情報 > 外部ログイン情報 > JWT クレーム で、iss(相手側のクライアント ID かコンシューマー鍵)、sub(相手側のユーザー名)、aud(相手側が期待する値。Salesforce なら https://login.salesforce.com か test)の 3 つを自分で設定してください。\nトークンエンドポイント、署名証明書(相手側にアップロード済みか)、ユーザーの事前承認を確認してください。\n指定ログイン情報は応答を表示しないため、同じリクエストを一度外部から送ってみてください。",
  "why.salesforce.auth_provider_state":
    "認証プロバイダーの state が、送ったとおりに戻りませんでした。相手側が変えたか、古いか、ログインが別のホストやブラウザに戻りました。",
  "fix.salesforce.auth_provider_state":
    "相手側のサーバーが state を変えずに返し、認証プロバイダーに表示されるコールバック URL に、ログインを始めたホスト(私のドメインかサイト)で戻るようにしてください。\n相手側のログインページのブックマークからではなく、ログインを最初から始めてください。",
  "why.salesforce.auth_provider_token":
    "認証プロバイダーが相手側のサーバーからトークンを得られませんでした。トークンエンドポイントが交換を拒否したか、届きません。",
  "fix.salesforce.auth_provider_token":
    "コンシューマー鍵、コンシューマーの秘密、トークンエンドポイント URL、相手側に登録したコールバック URL を見比べてください。\n応答にアクセストークンがないなら(Azure AD B2C)、既定のスコープにアプリ自身のスコープ(B2C ではアプリケーション ID)を加えてください。\nOpenID Connect では、クライアントのログイン情報をヘッダーで送る設定のオンとオフを試してください。\n相手側の応答は、ユーザーの 設定 > デバッグログ で確認してください。",
  "why.salesforce.registration_handler":
    "相手側のサーバーでのログインは成功しましたが、認証プロバイダーの登録ハンドラーがエラーで終わったか、ユーザーを返しませんでした。",
  "fix.salesforce.registration_handler":
    "「登録を実行するユーザー」に指定したユーザーの 設定 > デバッグログ で例外を確認してください。\ncreateUser と updateUser(必須項目、一意のユーザー名、空きのあるライセンス、プロファイル)を直し、ユーザーを返してください。",
  "why.salesforce.plain_http":
    "ログインのホストが http で始まっています。Salesforce が https へリダイレクトし、その途中で POST が本文のない GET になります。",
  "fix.salesforce.plain_http":
    "設定のログインのホスト(インスタンス URL、ログイン URL、トークンエンドポイント)を https:// にしてください。\nアプリ、フロー、シークレットは正しい可能性があります。",
  "why.salesforce.cors_not_offered":
    "Salesforce の SOAP API と Bulk API は、設定 > CORS に関係なく、別オリジンのページに応答しません。",
  "fix.salesforce.cors_not_offered":
    "OAuth(PKCE 付きの認可コード)でログインし、設定 > CORS で開ける REST API を呼び出してください。\nまたは、SOAP と Bulk をサーバーから、または自前のプロキシ経由で呼び出してください。",
  "why.salesforce.cli_jwt_file":
    "JWT 用の署名鍵が Salesforce CLI の探す場所にないか、ファイルが PEM ではありません。ログインの手順の後に消えたか、デコードを誤ったか、空です。",
  "fix.salesforce.cli_jwt_file":
    "後のコマンドも毎回 --jwt-key-file のファイルで署名するため、ファイルをジョブ全体で残るパスに書き、最後に削除してください(Jenkins ではすべてのコマンドを withCredentials の中で実行するか、ファイルをコピーしてください)。\nCI のマシンで先頭行が -----BEGIN PRIVATE KEY-----(または RSA PRIVATE KEY)か確認してください。base64 は 1 回だけデコードし、改行を保ち、復号には暗号化と同じ openssl のオプションを使ってください。",
  "why.salesforce.hosted_mcp":
    "ログインは済んでいますが、Salesforce のホスト型 MCP サーバーがトークンを拒否しているか、この組織でオンになっていません。",
  "fix.salesforce.hosted_mcp":
    "外部クライアントアプリケーションの選択した OAuth 範囲を mcp_api と refresh_token にし(api だけでは足りません)、指定ユーザー向けの JWT ベースのアクセストークンの発行と PKCE をオン、シークレットの要否をオフにしてください。クライアントもこのスコープを求める必要があります。\n組織ごとに 設定 > ユーザーインターフェース で MCP サービスを有効にし、設定 > MCP サーバー で各サーバーを有効にしてください。\nポリシーで「すべてのユーザーは自己承認可能」(またはユーザーの承認)と IP 制限の緩和を設定してください。最大 10 分待ち、古い承認を取り消して、接続し直してください。",
  "why.salesforce.jwt_host":
    "トークンリクエストが login.salesforce.com か test.salesforce.com に送られましたが、ユーザーが承認済みでも、そこではこの組織(Government Cloud、Trailhead Playground、一部の Sandbox)のユーザーが見つかりません。",
  "fix.salesforce.jwt_host":
    "トークンリクエストを組織の私のドメイン https://….my.salesforce.com/services/oauth2/token に送ってください(CLI では --instance-url)。\n接続アプリケーションでは aud を https://login.salesforce.com か https://test.salesforce.com のままにし、外部クライアントアプリケーションでは aud も私のドメインにしてください。\nそれでも変わらなければ、アプリの「許可されているユーザー」とプロファイルを確認してください。",
  "why.salesforce.api_access_control":
    "組織の API アクセス制御では、許可された接続アプリケーションだけが API を呼び出せます。ブラウザのセッションや、許可されていないアプリのセッションは拒否されます。",
  "fix.salesforce.api_access_control":
    "管理者: 設定 > 接続アプリケーションの OAuth の利用状況 でアプリをインストールし、ポリシーにユーザーのプロファイルか権限セットを追加してください。\n画面のセッションを使うブラウザ拡張やスクリプトには、専用の接続アプリケーションを作り、独自のトークンを取得させてください。\nまたは、ユーザーに「任意の API クライアントを使用」の権限を与えてください。",
  "why.salesforce.password_encoded":
    "パスワードに、クライアントが誤ってエスケープやエンコードをする文字があり、Salesforce に別の値が届いています。",
  "fix.salesforce.password_encoded":
    "パスワードはフォームの項目として 1 回だけエンコードして送ってください(& は %26、+ は %2B、% は %25)。XML やシェル向けのエスケープをせず、引用符で囲むか、ファイルから読んでください(データローダーでは、引用符で囲んで暗号化し直してください)。\nクライアントライブラリを更新し、確認のために英数字だけのパスワードで一度試してください。",
  "why.salesforce.cli_headless":
    "Salesforce CLI が自分のブラウザのない場所(コンテナ、ブラウザ上の IDE、SF_CONTAINER_MODE)で動いていて、Web ログインが localhost に戻れません。",
  "fix.salesforce.cli_headless":
    "ブラウザのあるマシンで Web フローでログインし、認証 URL(sf org display --verbose --json の sfdxAuthUrl)を取り、ここで sf org login sfdx-url --sfdx-url-stdin に渡してください。\nまたは、独自のアプリで sf org login jwt を、短時間なら sf org login access-token を使ってください。\n同じマシンにブラウザがあるなら SF_CONTAINER_MODE を解除してください。既定のアプリのデバイスフローは 2025 年 8 月からブロックされているため、使わないでください。",
  "why.salesforce.verifier_unexpected":
    "交換に code_verifier がありますが、コードを得たリクエストに code_challenge がありませんでした。",
  "fix.salesforce.verifier_unexpected":
    "認可リクエストの code_challenge(S256)と交換の verifier を、両方送るか、どちらも送らないでください。\n別の方法(コマンド、Sandbox の作成、アプリ自身のリンクなど)で得たコードにはチャレンジがないため、code_verifier を送らないか、ライブラリを更新してください。",
  "why.salesforce.instance_gone":
    "プログラムがインスタンスのアドレス(na1.salesforce.com など)を呼び出していますが、もうありません。Salesforce が組織を別のインスタンスに移しました。",
  "fix.salesforce.instance_gone":
    "login.salesforce.com か私のドメインでログインし、トークンの応答の instance_url を呼び出してください。インスタンスをコードや設定に書かないでください。\nアドレスが固定されたプラグインやライブラリは更新してください。",
  "why.salesforce.hybrid_jwt":
    "アプリが JWT ベースのアクセストークンを発行しており、Salesforce は Mobile SDK のハイブリッドグラント(hybrid_token、hybrid_refresh、hybrid_auth_code)を拒否しています。",
  "fix.salesforce.hybrid_jwt":
    "アプリ > 設定 > OAuth 設定 で「指定ユーザーの JSON Web トークン (JWT) ベースのアクセストークンを発行」のチェックを外して保存し、最大 10 分待ってください。\nまたは、通常のグラントを使ってください。Mobile SDK では useHybridAuthentication = false を指定してください(grant_type は authorization_code と refresh_token)。\nその後、もう一度ログインしてください。",
  "why.salesforce.jwt_token_refused":
    "アクセストークンが JWT ベースで、この API は受け付けません。SOAP、メタデータ、Bulk 1.0、frontdoor.jsp には従来のトークンが必要です。",
  "fix.salesforce.jwt_token_refused":
    "従来のトークンを発行してください。アプリ > 設定 > OAuth 設定 で「指定ユーザーの JSON Web トークン (JWT) ベースのアクセストークンを発行」のチェックを外し、最大 10 分待って、更新してください。\nまたは、これらの API には 2 つ目のアプリを使うか、REST に置き換えてください。\nJWT ベースのトークンはヘッダーに収まる必要もあります。スコープを減らすと短くなります。",
  "why.salesforce.mutual_authentication":
    "このユーザーはクライアント証明書でだけ API を呼び出せる設定(相互 SSL/TLS 認証の適用)か、パスワードの期限切れの後などに、Salesforce がそのように扱っています。",
  "fix.salesforce.mutual_authentication":
    "このユーザーでブラウザから一度ログインしてください。新しいパスワードを求められたら設定し、プログラムにも(新しいセキュリティトークンと一緒に)設定してください。\n証明書を使わないなら、設定 > ユーザー > プロファイルと権限セット > システム権限 で「SSL/TLS 相互認証を適用」のチェックを外してください。\n使うなら、設定 > 証明書と鍵の管理 > 相互認証 にあるクライアント証明書で、ポート 8443 を呼び出してください。",
  "why.salesforce.account_engagement":
    "Account Engagement(Pardot)が、このユーザーの Salesforce ログインを受け付けません。ビジネスユニットのユーザーではない、シングルサインオンが有効でない、またはスコープ pardot_api がありません。",
  "fix.salesforce.account_engagement":
    "Account Engagement の設定 > ユーザー管理 で、トークンの Salesforce ユーザーが有効(ユーザー同期)で、API を使えるロールを持つか確かめてください。\nPardot-Business-Unit-Id は、同じ組織の 0Uv で始まる 18 文字です(設定 > ビジネスユニットの設定)。Sandbox では別の値と pi.demo.pardot.com を使ってください。\nアプリにスコープ pardot_api が必要です。契約で初めて使うなら、Salesforce サポートに Salesforce でのログインを有効にしてもらってください。",
  "why.salesforce.domain_changed":
    "組織のアドレスが以前と変わりましたが(拡張ドメイン、または私のドメインの名前の変更)、プログラムは古いアドレスを使っています。古いアドレスはもうないか、リダイレクトするだけです。",
  "fix.salesforce.domain_changed":
    "設定 > 私のドメイン で現在のアドレスを確認してください。本番は https://<MyDomain>.my.salesforce.com、Sandbox は https://<MyDomain>--<sandbox>.sandbox.my.salesforce.com、サイトは https://<MyDomain>.my.site.com です。\n古いアドレスの設定をすべて変えてください。ログイン URL、インスタンス URL、両側のコールバック URL(認証プロバイダー、ID プロバイダー)、CORS、許可リストです。\ninstance_url はトークンの応答から毎回取り、トークンを付けたままリダイレクトに従わないでください。ヘッダーが失われます。",
  "why.salesforce.pardot_request":
    "Account Engagement(Pardot)へのリクエストに必須のヘッダーがないか、キー(user_key、api_key)がアドレスに付いています。アドレスのキーは、もう受け付けられません。",
  "fix.salesforce.pardot_request":
    "毎回のリクエストに、ヘッダー Authorization: Bearer(Salesforce のアクセストークン)と Pardot-Business-Unit-Id(0Uv で始まる 18 文字。設定 > ビジネスユニットの設定)を付けてください。\nuser_key と api_key は廃止されたので、アドレスから外してください。\nプラグインやライブラリが送っているなら、更新してください。ログイン自体に問題はありません。",
  "why.salesforce.marketing_cloud_host":
    "Marketing Cloud には、パッケージの種類(拡張、レガシー)ごとに別のトークンエンドポイントがあり、クライアントがもう一方に送っています。",
  "fix.salesforce.marketing_cloud_host":
    "拡張パッケージでは、認証ベース URI(設定 > インストール済みパッケージ > パッケージ)の https://<subdomain>.auth.marketingcloudapis.com/v2/token を使い、SDK で useOAuth2Authentication を有効にしてください。\nFuelSDK でレガシーパッケージを使うなら、authEndPoint を https://auth.exacttargetapis.com/v1/requestToken?legacy=1 にするか、SDK を更新してください。\n手動でトークンを取れるなら、クライアント ID とシークレットは正しいので変えないでください。",
  "why.salesforce.data_cloud_exchange":
    "Data Cloud(Data 360)のトークンへの交換(/services/a360/token)で、このアクセストークンが拒否されました。すでに交換済みか、Data Cloud のスコープがありません。",
  "fix.salesforce.data_cloud_exchange":
    "交換のたびに /services/oauth2/token で新しいアクセストークンを取り、Data Cloud のトークンは期限まで使い続けてください。\nユーザー名パスワードフローのトークンは 1 回しか交換できません。クライアントクレデンシャルか JWT ベアラーを使ってください。\nアプリにスコープ api と、cdp_query_api か cdp_ingest_api が必要です。交換は instance_url に送ってください。",
  "why.salesforce.commerce_grant":
    "Commerce Cloud が、ユーザー名とパスワードによるログインを拒否しました。ツールが意図せずこのグラントを使っているか、パスワードとして送る値が違います。",
  "fix.salesforce.commerce_grant":
    "クライアント ID とシークレットだけを使うなら、フォルダーの dw.json からユーザー名とパスワードを外すか、グラントを指定してください(sfcc-ci client:auth -t client_credentials)。\nBusiness Manager のユーザーのグラントでは、Basic ヘッダーを「ユーザー:アクセスキー:クライアントのパスワード」にしてください。アクセスキーは Agent User and OCAPI 用の有効なもの(Business Manager > ユーザー名 > Manage Access Keys)で、パスワードや WebDAV 用のキーではありません。",
  "why.salesforce.commerce_settings":
    "Commerce Cloud が、このクライアントのリクエストを許可していません。Open Commerce API の設定に、クライアント ID、リソース、オリジンのどれかがありません。",
  "fix.salesforce.commerce_settings":
    "Business Manager > Administration > Site Development > Open Commerce API Settings(Shop または Data)に、クライアント ID とそのリソース、allowed_origins を追加してください。SCAPI では https://<shortcode>.api.commercecloud.salesforce.com も必要です。\nSCAPI Admin のトークンには、SALESFORCE_COMMERCE_API:<tenant_id> と API のスコープの両方が必要です。\nPWA Kit やツールも更新してください。トークンを更新しても変わりません。",
  "why.salesforce.cli_dev_hub_login":
    "Dev Hub にアクセストークンかパスワードでログインしているため、新しい組織のコードを交換するクライアント ID が CLI にありません。",
  "fix.salesforce.cli_dev_hub_login":
    "sf org login web --set-default-dev-hub(または sf org login jwt、sf org login sfdx-url)で Dev Hub にログインし、組織を作り直してください。\n失敗した組織も作成されています。Dev Hub の「有効なスクラッチ組織」で削除してください。",
  "why.salesforce.named_credential_token":
    "指定ログイン情報がトークンを得られませんでした。相手側のトークンエンドポイントが拒否したか、Salesforce が送らないものを求めています。",
  "fix.salesforce.named_credential_token":
    "外部ログイン情報のカスタムヘッダーは API の呼び出しにだけ付き、トークンリクエストには付きません。トークンエンドポイントが必要とするなら、独自の Apex かカスタム認証プロバイダー(Auth.AuthProviderPluginClass)でトークンを取得してください。\nそうでなければ、ID プロバイダー URL、スコープ、クライアントのログイン情報を curl で成功するリクエストと見比べ、ログイン情報を本文で渡す設定のオンとオフを試してください。\n相手側の応答は 設定 > デバッグログ で確認してください。",
  "why.salesforce.auth_provider_userinfo":
    "相手側のサーバーでのログインは成功しましたが、認証プロバイダーに userinfo のアドレスがありません。Salesforce はそこでユーザーの情報を取得します。",
  "fix.salesforce.auth_provider_userinfo":
    "設定 > 認証プロバイダー > プロバイダー > 編集 で、ユーザー情報エンドポイント URL に、相手側のディスカバリードキュメントの userinfo_endpoint を入力してください(Keycloak では …/realms/<realm>/protocol/openid-connect/userinfo)。\n既定のスコープに openid を加えてください。\nuserinfo のないサーバー(Azure AD B2C)では、代わりに応答する小さなサービスが必要です。",
};
