import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
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
    "Entra 管理センター > アプリの登録 > アプリ > 証明書とシークレット: シークレット ID ではなく「値」を使ってください。\n値は一度しか表示されません。失ったら新しいシークレットを作成してください。\n.env ファイルでは単一引用符で囲んでください。# や $ で途切れることがあります。",
  "fix.wrong_secret.github":
    "実際に届く値を調べてください。設定が空か名前が違うとシークレットは送られず、ID が別のアプリのものかもしれません。\nSettings > Developer settings > アプリ のクライアント ID と比べてください。シークレットが分からないときは、新しく作成してすぐにコピーしてください。",
  "fix.wrong_secret.keycloak":
    "Clients > クライアント > Credentials からシークレットをコピーし直してください。\nレルムとクライアントがリクエストと同じか確認してください。\nブラウザやスマートフォンのアプリではシークレットを使わず、Client authentication をオフ(公開クライアント)にして PKCE を使ってください。",
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
  "why.secret_hashed":
    "シークレットとして送られているのは、サーバーに保存されたハッシュ(pbkdf2_sha256$…、$2y$…)です。シークレット自体は、保存するまでしか読めません。",
  "fix.secret_hashed":
    "サーバーでアプリの新しいシークレットを作り、保存する前にコピーして、それを送ってください。\nDjango OAuth Toolkit では、Save の前にフォームの client_secret をコピーしてください。Laravel Passport、Doorkeeper、OpenIddict では、クライアントの作成時に一度だけ表示されます。",
  "why.auth_method":
    "アプリがシークレットを、登録とは別の方法で送っています。方法はヘッダー(Basic)、本文(Post)、署名付きアサーション、なし、のどれかです。",
  "fix.auth_method":
    "アプリに登録した認証方法を調べ、その方法を使ってください。\nヘッダーと本文の両方ではなく、1 か所だけで送ってください。\nX(Twitter): 機密のアプリは、更新のときも ID とシークレットを Authorization: Basic ヘッダーで送ります。シークレットのないプログラムには、種類を Native App か Single Page App にしてください。",
  "fix.auth_method.auth0":
    "Applications > アプリ > Credentials の Authentication Method を、プログラムの方法(Client Secret (Post)、(Basic)、Private Key JWT、None)に合わせてください。",
  "fix.auth_method.okta":
    "Applications > アプリ > General > Client Credentials を、プログラムの方法に合わせてください。\n1 か所だけで送ってください。",
  "why.secret_missing":
    "アプリは機密クライアントとして登録されていますが、リクエストにクライアントシークレットがありません。",
  "fix.secret_missing":
    "サーバーからクライアントシークレットを送るか、シークレットを持たず PKCE を使う公開クライアント(ネイティブ、SPA)として登録してください。\nAmazon Cognito では、ページやスマートフォン用に、シークレットなしのアプリクライアントを新しく作ってください。後からは外せません。\nユーザーに配るプログラムには、決してシークレットを入れないでください。",
  "fix.secret_missing.google":
    "コードの交換と更新のたびに client_secret を送ってください。Google では種類が「デスクトップ アプリ」のクライアントにもあり、そこでは機密とは扱われません。ログインは PKCE が守ります。\nシークレットがないのは、iOS、Android、UWP、Chrome 拡張機能のクライアントだけです。",
  "fix.secret_missing.salesforce":
    "ユーザーのデバイス上のプログラムや、シークレットを持たないプログラムなら、アプリ > 設定 > OAuth 設定 で「Web サーバーフローの秘密が必要」と「更新トークンフローの秘密が必要」を外し、PKCE はオンのまま最大 10 分待ち、シークレットを送らないでください。\nサーバーなら、コンシューマーの秘密を送ってください。",
  "fix.secret_missing.microsoft":
    "Web アプリなら client_secret か client_assertion を送ってください。\nネイティブアプリなら、コールバックを「モバイル アプリケーションとデスクトップ アプリケーション」に登録し、認証 > パブリック クライアント フローを許可する を「はい」にしてください。",
  "why.unknown_client":
    "このホストまたはテナントに、このクライアント ID のアプリがありません。入力の誤り、別の環境、削除済み、または反映前です。",
  "fix.unknown_client":
    "アプリの設定からクライアント ID をコピーし直してください。\nリクエストとアプリの、ホスト、テナント、レルムを比べてください。テスト環境か本番か(PayPal は mode)、データセンター(Zoho は accounts.zoho.eu、.in、.com など)も確認してください。",
  "fix.unknown_client.salesforce":
    "アプリ > 設定 > OAuth 設定 から、コンシューマー鍵をコピーし直してください。\n本番は login.salesforce.com、Sandbox は test.salesforce.com を使ってください。\n新しいアプリは最大 10 分待ってください。顧客の組織にはアプリをインストールしてください。",
  "fix.unknown_client.microsoft":
    "アドレスのテナントと、アプリの登録のテナントを比べてください。\nほかのテナントのユーザーには、サポートされているアカウントの種類をマルチテナントにし、その管理者に一度だけ同意を依頼してください。",
  "fix.unknown_client.keycloak":
    "アドレスのレルムと、Clients のクライアント ID を比べてください。\nKeycloak 17 以降は /realms の前の /auth を外してください。",
  "why.client_id_unset":
    "リクエストのクライアント ID が、空の値、undefined、サンプルの値のままのどれかです。プログラムが設定を見つけられません。",
  "fix.client_id_unset":
    "プログラムが動く環境で(.env の読み込み、ホストやコンテナの変数、フレームワークが求める接頭辞)、プログラムが読むとおりの名前でクライアント ID を設定してください。\n再起動するか、値が埋め込まれるならビルドし直してください。\nログインのアドレスの client_id が、アプリの ID になっているか確認してください。\n更新で起こるなら、クライアントのオブジェクトを ID とシークレット付きで作成してください。トークンだけを渡したものは、ID を送りません。",
  "why.public_with_secret":
    "アプリは公開クライアントでシークレットを持ちませんが、リクエストが送っています。",
  "fix.public_with_secret":
    "リクエストからクライアントシークレットを外してください。プログラムが独自のシークレットを付けるなら、更新するか、空のシークレットを設定してください。\nサーバーで動くなら、機密の Web アプリとして登録してください。",
  "why.assertion_audience": "アサーションの aud が、プロバイダーの期待する値と違います。",
  "fix.assertion_audience":
    "aud はプロバイダーの文書のとおり、発行者かトークンエンドポイントを 1 つの文字列で正確に指定してください。",
  "why.assertion_clock": "このマシンの時計が違うか、アサーションの iat と exp が離れすぎているか過去です。",
  "fix.assertion_clock":
    "時計を NTP で合わせてください。スリープしたコンテナーや仮想マシンも調べてください。\nリクエストごとに新しいアサーションを作り、iat は現在、exp は数分後にしてください。\n両方とも 1970 年からの秒数(time.time()、Date.now() / 1000)から作ってください。タイムゾーンのない日時から作ると、数時間ずれます。",
  "why.assertion_key": "アサーションが、アプリに登録された鍵とは別の鍵で署名されています。",
  "fix.assertion_key":
    "署名に使う鍵に対応する証明書か公開鍵を登録してください。\nアルゴリズム(RS256 か ES256)、kid、鍵の改行が保たれているかを確認してください。",
  "why.assertion_subject": "アサーションの iss か sub が、既知のアプリとユーザーを指していません。",
  "fix.assertion_subject":
    "iss にクライアント ID、sub にアプリが代理できるユーザー名かアカウントを正確に指定してください。",
  "fix.assertion_subject.google":
    "iss は鍵ファイルの client_email です。google.auth.JWT では最初の引数に指定してください(email: key.client_email。key.email はなく、client_id は別の値です)。\n値を表示して確認してください。undefined でも invalid_grant になります。\nsub には、ドメイン全体の委任がある場合だけ、Workspace のユーザーを指定してください。それ以外では省いてください。",
  "why.apple_client_secret":
    "Sign in with Apple のクライアントシークレットは自分で署名する JWT です。期限切れ、6 か月を超える期間、別の鍵やチームやクライアントのため、Apple が拒否しています。",
  "fix.apple_client_secret":
    "作り直してください。.p8 の鍵による ES256、kid は Key ID、iss は Team ID、sub は client_id(Web では Services ID、アプリでは Bundle ID)、aud は https://appleid.apple.com、exp は iat から 6 か月(15,777,000 秒)以内です。\nコードを求めたときと同じ client_id を送り、時計を NTP で合わせてください。\n期限があるので、プログラムで生成するか定期ジョブで更新してください。",
  "why.app_type_wrong": "アプリが、このフローを使えない種類で登録されています。",
  "fix.app_type_wrong":
    "ユーザーの OAuth ログインを使える種類のアプリを登録してください(Shopify はショップのプライベートアプリではなく Partner か Dev Dashboard のアプリ、Zoom は Server-to-Server ではなく General か OAuth のアプリ)。\nそのアプリの ID とシークレットを使ってください。",
  "why.library_regression":
    "ライブラリやツールのあるバージョンに誤りがあるか、動作が変わっています。更新前は動いており、設定は同じです。",
  "fix.library_regression":
    "動いていたバージョンに戻すか、修正済みのバージョンに更新してください。issue とリリースノートでこのメッセージを探してください。変わった既定値(保存先、新しいオプション)もそこに書かれています。\nシークレットとトークンは有効です。そのまま残してください。\nそれまで、ロックファイルでバージョンを固定してください。",
  "why.setting_no_text":
    "プログラムが渡しているクライアント ID、シークレット、アドレスのどれかが文字列ではありません。末尾のコンマでタプルになっているか、バイト列、リスト、数値、または空です。",
  "fix.setting_no_text":
    "呼び出しの直前で、値とその型を出力してください。\nPython なら、行末のコンマを消し、バイト列はデコードしてください。\nundefined や None なら設定が見つかっていません。プログラムが読むとおりの名前で設定してください。",
  "why.grant_unknown_to_library":
    "インストールされているバージョンのクライアントライブラリがこのグラントを知らないか、必要なパラメーターが足りず、リクエストが送られていません。",
  "fix.grant_unknown_to_library":
    "このグラントに対応したバージョンへライブラリを更新してください。対応したバージョンはリリースノートにあります。\nパラメーターの名前をすべてガイドと比べてください。名前の誤りや不足があると、グラントが選ばれません。\nそれまでは、トークンエンドポイントへフォームを POST して、自分でトークンリクエストを送ってください。",
  "why.setting_differs_there":
    "開発者のマシンでは動くのに、デプロイ先では動きません。デプロイ先の設定が欠けている、古い、別のアプリのもの、または前後に引用符や空白があります。",
  "fix.setting_differs_there":
    "両方の場所で設定の名前と長さを出力して比べてください。クライアント ID、シークレット、ドメイン、スコープ、ベース URL です。\nホストの設定画面(Vercel、Azure、Docker の env ファイル)では、値に引用符を付けないでください。引用符も値の一部になります。\n変更のたびにデプロイまたは再起動し、デプロイ先のアドレスを登録してください。",
  "why.secret_expanded":
    "シークレットかパスワードに、ファイルやシェルが特別に扱う文字があります。.env、compose、シェルの $、.env や ini の # と ;、crontab や ini の %、JSON や properties の \\ です。",
  "fix.secret_expanded":
    "値を単一引用符で囲むか、その文字を二重にしてください。docker compose は $$、ini は %%、crontab は \\% です。\nプログラムが送るシークレットの長さを、プロバイダーでの長さと比べてください。\nまたは、英数字だけのシークレットになるまで作り直してください。",
  "why.key_unreadable":
    "プログラムがプライベートキーを読めません。改行が失われたか \\n という文字のままになっています。または、PEM ではない(パスワード付きを含む)か、公開鍵や証明書です。",
  "fix.key_unreadable":
    '先頭の行を見てください。-----BEGIN PRIVATE KEY----- か -----BEGIN RSA PRIVATE KEY----- で、その後に本物の改行が必要です。\n1 行の入力欄では改行が失われます。プログラムを更新するか、複数行の欄かファイルを使ってください。環境変数には base64 で保存して復号するか、\\n を改行に置き換えてください(key.replace(/\\\\n/g, "\\n"))。\nライブラリが PKCS#8 を求めるなら openssl pkcs8 -topk8 -nocrypt -in key.pem -out key8.pem で変換してください。',
};
