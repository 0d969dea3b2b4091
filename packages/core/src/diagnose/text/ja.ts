import type { en } from "./en.ts";

/** `explain` の文言(日本語)。キーと {placeholders} は en.ts と同じ。 */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  // 意味
  "meaning.dead_refresh":
    "{provider} がリフレッシュトークン(更新トークン)を拒否しています。もう交換できません。",
  "meaning.in_progress":
    "同じリフレッシュトークンを 2 つのリクエストが同時に使っています。トークン自体は有効です。",
  "meaning.bad_code":
    "{provider} が認可コードを拒否しています。コードは 1 回だけ、数分以内に、同じアプリとコールバックでのみ使えます。",
  "meaning.bad_verifier":
    "コードは、送られたものとは別の PKCE の検証値(code_verifier)に対して発行されています。",
  "meaning.bad_client":
    "{provider} がアプリ自体を受け付けていません。トークンやコードはまだ調べられていません。",
  "meaning.bad_assertion": "{provider} がアプリの署名付きアサーション(JWT)を受け付けていません。",
  "meaning.redirect": "リクエストのコールバック URL が、アプリに登録されていません。",
  "meaning.denied": "{provider} は相手を認識していますが、許可していません。",
  "meaning.scope": "{provider} がリクエストされたスコープを与えません。",
  "meaning.grant_type": "アプリにこのグラントタイプ(フロー)が許可されていません。",
  "meaning.bad_request":
    "{provider} がリクエストを読み取れません。パラメーターが足りないか、誤りか、置き場所が違います。",
  "meaning.audience": "{provider} は、トークンの対象として指定された API を知りません。",
  "meaning.interaction": "{provider} は人の操作を求めていますが、リクエストは画面を許していません。",
  "meaning.password_login": "{provider} がユーザー名とパスワードによるログインを拒否しています。",
  "meaning.no_refresh_token":
    "ログインは成功しましたが、応答にリフレッシュトークン(更新トークン)がありません。",
  "meaning.token_refused":
    "API がアクセストークンを受け付けません。リフレッシュトークンの問題とは限りません。",
  "meaning.forbidden": "アクセストークンは有効ですが、このリクエストには足りません。",
  "meaning.rate_limit": "リクエストが多すぎます。トークンに問題はありません。",
  "meaning.server_error": "サーバーの障害か過負荷です。トークンは判定されていません。",
  "meaning.html": "データではなくウェブページが返りました。エンドポイントの応答ではありません。",
  "meaning.dns": "ホスト名を解決できませんでした。何も送られていません。",
  "meaning.connection": "サーバーへの接続に失敗しました。プロバイダーが拒否したのではありません。",
  "meaning.tls": "信頼できる TLS 接続を確立できませんでした。何も送られていません。",
  "meaning.proxy": "途中のプロキシが認証を求めています。",
  "meaning.cors":
    "エンドポイントがこのウェブページからのリクエストを許していないため、ブラウザが応答を遮断しました。",
  "meaning.port": "ブラウザの応答を待つポートを開けません。",
  "meaning.no_callback": "ログインの後、ブラウザがプログラムに戻ってきませんでした。",
  "meaning.state": "応答が、プログラムが始めたログインのものではありません。state がないか、一致しません。",
  "meaning.keychain": "このマシンでトークンを保管している場所を、プログラムが読めません。",
  "meaning.id_token": "ID トークンが検証を通りません。",
  "meaning.device": "デバイスでのログインが完了していないか、期限が切れました。",
  "meaning.revocation": "取り消しが想定どおりに終わりませんでした。",
  "meaning.code_known": "{code}: {provider} がリクエストを拒否しています。",
  "meaning.unknown": "このテキストに既知のエラーはありません。",

  // リフレッシュトークンと再試行
  "token.good": "リフレッシュトークンはまだ使えます。捨てないでください。",
  "token.dead": "リフレッシュトークンは無効です。新しいログインでのみ取得できます。",
  "token.unknown": "リフレッシュトークンがまだ使えるかどうかは、ここからは分かりません。",
  "retry.yes": "同じリクエストが後で成功することがあります。失敗するたびに間隔を延ばしてください。",
  "retry.no": "同じリクエストはまた失敗します。先に原因を直してください。",
  guess: "テキストの情報が少ないため、これは推測です。--provider、--stage、--context を加えてください。",
  not_understood: "--{option} の値が分かりません。指定できる値: {takes}",

  // リフレッシュトークンの拒否
  "why.rotated_not_saved":
    "アプリは更新のたびにリフレッシュトークンを替えます(ローテーション)。新しいものが返ると古いものは無効になりますが、プログラムは古いものを使い続けました。",
  "fix.rotated_not_saved":
    "更新の応答ごとに refresh_token を、アクセストークンを使う前に保存してください。\n使用済みのトークンは元に戻りません。一度だけ接続し直してください。",
  "why.concurrent_refresh":
    "2 つのプロセスまたはリクエストが同じトークンで更新しました。ローテーションでは 2 回目の使用が盗用とみなされ、ログイン全体が無効になります。",
  "fix.concurrent_refresh":
    "更新するプロセスを 1 つにしてください。接続ごとのロックで、読み取り、更新、保存を囲んでください。\nロックの中で、送る前に保存済みのトークンを読み直してください。\nこのトークンは失われたため、一度だけ接続し直してください。",
  "why.answer_lost":
    "プロバイダーはトークンを替えましたが、応答が保存されませんでした。途中でプロセス、接続、ディスクのどれかが止まりました。",
  "fix.answer_lost":
    "更新の前に保存先へ書き込めることを確かめ、応答を最初に保存してください。\n停止処理は、進行中の更新が保存されるまで待つようにしてください。\n新しいトークンは失われたため、一度だけ接続し直してください。",
  "why.restored_copy":
    "バックアップ、スナップショット、コピーに古いリフレッシュトークンが残っています。ローテーション後にそれを使うと、すべてのコピーのログインが無効になります。",
  "fix.restored_copy":
    "本番データのコピーにリフレッシュトークンを含めないでください。コピーごとに別の接続を作成してください。\n復元の後は一度だけ接続し直してください。",
  "why.shared_token":
    "2 つの環境またはプログラムが、1 つのアプリかリフレッシュトークンを共用しています。一方の更新やログインが、他方のトークンを無効にします。",
  "fix.shared_token":
    "環境ごとにアプリを 1 つ登録し、それぞれでログインしてください。\n各環境で一度だけ接続し直してください。",
  "why.idle": "プロバイダーまたはアプリの許す期間より長く、トークンが使われませんでした。",
  "fix.idle":
    "ほかに使わないときも、アイドル期間ごとに 1 回以上更新してください。\nアプリの設定で変えられるなら、アイドル期間を延ばしてください。\n一度だけ接続し直してください。",
  "why.too_old": "ログインには、使っても延びない最長の有効期間があります。",
  "fix.too_old":
    "アプリの設定で最長の有効期間を調べ、可能なら延ばしてください。\n期限の前に再ログインを計画し、今は一度だけ接続し直してください。",
  "why.revoked": "ユーザーか管理者がアクセスを取り消したか、アプリが削除されました。",
  "fix.revoked":
    "プロバイダーのログで、いつ誰が取り消したかを調べてください。\nユーザーが引き続き望むなら、一度だけ接続し直してください。",
  "fix.revoked.salesforce":
    "設定 > ログイン履歴 と 設定 > 接続アプリケーションの OAuth の利用状況 で、誰が取り消したかを調べてください。\n取り消されたトークンは元に戻りません。一度だけ接続し直してください。",
  "fix.revoked.auth0":
    "Monitoring > Logs を調べてください。fertft は取り消しか期限切れ、ferrt は再使用です。\n取り消されたトークンは元に戻りません。一度だけ接続し直してください。",
  "fix.revoked.google":
    "ユーザーは myaccount.google.com/connections でアプリのアクセスを調べてください。\nWorkspace では、管理コンソール > レポート > 監査 > OAuth のログイベントを調べてください。\nユーザーが引き続き望むなら、一度だけ接続し直してください。",
  "fix.revoked.microsoft":
    "Entra 管理センター > サインインログ(非対話型)で理由を調べてください。\nユーザーを一度だけ対話型のログインへ進めてください。",
  "why.password_changed":
    "ユーザーのパスワードが変更または再設定されました。以前のログインのトークンを無効にするプロバイダーがあります。",
  "fix.password_changed":
    "新しいパスワードで一度だけ接続し直してください。\n無人のプログラムには、パスワードの変わらない連携専用ユーザーかサービス ID を使ってください。",
  "why.user_gone": "ユーザーが無効化または削除されたか、退職しました。",
  "fix.user_gone":
    "管理者にユーザーの有効化を依頼するか、別のユーザーで接続してください。\n1 人に依存しないよう、連携専用ユーザーを使ってください。",
  "why.other_client_token": "トークンは、送り先とは別のアプリ、ホスト、テナント、環境のものです。",
  "fix.other_client_token":
    "トークンを発行したホストとクライアント ID で更新し、両方をトークンと共に保存してください。\nログインと更新で、クライアント ID とホストを比べてください。",
  "why.token_mangled":
    "送ったトークンが受け取ったものと違います。途中で切れた、エンコードされた、別の鍵で暗号化された、空白が入った、のどれかです。",
  "fix.token_mangled":
    "受け取ったトークンと送ったトークンの長さを比べてください。\n長さの制限のないテキストとして保存し、フォームとして 1 回だけエンコードしてください。",
  "why.refresh_in_progress":
    "別のプロセスが少し前に同じリフレッシュトークンを送り、そのリクエストがまだ終わっていません。",
  "fix.refresh_in_progress":
    "1、2 秒待ち、保存済みのトークンを読み直して使ってください。\nすべてのプロセスとデプロイにわたり、接続ごとのロックで更新を囲んでください。",
  "why.token_absent":
    "プログラムがリフレッシュトークンを送っていません。受け取っていないか、トークンのない後の応答で上書きされて失われました。",
  "fix.token_absent":
    "応答にリフレッシュトークンがなければ、保存済みのものを残してください。\n一度も受け取っていないなら、ログインでオフラインアクセスを求め、一度だけ接続し直してください。",

  // コードの拒否
  "why.code_twice":
    "コードが 2 回交換されました。再読み込み、再試行、ページの二重リクエスト、リンクの検査が原因です。",
  "fix.code_twice":
    "コードは state で守り、ちょうど 1 回だけ交換し、すぐにコードのないアドレスへリダイレクトしてください。\n交換は再試行せず、新しいログインを始めてください。",
  "why.code_too_old": "コードの交換が遅すぎました。コードが使えるのは数分、ときには数秒です。",
  "fix.code_too_old":
    "コールバックで、ほかの処理より先に交換してください。\n新しいコードを得るには、ログインを始め直してください。",
  "fix.code_too_old.salesforce":
    "Salesforce のコードの有効期間は 15 分です。コールバックで、ほかの処理より先に交換してください。\n新しいコードを得るには、ログインを始め直してください。",
  "why.code_encoded":
    "コードが二重にエンコードされたか、デコードされていません。末尾が %3D%3D になるか、= や / の場所に % があります。",
  "fix.code_encoded":
    "コードは URL パーサーで読み取り、1 回だけデコードしてください。\nフォームのエンコードは HTTP クライアントに任せ、自分ではエンコードしないでください。\n新しいコードを得るには、ログインを始め直してください。",
  "why.code_other_client": "コードは、交換先とは別のアプリまたはホストで発行されました。",
  "fix.code_other_client":
    "ログインと交換で、同じホスト、テナント、クライアント ID を使ってください。\nログインを始め直してください。",
  "why.code_other_redirect": "交換の redirect_uri が、認可リクエストのものと 1 文字単位で一致していません。",
  "fix.code_other_redirect":
    "両方のリクエストで同じ redirect_uri を送ってください(スキーム、ホスト、ポート、パス、スラッシュ)。\nログインの state と共に保存し、ログインを始め直してください。",
  "why.verifier_lost":
    "交換のときに PKCE の検証値がないか、別のログインのものでした。別のタブ、別のサーバー、失われたセッションが原因です。",
  "fix.verifier_lost":
    "検証値はログインの state をキーにして、どのインスタンスからも読めるサーバー側に保存してください。\n1 つのタブでログインを始め直してください。",
  "why.verifier_wrong": "チャレンジの計算方法が、プロバイダーと違います。",
  "fix.verifier_wrong":
    "code_challenge は検証値の SHA-256 のバイト列を base64url にし、末尾の = を除いてください。\ncode_challenge_method=S256 を送り、ログインを始め直してください。",
  "why.pkce_missing":
    "アプリまたはプロバイダーが PKCE を必須としていますが、リクエストに code_challenge がありません。",
  "fix.pkce_missing":
    "クライアントで PKCE をオンにしてください。ログインで S256 の code_challenge、交換で code_verifier を送ってください。\nアプリ側の必須の設定はそのままにしてください。コードを守っています。",

  // アプリの拒否
  "why.wrong_secret":
    "クライアント ID とクライアントシークレットの組が違うか、一方のコピーに誤りがあります。",
  "fix.wrong_secret":
    "アプリの設定からクライアント ID とシークレットを、空白を入れずにコピーし直してください。\n両方が同じアプリと環境のものか確認してください。",
  "fix.wrong_secret.salesforce":
    "設定 > 外部クライアントアプリケーションマネージャー > アプリ > 設定 > OAuth 設定 から、コンシューマー鍵とコンシューマーの秘密をコピーし直してください。\n末尾に改行がないか確認してください。",
  "fix.wrong_secret.auth0":
    "Applications > アプリ > Settings から Client ID と Client Secret をコピーし直してください。\nこのテナントとドメインのものか確認してください。",
  "fix.wrong_secret.google":
    "Google Cloud コンソール > API とサービス > 認証情報 > OAuth クライアント から、ID とシークレットをコピーし直してください。\n一度だけ表示されるシークレットは読み直せません。新しく追加してください。",
  "fix.wrong_secret.microsoft":
    "Entra 管理センター > アプリの登録 > アプリ > 証明書とシークレット: シークレット ID ではなく「値」を使ってください。\n値は一度しか表示されません。失ったら新しいシークレットを作成してください。",
  "fix.wrong_secret.github":
    "Settings > Developer settings > アプリ で新しいクライアントシークレットを作り、すぐにコピーしてください。\nGitHub はこのエラーをステータス 200 で返します。本文を調べてください。",
  "fix.wrong_secret.keycloak":
    "Clients > クライアント > Credentials からシークレットをコピーし直してください。\nレルムとクライアントがリクエストと同じか確認してください。",
  "fix.wrong_secret.hubspot":
    "開発 > アプリ > 認証 から Client ID と Client secret をコピーし直してください。\nテストアカウントや非公開アプリの ID は使わないでください。",
  "why.secret_changed":
    "クライアントシークレットが更新されたか期限切れで、ワーカーや設定に古いものが残っています。",
  "fix.secret_changed":
    "新しいシークレットをすべてのワーカーと環境に渡し、メモリーに持つものは再起動してください。\nシークレットの誤りはリフレッシュトークンに影響しません。捨てないでください。",
  "why.secret_mangled":
    "シークレットが途中で変わりました。特殊文字のエンコードの過不足、改行、引用符、欠落のどれかです。",
  "fix.secret_mangled":
    "実際に送る場所で、シークレットの長さを比べてください。\nフォームでは 1 回だけエンコードしてください。Basic 認証では base64 の前に ID とシークレットをエンコードしてください(RFC 6749, 2.3.1)。",
  "why.auth_method":
    "アプリがシークレットを、登録とは別の方法で送っています。方法はヘッダー(Basic)、本文(Post)、署名付きアサーション、なし、のどれかです。",
  "fix.auth_method":
    "アプリに登録した認証方法を調べ、その方法を使ってください。\nヘッダーと本文の両方ではなく、1 か所だけで送ってください。",
  "fix.auth_method.auth0":
    "Applications > アプリ > Credentials の Authentication Method を、プログラムの方法(Client Secret (Post)、(Basic)、Private Key JWT、None)に合わせてください。",
  "fix.auth_method.okta":
    "Applications > アプリ > General > Client Credentials を、プログラムの方法に合わせてください。\n1 か所だけで送ってください。",
  "why.secret_missing":
    "アプリは機密クライアントとして登録されていますが、リクエストにクライアントシークレットがありません。",
  "fix.secret_missing":
    "サーバーからクライアントシークレットを送るか、シークレットを持たず PKCE を使う公開クライアント(ネイティブ、SPA)として登録してください。\nユーザーに配るプログラムには、決してシークレットを入れないでください。",
  "fix.secret_missing.salesforce":
    "コンシューマーの秘密を送ってください。公開アプリなら「Web サーバーフローの秘密が必要」と「更新トークンフローの秘密が必要」を外し、送らないでください。",
  "fix.secret_missing.microsoft":
    "Web アプリなら client_secret か client_assertion を送ってください。\nネイティブアプリなら、コールバックを「モバイル アプリケーションとデスクトップ アプリケーション」に登録し、認証 > パブリック クライアント フローを許可する を「はい」にしてください。",
  "why.unknown_client":
    "このホストまたはテナントに、このクライアント ID のアプリがありません。入力の誤り、別の環境、削除済み、または反映前です。",
  "fix.unknown_client":
    "アプリの設定からクライアント ID をコピーし直してください。\nリクエストとアプリの、ホスト、テナント、レルムを比べてください。",
  "fix.unknown_client.salesforce":
    "アプリ > 設定 > OAuth 設定 から、コンシューマー鍵をコピーし直してください。\n本番は login.salesforce.com、Sandbox は test.salesforce.com を使ってください。\n新しいアプリは最大 10 分待ってください。顧客の組織にはアプリをインストールしてください。",
  "fix.unknown_client.microsoft":
    "アドレスのテナントと、アプリの登録のテナントを比べてください。\nほかのテナントのユーザーには、サポートされているアカウントの種類をマルチテナントにし、その管理者に一度だけ同意を依頼してください。",
  "fix.unknown_client.keycloak":
    "アドレスのレルムと、Clients のクライアント ID を比べてください。\nKeycloak 17 以降は /realms の前の /auth を外してください。",
  "why.public_with_secret":
    "アプリは公開クライアントでシークレットを持ちませんが、リクエストが送っています。",
  "fix.public_with_secret":
    "リクエストからクライアントシークレットを外してください。\nサーバーで動くなら、機密の Web アプリとして登録してください。",
  "why.assertion_audience": "アサーションの aud が、プロバイダーの期待する値と違います。",
  "fix.assertion_audience":
    "aud はプロバイダーの文書のとおり、発行者かトークンエンドポイントを 1 つの文字列で正確に指定してください。",
  "why.assertion_clock": "このマシンの時計が違うか、アサーションの iat と exp が離れすぎているか過去です。",
  "fix.assertion_clock":
    "時計を NTP で合わせてください。スリープしたコンテナーや仮想マシンも調べてください。\nリクエストごとに新しいアサーションを作り、iat は現在、exp は数分後にしてください。",
  "why.assertion_key": "アサーションが、アプリに登録された鍵とは別の鍵で署名されています。",
  "fix.assertion_key":
    "署名に使う鍵に対応する証明書か公開鍵を登録してください。\nアルゴリズム(RS256 か ES256)、kid、鍵の改行が保たれているかを確認してください。",
  "why.assertion_subject": "アサーションの iss か sub が、既知のアプリとユーザーを指していません。",
  "fix.assertion_subject":
    "iss にクライアント ID、sub にアプリが代理できるユーザー名かアカウントを正確に指定してください。",

  // ログイン
  "why.redirect_mismatch":
    "リクエストのコールバック URL が登録と違います。スキーム、ホスト、ポート、パス、大文字小文字、末尾のスラッシュのどれかです。",
  "fix.redirect_mismatch":
    "リクエストのコールバック URL を、アプリのコールバック URL の一覧に正確にコピーしてください。\nトークンリクエストでも同じ値を送ってください。",
  "fix.redirect_mismatch.salesforce":
    "アプリの「コールバック URL」に正確に追加してください(1 行に 1 つ)。\n変更の後は最大 10 分待ち、両方のリクエストで同じ値を使ってください。",
  "fix.redirect_mismatch.auth0":
    "Applications > アプリ > Settings > Allowed Callback URLs にこの URL を正確に追加し(コンマ区切り)、Save してください。\nlocalhost と 127.0.0.1 は別のホストとして扱われます。",
  "fix.redirect_mismatch.google":
    "Google Cloud コンソール > 認証情報 > OAuth クライアント > 承認済みのリダイレクト URI に、この URI を正確に追加してください。\n反映まで数分待ってください。デスクトップのクライアントはループバックの登録が不要ですが、ウェブのクライアントには必要です。",
  "fix.redirect_mismatch.microsoft":
    "アプリの登録 > アプリ > 認証 で、合うプラットフォーム(Web、シングルページ アプリケーション、モバイルとデスクトップ)に、このリダイレクト URI を正確に追加してください。",
  "fix.redirect_mismatch.okta":
    "Applications > アプリ > General > Sign-in redirect URIs に、この URI を正確に追加してください。",
  "fix.redirect_mismatch.github":
    "Developer settings > アプリ > Authorization callback URL を、ホストとポートは同じに、パスはその下になるようにしてください。",
  "fix.redirect_mismatch.keycloak":
    "Clients > クライアント > Settings > Valid redirect URIs に、この URI を正確に追加してください。",
  "fix.redirect_mismatch.slack":
    "api.slack.com/apps > アプリ > OAuth & Permissions > Redirect URLs に https で追加し、Save URLs を押してください。",
  "fix.redirect_mismatch.hubspot":
    "アプリ > 認証 > リダイレクト URL に、この URL を正確に追加してください(https。http は localhost のみ)。",
  "why.redirect_scheme":
    "サーバーは TLS を終端するプロキシの後ろにあり、コールバック URL を http や内部のホスト名で作っています。",
  "fix.redirect_scheme":
    "フレームワークがそのプロキシの X-Forwarded-Proto と X-Forwarded-Host を信頼するようにするか、公開 URL を明示的に設定してください。\nhttps の URL だけを登録してください。",
  "why.redirect_port": "デスクトップのプログラムが、登録とは別のループバックのホストかポートを使いました。",
  "fix.redirect_port":
    "固定のポートを登録して使うか、任意のループバックのポートを許すアプリの種類を使ってください。\nlocalhost か 127.0.0.1 のどちらかに統一してください。",
  "why.denied_by_user": "ユーザーが拒否またはキャンセルを押しました。",
  "fix.denied_by_user":
    "ログインを始め直し、「許可」を押してください。\nスコープが多すぎてためらわれるなら、減らしてください。",
  "why.denied_by_admin": "組織のポリシーにより、承認されたユーザーかアプリだけが許可されています。",
  "fix.denied_by_admin": "管理者に、アプリの承認かユーザーの割り当てを依頼してください。",
  "fix.denied_by_admin.microsoft":
    "エンタープライズ アプリケーション > アプリ > アクセス許可 > 管理者の同意を与える、または ユーザーとグループ でユーザーを割り当ててください。",
  "fix.denied_by_admin.google":
    "管理コンソール > セキュリティ > API の制御 > アプリのアクセス制御 で、アプリを信頼してください。\n1 つの組織だけで使うなら、アプリのユーザーの種類を「内部」にしてください。",
  "fix.denied_by_admin.okta":
    "Applications > アプリ > Assignments でユーザーかグループを割り当ててください。\nSecurity > API > Authorization Servers > Access Policies に、このクライアント、グラントタイプ、スコープを許すルールを加えてください。",
  "fix.denied_by_admin.github":
    "組織の Settings > Third-party access で、オーナーがアプリを承認してください。SAML の組織では、ユーザーがその組織に対して承認してください。",
  "fix.denied_by_admin.slack":
    "ワークスペースの管理者に、設定と管理 > アプリを管理する での承認を依頼してください。",
  "why.denied_upstream": "背後の ID プロバイダーがログインを拒否したか失敗し、そのエラーが伝わりました。",
  "fix.denied_upstream":
    "背後の ID プロバイダーのログで、同じ時刻の記録を調べてください。\nそこでの接続(証明書、コールバック URL、属性、ユーザーの割り当て)を確認してください。",
  "why.scope_unknown": "スコープの綴りが違うか、存在しないか、アプリに許可されていません。",
  "fix.scope_unknown":
    "スコープを 1 つずつ、大文字小文字も含めてプロバイダーの一覧と比べてください。\nアプリに許可してから、ログインを始め直してください。",
  "fix.scope_unknown.microsoft":
    "スコープは API のアドレスを付けて(https://graph.microsoft.com/Mail.Read)書き、1 つのリクエストに 2 つの API を混ぜないでください。\nアプリ自身のアクセスには …/.default を指定してください。",
  "fix.scope_unknown.okta":
    "Security > API > Authorization Servers > Scopes にスコープを追加するか、Okta 自身のスコープには組織のサーバーを使ってください。\nOkta API Scopes でアプリに許可してください。",
  "why.scope_separator": "標準では空白で区切るスコープが、コンマで区切られています。",
  "fix.scope_separator": "スコープは 1 つの空白(アドレスでは %20)で区切ってください。",
  "fix.scope_separator.slack":
    "Slack は例外です。スコープはコンマで区切り、ユーザーのスコープは user_scope に指定してください。",
  "why.scope_on_refresh": "更新では、ログインで許可されたスコープしか求められません。",
  "fix.scope_on_refresh":
    "更新のリクエストから scope を外してください。\nスコープを増やすには、ユーザーをもう一度だけログインへ進めてください。今のトークンはその間も有効です。",
  "why.grant_not_allowed": "アプリでこのグラントタイプがオフになっているか、アプリの種類が許していません。",
  "fix.grant_not_allowed":
    "アプリの設定でグラントタイプをオンにしてください。\ngrant_type の綴りを確認してください。",
  "fix.grant_not_allowed.auth0":
    "Applications > アプリ > Advanced Settings > Grant Types にチェックを付けて Save してください。\nMachine to Machine や SPA で選べなければ、Regular Web Application を使ってください。",
  "fix.grant_not_allowed.okta":
    "Applications > アプリ > General > Grant type にチェックを付けてください(Refresh Token も)。\n認可サーバーのアクセスポリシーでも許可してください。",
  "fix.grant_not_allowed.keycloak":
    "Clients > クライアント > Capability config で、Standard flow、Direct access grants、Service accounts roles、Device grant のうち必要なものをオンにしてください。",
  "fix.grant_not_allowed.google":
    "サービスアカウントなら、管理コンソール > セキュリティ > API の制御 > ドメイン全体の委任 に、そのクライアント ID とスコープを正確に追加してください。\nアプリなら、OAuth クライアントの種類を確認してください。",
  "why.request_format": "トークンリクエストが JSON かアドレスで送られました。OAuth ではフォームで送ります。",
  "fix.request_format":
    "Content-Type を application/x-www-form-urlencoded にした POST で、パラメーターを本文で送ってください。\ngrant_type が 1 つだけあり、綴りが正しいことを確認してください。",
  "why.parameter_missing": "必須のパラメーターがないか、空か、2 回指定されています。",
  "fix.parameter_missing":
    "リクエストをプロバイダーの文書と、パラメーターごとに比べてください。\nこの環境で設定されていない空の変数がないか確認してください。",
  "why.login_needed":
    "画面を出さないリクエスト(prompt=none)で、プロバイダーにユーザーのセッションが見つかりませんでした。",
  "fix.login_needed":
    "prompt=none を付けずに、ユーザーを対話型のログインへ進めてください。\n画面を出さないリクエストの代わりにリフレッシュトークンを使ってください。保存済みのトークンの問題ではありません。",
  "why.third_party_cookies": "ブラウザが、iframe や別サイトでのプロバイダーの Cookie を遮断しています。",
  "fix.third_party_cookies":
    "プロバイダーを自分のサイトのドメインで使うか、iframe の代わりにリフレッシュトークンを使ってください。\nセッションが見つからないときは、プロバイダーへリダイレクトしてください。",
  "why.consent_needed": "アプリの求める内容に、ユーザーまたは管理者がまだ同意していません。",
  "fix.consent_needed":
    "ユーザーを一度だけ対話型のログインへ進め、同意画面を表示してください。\nポリシーが禁じているなら、管理者に同意を依頼してください。",
  "fix.consent_needed.auth0":
    "ユーザーを一度だけ対話型のログインへ進めてください。\nApplications > APIs > API > Settings > Allow Skipping User Consent をオンにしてください(自社アプリのみ。localhost には効きません)。",
  "fix.consent_needed.microsoft":
    "ユーザーを prompt=consent のログインへ一度だけ進めるか、管理者に同意を依頼してください:\nエンタープライズ アプリケーション > アプリ > アクセス許可 > 管理者の同意を与える",
  "why.mfa_needed": "ポリシーが多要素認証を求めていますが、プログラムには応じられません。",
  "fix.mfa_needed":
    "人が一度だけ対話型のログインで多要素認証を済ませてください。\n無人のプログラムなら、このアプリや更新を対象から外すポリシーを管理者に依頼してください。",
  "why.state_lost":
    "ログインの state を持つ Cookie かセッションが戻りませんでした。SameSite、別のドメイン、保存先を共有しない複数のサーバーが原因です。",
  "fix.state_lost":
    "state はすべてのサーバーが読める場所に保存し、Cookie はコールバックのホストで SameSite=Lax(form_post では None と Secure)にしてください。\nコールバックと同じホストでログインを始めてください。\nこの検査は外さないでください。他人のログインの混入を防いでいます。",
  "why.two_tabs":
    "応答が前のログインのものです。2 つ目のタブ、戻るボタン、ブックマーク、再読み込みが原因です。",
  "fix.two_tabs":
    "最初のページから、1 つのタブで始め直してください。\nstate はユーザーごとではなく、進行中のログインごとに保存してください。",
  "why.webview": "ログインが、プロバイダーの許さない埋め込みブラウザで開かれています。",
  "fix.webview":
    "システムのブラウザ(ASWebAuthenticationSession、Custom Tabs)でログインを開き、登録したコールバックで戻してください。",

  "why.servers_not_shared":
    "複数のサーバーが応答していますが、ログインのセッションを共有していません。次のリクエストが別のサーバーに届きました。",
  "fix.servers_not_shared":
    "セッション、state、検証値を全サーバー共通の場所に保存するか、ロードバランサーで同じサーバーに振り分けてください(スティッキーセッション)。\nログインを始め直してください。",
  "fix.servers_not_shared.keycloak":
    "レプリカを 1 つのクラスターにし(KC_CACHE=ispn と、kubernetes スタックなど合う検出方法)、イングレスでスティッキーセッションを使ってください。\nログインを始め直してください。",
  "why.scope_absent": "リクエストにスコープがなく、サーバーにも既定のスコープがありません。",
  "fix.scope_absent":
    "リクエストで scope(openid と、API に必要なもの)を送るか、サーバーに既定のスコープを設定してください。",
  "why.other_app":
    "URL は登録されていますが、このリクエストのクライアント ID とは別のアプリの登録です。開発と本番、または 2 つの環境の取り違えです。",
  "fix.other_app":
    "ブラウザのアドレスの client_id と、URL を登録したアプリを比べてください。\nこの環境では、そのアプリの ID とシークレットを使ってください。",

  // リフレッシュトークンがない
  "why.offline_not_asked": "ログインがオフラインアクセスを求めていません。",
  "fix.offline_not_asked":
    "認可リクエストのスコープに offline_access を加えてください。\nリフレッシュトークンは新しいコードでのみ返ります。ログインを始め直してください。",
  "fix.offline_not_asked.salesforce":
    "スコープに refresh_token(または offline_access)を加えてください。full だけでは足りません。\nprompt=consent を付けてログインを始め直してください。",
  "fix.offline_not_asked.google":
    "access_type=offline と prompt=consent を送ってください。Google は最初の同意のときだけリフレッシュトークンを返します。\nログインを始め直してください。",
  "fix.offline_not_asked.github":
    "GitHub の OAuth アプリのトークンは期限がなく、リフレッシュトークンはありません。\nGitHub App なら Optional features > User-to-server token expiration をオンにしてください。",
  "fix.offline_not_asked.slack":
    "api.slack.com/apps > アプリ > OAuth & Permissions でトークンのローテーションをオンにしてください(オフには戻せません)。\nオフのままなら、トークンに期限がなく更新は不要です。",
  "why.offline_not_allowed": "アプリ、API、ポリシーのどれかが、リフレッシュトークンを許していません。",
  "fix.offline_not_allowed":
    "アプリにグラントタイプ refresh_token とスコープ offline_access を許可してください。\nログインを始め直してください。",
  "fix.offline_not_allowed.salesforce":
    "設定 > 外部クライアントアプリケーションマネージャー > アプリ > OAuth 設定 > 選択した OAuth 範囲 に「いつでも要求を実行 (refresh_token, offline_access)」を追加してください。\n最大 10 分待ってから、ログインを始め直してください。",
  "fix.offline_not_allowed.auth0":
    "Applications > アプリ > Advanced Settings > Grant Types の Refresh Token にチェックを付けて Save してください。\nログインを始め直してください。",
  "fix.offline_not_allowed.google":
    "ユーザーは以前に同意済みで、Google は 2 つ目を返しません。prompt=consent を送るか、myaccount.google.com/connections でアクセスを削除してください。\nログインを始め直し、最初の応答のトークンを保存してください。",
  "fix.offline_not_allowed.okta":
    "Applications > アプリ > General > Grant type の Refresh Token にチェックを付けてください。\n認可サーバーのアクセスポリシーで offline_access を許可してください。",
  "fix.offline_not_allowed.keycloak":
    "ユーザーにロール offline_access、クライアントに任意スコープ offline_access を割り当ててください。\nクライアントの詳細設定で Use refresh tokens をオンにしてください。",
  "why.grant_gives_none":
    "このグラントはリフレッシュトークンを返しません。クライアントクレデンシャル、JWT ベアラー、インプリシットにはありません。",
  "fix.grant_gives_none":
    "期限が切れたら、同じグラントで新しいアクセストークンを求めてください。リフレッシュトークンは不要です。\nユーザーの代理なら、認可コードグラントを使ってください。",
  "why.kept_one_counts": "更新の応答にリフレッシュトークンがなければ、今のものが有効なままです。",
  "fix.kept_one_counts": "保存済みのリフレッシュトークンを残し、空の値で上書きしないでください。",

  // API の拒否
  "why.access_expired": "アクセストークンの期限が切れました。これは正常な動作です。",
  "fix.access_expired":
    "1 回だけ更新し、新しいアクセストークンでリクエストをもう一度だけ送ってください。\nexpires_in が過ぎる前に更新し、このマシンの時計を確認してください。",
  "why.wrong_audience": "アクセストークンは別の API のものです。aud が、この API の期待する値と違います。",
  "fix.wrong_audience":
    "この API のトークンを(audience、resource、スコープで)、登録どおりの綴りで求めてください。\nトークンの aud を調べてください。更新しても変わりません。",
  "fix.wrong_audience.auth0":
    "認可リクエストの audience に API Identifier をそのまま(Applications > APIs > API > Identifier)指定してください。\nログインを始め直し、トークンの aud を調べてください。",
  "why.wrong_issuer":
    "API またはクライアントが別の発行者(iss)を期待しています。プロバイダーの別のドメインか、末尾のスラッシュの違いです。",
  "fix.wrong_issuer": "使用中のドメインのディスカバリー文書から発行者を正確にコピーし、設定してください。",
  "why.id_token_as_access":
    "ID トークンが API に送られました。これはアプリのためのもので、API のためのものではありません。",
  "fix.id_token_as_access": "Authorization ヘッダーで access_token を送ってください。",
  "why.signature_wrong":
    "API が、署名したものとは別の鍵かアルゴリズムで検証しています。別の発行者、不透明か暗号化されたトークン、古い鍵の一覧のどれかです。",
  "fix.signature_wrong":
    "鍵とアルゴリズムは、トークンの発行者のディスカバリー文書(jwks_uri)から取得し、未知の kid なら一覧を読み直してください。\nこの API のものでないトークンは検証できません。aud と iss を確認してください。",
  "why.header_wrong": "リクエストに使える Authorization ヘッダーがありません。",
  "fix.header_wrong":
    "Authorization: Bearer の後に空白 1 つとアクセストークンを送ってください。\nヘッダーを落とすリダイレクトやプロキシ、空の変数がないか確認してください。",
  "why.wrong_instance": "リクエストが、トークンの対象とは別のホストに送られました。",
  "fix.wrong_instance":
    "トークンと共に返ったアドレス(Salesforce では instance_url)を使い、応答のたびに更新してください。",
  "why.access_revoked":
    "アクセスが取り消されたか、セッションが早く終わりました。その場合は更新したトークンも拒否されるか、更新が失敗します。",
  "fix.access_revoked":
    "1 回だけ更新してください。成功すれば、アクセストークンだけの問題です。\n新しいトークンも API が拒否するなら、繰り返さず、アカウントの権限を確認してください。",
  "why.dpop":
    "トークンが鍵に結び付いています(DPoP)。証明がないか、nonce がないか、別の鍵やアドレスのものです。",
  "fix.dpop":
    "リクエストごとに、その htm と htu を持つ新しい証明を送ってください。\nuse_dpop_nonce なら、DPoP-Nonce ヘッダーの nonce を付けて 1 回だけ送り直してください。\nログインと同じ鍵で更新してください。",
  "why.scope_too_small": "このリクエストに必要なスコープが、アクセストークンにありません。",
  "fix.scope_too_small":
    "アプリとログインにスコープを加え、ユーザーの同意をもう一度得てください。更新では広がりません。\n今のトークンは、ほかの用途では有効です。",
  "why.no_permission":
    "スコープはありますが、ユーザーかアプリに権限がありません。ロール、プロファイル、ライセンス、またはオフの API です。",
  "fix.no_permission":
    "ユーザーに権限を与えるか、プロジェクトや組織で API をオンにしてください。\n更新や再度のログインでは変わりません。",
  "why.rate_limit": "リクエスト数の上限に達しました。",
  "fix.rate_limit":
    "Retry-After や上限のヘッダーが示す時間だけ待ち、その後は間隔を延ばしてください。\nアクセストークンは期限まで使い回し、定期ジョブの時刻をずらしてください。",
  "why.refresh_each_request":
    "プログラムがアクセストークンを保持せず、リクエストのたびに新しいトークンを取得しています。",
  "fix.refresh_each_request":
    "アクセストークンは期限の少し前まで、全ワーカー共通の場所に保持してください。\n1 つのワーカーが更新し、ほかは待つようにしてください。",

  // ネットワーク
  "why.server_down": "プロバイダーが停止中、保守中、または過負荷です。",
  "fix.server_down":
    "プロバイダーの稼働状況のページを調べてください。\n間隔を延ばしながら再試行し、判定されていないリフレッシュトークンは残してください。",
  "fix.server_down.salesforce":
    "status.salesforce.com を調べてください。\n間隔を延ばしながら再試行し、判定されていないリフレッシュトークンは残してください。",
  "why.html_page":
    "アドレスが違います。エンドポイントではなく、ログイン画面など人のためのページにつながっています。",
  "fix.html_page":
    "ホストとパスを、プロバイダーのディスカバリー文書の token_endpoint と比べてください。\nJSON を読む前に、ステータスと Content-Type を確認してください。",
  "why.proxy_page":
    "プロバイダーの代わりに、プロキシ、ファイアウォール、または Wi-Fi などの認証ページが応答しました。",
  "fix.proxy_page":
    "ページを読んでください。遮断した製品の名前があります。\nネットワークの管理者に、プロバイダーのホストの許可を依頼してください。",
  "why.name_unknown":
    "ホスト名の綴りが違うか、このマシンから解決できません。DNS がない、VPN、または社内だけの名前です。",
  "fix.name_unknown":
    "ホスト名を確認してください。https:// やパスは含めないでください。\n同じマシン、同じコンテナーで、その名前を nslookup で調べてください。",
  "why.firewall": "ファイアウォールがプロバイダーへの接続を遮断しています。",
  "fix.firewall":
    "トークンリクエストを送るマシンから、プロバイダーのホストへの HTTPS(ポート 443)を許可してください。\nそこからトークンエンドポイントへ curl -v を試してください。",
  "why.proxy_not_used":
    "ネットワークの外へはプロキシ経由でしか出られませんが、このプログラムは使っていません。",
  "fix.proxy_not_used":
    "このプログラムに HTTPS_PROXY(内部のホストには NO_PROXY)を設定してください。明示的な有効化が必要なランタイムもあります。",
  "why.proxy_login": "プロキシがユーザー名とパスワードを求めています(407)。",
  "fix.proxy_login":
    "認証情報付きのプロキシ(HTTPS_PROXY)を設定するか、プロバイダーのホストの除外を依頼してください。\nプロバイダーの応答ではないため、トークンは捨てないでください。",
  "why.connection_lost":
    "応答の前に接続が切れました。更新だったなら、プロバイダーはすでにトークンを替えたかもしれません。",
  "fix.connection_lost":
    "再試行してください。ローテーションする更新では、プロバイダーの猶予の間だけ、同じトークンで再試行してください。\nプロバイダーの応答より短いタイムアウトや、アイドル接続を閉じるプロキシがないか確認してください。",
  "why.nothing_listens": "そのアドレスで待つプログラムがありません。動いていないか、ポートが違います。",
  "fix.nothing_listens":
    "ホストとポート、プログラムがまだ待っているかを確認してください。\nコンテナーの中の localhost は、コンテナー自身を指します。",
  "why.no_ipv6": "マシンが、ネットワークから届かない IPv6 アドレスへ接続しようとしています。",
  "fix.no_ipv6": "IPv6 を直すか、このプログラムで IPv4 を優先してください。",
  "why.company_ca":
    "ネットワークのプロキシが TLS を復号し、このプログラムの知らない認証局で署名し直しています。",
  "fix.company_ca":
    "その認証局の証明書をプログラムに渡してください(NODE_EXTRA_CA_CERTS、REQUESTS_CA_BUNDLE、SSL_CERT_FILE、Java のトラストストア)。\n証明書の検査は外さないでください。名前を証明できないサーバーにトークンを送ってはいけません。",
  "why.ca_bundle_old":
    "このマシンの認証局の一覧がないか古いか、サーバーが証明書の連鎖をすべて送っていません。",
  "fix.ca_bundle_old":
    "イメージに ca-certificates を入れるか、ランタイムを更新してください。\n自分のサーバーなら、中間証明書も送るようにしてください。\n証明書の検査は外さないでください。",
  "why.cert_expired": "証明書の期限が切れているか、このマシンの時計が違います。",
  "fix.cert_expired":
    "このマシンの日時を正しい時刻と比べてください。\n日時が正しければ、サーバーの運用者に証明書の更新を依頼してください。",
  "why.cert_hostname": "証明書が、接続先のホストとは別の名前のものです。",
  "fix.cert_hostname":
    "証明書にあるホスト名を使い、DNS、プロキシ、名前の代わりの IP アドレスを確認してください。",
  "why.old_tls":
    "プログラムとサーバーに共通の TLS のバージョンか暗号がありません。多くはランタイムが古いためです。または https のポートに http を送っています。",
  "fix.old_tls":
    "TLS 1.2(ECDHE)か TLS 1.3 を使えるよう、ランタイムかライブラリーを更新してください。\nスキームとポートを確認してください。",
  "why.cors": "ウェブページがサーバー向けのエンドポイントを呼び出したか、そのオリジンが登録されていません。",
  "fix.cors":
    "交換と更新はサーバーで行うか、ページのオリジンとアプリを SPA として登録してください。\nブラウザからクライアントシークレットを送らないでください。",
  "fix.cors.auth0":
    "Applications > アプリ > Settings > Allowed Origins (CORS) に、ページのオリジンを追加してください。",
  "fix.cors.salesforce":
    "設定 > CORS にページのオリジンを追加し、OAuth エンドポイントの CORS を有効にしてください。",
  "fix.cors.microsoft":
    "リダイレクト URI を Web ではなく「シングルページ アプリケーション」に登録してください。",

  // このマシン
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

  // ID トークン、デバイス、取り消し
  "why.id_token_clock": "このマシンの時計が、プロバイダーの時計と違います。",
  "fix.id_token_clock": "時計を NTP で合わせてください。\niat、nbf、exp に数秒の許容差を設けてください。",
  "why.nonce_lost":
    "検証のときに、ログインの nonce がないか別のものでした。失われたセッション、同時の 2 つのログイン、キャッシュのトークンが原因です。",
  "fix.nonce_lost":
    "nonce はログインの state と共に保存し、1 回だけ検証してください。\nログインを始め直してください。",
  "why.id_token_missing":
    "ログインが openid を求めていないか、アプリに OpenID Connect が許可されていません。",
  "fix.id_token_missing": "スコープに openid を加え、ログインを始め直してください。",
  "why.device_pending": "ユーザーが、別のデバイスでの操作をまだ終えていません。",
  "fix.device_pending": "指定された間隔で問い合わせを続け、slow_down のたびに 5 秒ずつ延ばしてください。",
  "why.device_expired": "デバイスコードの期限が切れたか、使用済みです。",
  "fix.device_expired":
    "問い合わせを止め、新しいデバイスログインを始めてください。\n最初は expired_token、その後は invalid_grant が返ることがあります。",
  "why.revoked_before": "トークンはすでに取り消されたか期限切れで、望んだ状態になっています。",
  "fix.revoked_before":
    "完了したものとして扱ってください。知らないトークンにもサーバーは 200 を返します(RFC 7009)。",
  "why.revocation_request": "取り消しのリクエストに、アプリの認証情報か正しい種類のトークンがありません。",
  "fix.revocation_request":
    "token と token_type_hint=refresh_token を、アプリの通常の認証を付けてフォームで送ってください。",
  "why.logout_keeps_tokens":
    "ログアウトはブラウザのセッションを終えるだけで、リフレッシュトークンには影響しません。",
  "fix.logout_keeps_tokens":
    "ログアウトのときに、リフレッシュトークンも取り消してください(取り消しエンドポイント)。",
  "why.password_wrong":
    "ユーザー名かパスワードが違うか、アカウントに先に必要な操作(新しいパスワード、多要素認証)があります。",
  "fix.password_wrong":
    "同じユーザーで、ブラウザからのログインを試してください。\nこのグラントは多要素認証に対応せず、廃止したプロバイダーもあります。別のグラントに替えてください。",
  "why.server_wants_person": "プロバイダーが、画面でのユーザーの確認を求めています。",
  "fix.server_wants_person": "prompt=none を付けず、対話型のログインとしてやり直してください。",
  "why.not_known": "テキストとヒントの情報が足りません。",
  "fix.not_known":
    "プロバイダーの応答の本文にある error と error_description を探してください。\n起きた場所を --stage で、知っていることを --context で伝えてください。",
};
