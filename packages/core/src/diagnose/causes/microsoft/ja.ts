import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.microsoft.spa_24h":
    "リダイレクト URI のプラットフォームが「シングルページ アプリケーション」です。そのリフレッシュトークンは、使い方によらず 24 時間で無効になります。",
  "fix.microsoft.spa_24h":
    "サーバーがトークンを保持するなら、リダイレクト URI を Web に登録し、一度だけ接続し直してください。\nページの中なら、毎日ユーザーをログインへ進めてください。acquireTokenSilent がこのエラーになったら、acquireTokenRedirect か acquireTokenPopup を呼び出します。",
  "why.microsoft.idle_90d":
    "リフレッシュトークンがアイドル期間(90 日)の間に使われなかったか、期限が切れました。",
  "fix.microsoft.idle_90d":
    "一度だけ接続し直してください(az login、pac auth create など)。プログラムが古いトークンを使い続けるなら、トークンのキャッシュを消去してください。\nほかに使わないときも 90 日に 1 回以上更新し、新しいトークンを毎回保存してください。",
  "why.microsoft.new_token_lost":
    "更新の応答のたびに、さらに 90 日使える新しいリフレッシュトークンが届きますが、プログラムは最初のものを使い続けるか、新しいものを失われる場所に保存しています。",
  "fix.microsoft.new_token_lost":
    "応答のたびに refresh_token を古いものと置き換え、再起動後も残る場所に保存してください。コンテナ内のコピーではなく、元の設定ファイルか、読み取り専用でないボリュームです。\nその後、もう一度接続してください。古いトークンを使う限り、実行の回数を増やしても解決しません。",
  "why.microsoft.grant_revoked":
    "許可が取り消されました。パスワードの変更や再設定、管理者によるセッションの取り消し、危険と判定されたユーザーが原因です。",
  "fix.microsoft.grant_revoked":
    "一度だけ接続し直してください。\nEntra 管理センター > ユーザー > 該当ユーザー > サインインログ で理由を調べてください。\n無人のプログラムには、パスワードに依存しないアプリケーションのアクセス許可(クライアントクレデンシャル)を使ってください。",
  "why.microsoft.sign_in_frequency":
    "条件付きアクセスが、一定時間ごとのサインインを求めています(サインインの頻度)。",
  "fix.microsoft.sign_in_frequency":
    "ユーザーを対話型のログインへ進めてください。プログラムがログインを求めないなら、先に保存済みのトークンを削除してください。\nEntra 管理センター > 条件付きアクセス > サインインログ でポリシーを調べ、このアプリの除外を管理者に相談してください。",
  "why.microsoft.mfa_at_refresh":
    "リフレッシュトークンが、多要素認証のないログインか、今のポリシーには古すぎるログインのものです。",
  "fix.microsoft.mfa_at_refresh":
    "ユーザーを多要素認証のある対話型のログインへ一度だけ進めてください。新しいリフレッシュトークンに引き継がれます。\n無人のプログラムにはアプリケーションのアクセス許可を使うか、管理者にこのアプリの除外を依頼してください。",
  "why.microsoft.password_grant":
    "ユーザー名とパスワードだけ(ROPC)では、テナントが求める多要素認証を通れません。",
  "fix.microsoft.password_grant":
    "この方式を置き換えてください。人には対話型のログインかデバイスコード、プログラムにはクライアントクレデンシャルかマネージド ID を使ってください。\nそれができないときだけ、サービス用ユーザーのポリシーからの除外を管理者に依頼してください。ROPC は MFA では動きません。",
  "why.microsoft.device_gone": "トークンが発行されたデバイスが、ディレクトリで削除されたか無効にされました。",
  "fix.microsoft.device_gone":
    "Entra 管理センター > デバイス で有効にするか、登録し直してください(Windows: 設定 > アカウント > 職場または学校にアクセスする)。\nその後、ユーザーを対話型のログインへ進めてください。",
  "why.microsoft.scopes_unauthorized":
    "このユーザーが許可していないか、もう許可していないスコープを指定しています。",
  "fix.microsoft.scopes_unauthorized":
    "更新では scope を省くか、ログインのときのスコープだけを指定してください。\nもっと必要なら、ユーザーをそのスコープのログインへ一度進め、同意を得てください。\n個人アカウントのユーザーは account.live.com/consent/manage で許可したものを確認できます。",
  "why.microsoft.conditional_access":
    "条件付きアクセスのポリシーがこのリクエストをブロックしています。デバイス、場所、アプリ、クライアントのどれかが条件を満たしません。",
  "fix.microsoft.conditional_access":
    "Entra 管理センター > サインインログ > 該当の記録 > 条件付きアクセス で、失敗したポリシーを調べてください。\n条件(管理対象のデバイス、許可されたアドレス)を満たすか、管理者にこのアプリの除外を依頼してください。トークンの問題ではありません。\nデバイスコードではデバイスを証明できません。管理対象のデバイスのブラウザかブローカーでログインしてください。",
  "why.microsoft.security_defaults":
    "テナントのセキュリティの既定値群が、古いプロトコルや MFA のないパスワードなど、この種類のログインをブロックしています。",
  "fix.microsoft.security_defaults":
    "ユーザー名とパスワードの代わりに、MFA のある対話型のログイン、デバイスコード、クライアントクレデンシャルのどれかを使ってください。\n条件付きアクセスのあるテナントでは、既定値群を独自のポリシーに置き換えられます(Entra 管理センター > 概要 > プロパティ)。",
  "why.microsoft.continuous_access":
    "ユーザーの状態やアドレスが変わったため、API がアクセストークンを早く無効にしました(継続的アクセス評価)。指定したクレームのあるトークンを求めています。",
  "fix.microsoft.continuous_access":
    "WWW-Authenticate ヘッダーの claims を読み、次のトークンのリクエストに渡してください(withClaims、claims)。拒否されたら、対話型のログインに渡してください。\nキャッシュのトークンを使わず、強制的に更新してください。",
  "why.microsoft.tenant_restriction":
    "ネットワークか、どちらかのテナントが、特定のテナントだけを許可しています(テナント制限、テナント間アクセス)。",
  "fix.microsoft.tenant_restriction":
    "ネットワークのプロキシかテナントの管理者に、相手のテナントの追加を依頼してください(Restrict-Access-To-Tenants、または External Identities > テナント間アクセス設定)。\n別のネットワークからログインすると、どちらか分かります。",
  "why.microsoft.not_assigned":
    "アプリが割り当てられたユーザーだけを許可しており(割り当てが必要)、このユーザーは割り当てられていません。入れ子のグループも数えません。",
  "fix.microsoft.not_assigned":
    "Entra 管理センター > エンタープライズ アプリケーション > アプリ > ユーザーとグループ > ユーザーまたはグループの追加 で、ユーザーか、ユーザーが直接属するグループを割り当ててください。\nまたは プロパティ > 割り当てが必要ですか? を「いいえ」にしてください。",
  "why.microsoft.app_not_assigned":
    "API が割り当てられたアプリだけを許可しており、呼び出すアプリにアプリロールがありません。",
  "fix.microsoft.app_not_assigned":
    "アプリの登録 > 呼び出すアプリ > API のアクセス許可 > 追加 > 自分の API > アプリケーションの許可 でロールを選択し、管理者の同意を与えてください。\nまたは エンタープライズ アプリケーション > API > プロパティ > 割り当てが必要ですか? を「いいえ」にしてください。",
  "why.microsoft.account_locked":
    "パスワードの間違いが続いてアカウントがロックされたか、悪意のある活動のあるアドレスからのログインです。",
  "fix.microsoft.account_locked":
    "しばらく待ち、古いパスワードを送り続けるプログラムを止めてください。\nどちらかは Entra 管理センター > サインインログ のエラー 50053 で分かります。別のネットワークからは通ることがあります。",
  "why.microsoft.wrong_tenant":
    "アカウントが、対象のテナントに属していません。個人アカウントか別の組織のアカウントで、ゲストでもありません。",
  "fix.microsoft.wrong_tenant":
    "そのようなアカウントにも使わせるなら、アプリの登録 > アプリ > 認証 > サポートされているアカウントの種類 で任意の組織か個人アカウントも選択し、プログラムではテナントの代わりに /organizations か /common を使ってください。\nこのテナントだけなら、サインアウトしてそのテナントのアカウントを選ぶか、ユーザーをゲストとして招待してください(ユーザー > 外部ユーザーの招待)。",
  "why.microsoft.single_tenant":
    "アプリは 1 つのテナント用に登録されていますが、リクエストが複数テナント用の /common に送られました。",
  "fix.microsoft.single_tenant":
    "アドレスにテナントを入れてください: https://login.microsoftonline.com/TENANT-ID(プログラムの authority、tenant、issuer。概要 > ディレクトリ (テナント) ID)。\nまたは、アプリの登録 > アプリ > 認証 > サポートされているアカウントの種類 でマルチテナントにしてください。",
  "why.microsoft.endpoint_for_accounts":
    "エンドポイント(/common、/organizations、/consumers、テナント)が、アプリの登録で許可したアカウントの種類か、この方式に合いません。",
  "fix.microsoft.endpoint_for_accounts":
    "1 つの組織なら /TENANT-ID、複数の組織なら /organizations、個人アカウントも含むなら /common、個人アカウントだけなら /consumers を使ってください。\n個人アカウントを許可するには、アプリの登録 > アプリ > 認証 > サポートされているアカウントの種類(またはマニフェストの signInAudience: AzureADandPersonalMicrosoftAccount)を設定してください。\nクライアントクレデンシャルとパスワードには /TENANT-ID が必要です。",
  "why.microsoft.tenant_unknown":
    "そのようなテナントがありません。アドレスの値が間違いか、空か、サンプルの値のままか、どのテナントにも登録されていないドメインです。",
  "fix.microsoft.tenant_unknown":
    "アプリの登録 > アプリ > 概要 のディレクトリ (テナント) ID か、テナントの確認済みドメインを、アドレスの login.microsoftonline.com/ の後に入れてください。\nプログラムが読む変数を調べてください。この環境では空か未定義かもしれません。\n米国政府と中国のテナントは、ホストが別です。",
  "why.microsoft.tenant_missing":
    "アドレスのテナントの位置が空か、別のものが入っています。サンプルの値、未設定の変数、パスの次の部分(authorize、token)のどれかです。",
  "fix.microsoft.tenant_missing":
    "authority を https://login.microsoftonline.com/TENANT-ID にしてください。TENANT-ID は アプリの登録 > アプリ > 概要 のディレクトリ (テナント) ID です。/oauth2/authorize や /token はライブラリーが付けるので、後ろには何も付けないでください。\nテナントの変数の名前と、この環境に値があるかを調べてください。\nテナントがないと宛先は /common になりますが、シングルテナントのアプリでは使えない方式があります。\n個人用アカウント(outlook.com)のテナントは consumers です。設定を確認してください。",
  "why.microsoft.other_cloud":
    "テナント、アプリ、ログインのホストが、Microsoft の別々のクラウド(全世界、米国政府、中国)に属しています。",
  "fix.microsoft.other_cloud":
    "米国政府: login.microsoftonline.us と graph.microsoft.us、中国: login.partner.microsoftonline.cn と microsoftgraph.chinacloudapi.cn を使い、アプリもそのクラウドに登録してください。\nプログラムにクラウドを設定してください(AZURE_AUTHORITY_HOST、AzureCloudInstance、azureCloudOptions、az cloud set)。",
  "why.microsoft.identifier_unknown":
    "この識別子 (エンティティ ID) を持つエンタープライズ アプリケーションが、このテナントにありません。書き方が違うか、別のテナントのものか、削除されています。",
  "fix.microsoft.identifier_unknown":
    "Entra 管理センター > エンタープライズ アプリケーション > アプリ > シングル サインオン > 基本的な SAML 構成 > 識別子 (エンティティ ID) に、メッセージの値をそのまま入力してください(http と https、スラッシュ、大文字と小文字)。WS-Federation ではアプリケーション ID URI(wtrealm)です。\nまたは、アプリケーション側のエンティティ ID を登録済みの値にしてください。\nアプリを削除したなら、アプリの登録 > 削除済みのアプリケーション で復元してください(30 日以内)。",
  "why.microsoft.client_id_form":
    "client_id として送られた値がクライアント ID ではありません。サンプルの値のまま、アドレス、名前、空の変数のどれかです。",
  "fix.microsoft.client_id_form":
    "アプリの登録 > アプリ > 概要 のアプリケーション (クライアント) ID(GUID)だけを、api:// や引用符を付けずにプログラムの設定に入れてください。\nその設定が実際に読まれているか調べてください。\nSAML では、エンタープライズ アプリケーションの識別子 (エンティティ ID) です。両側で同じ値にしてください。",
  "why.microsoft.android_hash":
    "Android アプリのリダイレクト URI(msauth://PACKAGE/HASH)には署名した証明書のハッシュが含まれますが、登録か設定のハッシュが別の証明書のものです。",
  "fix.microsoft.android_hash":
    "インストールしたアプリ自身のハッシュを使ってください。メッセージかログにあるか、実行時に PackageManager から計算できます。keytool のハッシュは、実際に署名するキーストア、エイリアス、パスワードの場合だけ正しい値です。デバッグ、リリース、Play アプリ署名で別々です。\nアプリの登録 > アプリ > 認証 > Android に、パッケージ名とそのハッシュを登録してください。\n設定ファイル(redirect_uri のハッシュはパーセントエンコード)と AndroidManifest(android:path はスラッシュとハッシュ、エンコードなし)も同じにしてください。",
  "why.microsoft.app_disabled": "アプリか、アプリが使う API が、このテナントで無効にされています。",
  "fix.microsoft.app_disabled":
    "Entra 管理センター > エンタープライズ アプリケーション > アプリ > プロパティ > ユーザーのサインインが有効になっていますか? を「はい」にしてください。\n規約違反のために Microsoft が止めたアプリなら、画面の説明に従ってください。",
  "why.microsoft.service_principal_missing":
    "アプリは登録されていますが、このテナントにそのサービスプリンシパル(または API のもの)がないか、サービスを契約していません。",
  "fix.microsoft.service_principal_missing":
    "このテナントの管理者に https://login.microsoftonline.com/TENANT-ID/adminconsent?client_id=CLIENT-ID を開いて同意するよう依頼してください。\nまたは az ad sp create --id CLIENT-ID で作成してください。\nAPI には、このテナントのライセンスかサブスクリプションが必要です。",
  "why.microsoft.resource_unknown":
    "scope か resource の API がこのテナントで知られていません。アドレスの間違いか、別の場所に登録されているか、ここで同意されていません。",
  "fix.microsoft.resource_unknown":
    "scope のアドレスを、API のアプリケーション ID URI(アプリの登録 > API > API の公開)と 1 文字ずつ比べてください。api:// の有無、https:// の重複、余分なスラッシュに注意してください。\nリクエストの宛先が、API のあるテナントか調べてください。\n別のテナントの API なら、こちらの管理者に同意を依頼してください。サービスプリンシパルが作られます(az ad sp create --id API-CLIENT-ID)。",
  "why.microsoft.resource_malformed":
    "リクエストの API のアドレスが正しい形ではありません。https:// やスラッシュの重複、ポート、単なる名前、空の変数、サンプルの値のままのどれかです。",
  "fix.microsoft.resource_malformed":
    "プログラムがアドレスを組み立てる元の設定を直してください。https://graph.microsoft.com、https://TENANT.sharepoint.com、api://API-CLIENT-ID のどれかで、前に何も付けず、末尾にスラッシュを付けません。スコープなら、その後に /.default か名前を続けてください。\nプログラムが https:// を付けるなら、ホストだけを入力してください。\n設定にない値(応答のリンクのポート付きのホストなど)なら、プログラムの誤りです。更新してください。テナントや同意の問題ではありません。",
  "why.microsoft.resource_not_installed":
    "アプリが使う API のサービスプリンシパルが、このユーザーのテナントにありません。そこで誰も同意していないためです。",
  "fix.microsoft.resource_not_installed":
    "そのテナントの管理者に同意を依頼してください: https://login.microsoftonline.com/TENANT-ID/adminconsent?client_id=CLIENT-ID。API が別のアプリなら、先に API に同意を得てください(または API のマニフェストの knownClientApplications にクライアントを追加)。\nAPI はマルチテナントとして登録してください。\nユーザーが自分のテナントに属するなら、プログラムでは /common の代わりにそのテナントのアドレスを使ってください。",
  "why.microsoft.permission_not_listed":
    "アプリの API のアクセス許可にない API を指定しているか、同意されていません。",
  "fix.microsoft.permission_not_listed":
    "アプリの登録 > アプリ > API のアクセス許可 > アクセス許可の追加 で、リクエストの API を追加し、管理者の同意を与えてください。\nSAML では、識別子 (エンティティ ID) を比べてください。",
  "why.microsoft.scope_of_api":
    "API にこの名前のスコープがありません。アドレスのないスコープは、Microsoft Graph のものとして扱われます。",
  "fix.microsoft.scope_of_api":
    "自分の API のスコープは、「API の公開」にあるとおり、api://API-CLIENT-ID/SCOPE と全体を書いてください。\nEntra にスコープ groups や roles はありません。外して(openid profile email)、トークン構成でクレームを追加してください。\nGraph のスコープの綴りを比べてください。アプリケーションの許可だけのもの、職場アカウントだけのものもあります。",
  "why.microsoft.two_resources":
    "一緒に指定できないスコープがあります。2 つの API のスコープか、/.default と個々のスコープの組み合わせです。トークンは 1 つの API 用です。",
  "fix.microsoft.two_resources":
    "トークンのリクエストごとに、1 つの API の個々のスコープか /.default のどちらかだけを指定し、ほかの API のトークンはリフレッシュトークンで 1 つずつ取得してください。\n同意はログインでまとめて得られます(extraScopesToConsent)。openid、profile、email、offline_access は一緒に指定できます。",
  "why.microsoft.default_scope":
    "アプリだけ(クライアントクレデンシャル)では、アプリケーションの許可をまとめて、スコープ /.default で指定することしかできません。",
  "fix.microsoft.default_scope":
    "scope=https://graph.microsoft.com/.default か api://API-CLIENT-ID/.default だけを送ってください。\n個々のアクセス許可は、API のアクセス許可 > アプリケーションの許可 で、管理者の同意とともに与えてください。自分の API ならアプリロールにしてください。",
  "why.microsoft.first_party_app":
    "クライアント ID が Microsoft 自身のアプリのもので、この API は許可されていません。",
  "fix.microsoft.first_party_app":
    "必要なアクセス許可のあるアプリを自分で登録し、Azure CLI、Office、PowerShell などのものの代わりに、そのクライアント ID を使ってください。",
  "why.microsoft.response_type": "アプリで有効になっていない応答の種類(id_token か token)を指定しています。",
  "fix.microsoft.response_type":
    "アプリの登録 > アプリ > 認証 > 暗黙的な許可およびハイブリッド フロー で、ID トークン(またはアクセストークン)にチェックを付けてください。\nそのどちらも要らない response_type=code と PKCE のほうが安全です。",
  "why.microsoft.post_only":
    "トークンエンドポイントが GET で呼ばれました。ブラウザ、戻るボタン、アドレスの欄の取り違えが原因です。",
  "fix.microsoft.post_only":
    "トークンのリクエストは POST で、パラメーターを本文に入れて送ってください。\n2 つのアドレスを比べてください。ユーザーは …/oauth2/v2.0/authorize へ進み、プログラムは …/oauth2/v2.0/token に POST します。",
  "why.microsoft.loop": "プログラムが同じリクエストを何度も繰り返すため、Entra が止めました。",
  "fix.microsoft.loop":
    "トークンは期限まで保持し、エラーの後に繰り返さないでください。\n毎回ログインに戻るリダイレクトを探してください。Cookie が戻らないか、アプリがトークンを保存していません。\n数分後には、リクエストがまた通ります。",
  "why.microsoft.web_platform":
    "リダイレクト URI が「シングルページ アプリケーション」に登録されていますが、コードを交換するのはサーバーかネイティブのプログラムです。",
  "fix.microsoft.web_platform":
    "アプリの登録 > アプリ > 認証 で、「シングルページ アプリケーション」のリダイレクト URI を削除し、同じものを Web(シークレットのあるサーバー)か「モバイル アプリケーションとデスクトップ アプリケーション」(ネイティブ)に追加してください。\nブラウザのページが交換するなら、登録はそのままで、PKCE を使ってください。",
  "why.microsoft.page_credentials":
    "ブラウザのページが、サーバーだけが使えるクライアントシークレットかクライアントクレデンシャルでトークンを求めています。",
  "fix.microsoft.page_credentials":
    "このリクエストをサーバーかファンクションへ移し、シークレットもそこに保管して、ページからはそれを呼び出してください。\nユーザーがページを操作しているなら、リダイレクト URI をシングルページ アプリケーションに登録し、シークレットなしで PKCE 付きの認可コードフロー(MSAL.js)を使ってください。\nページに書いたシークレットは知られているので、新しいものに取り換えてください。",
  "why.microsoft.spa_platform":
    "コードを交換するのはブラウザのページですが、リダイレクト URI が Web に登録されています。Web はシークレットを必要とし、クロスオリジンのリクエストを許可しません。",
  "fix.microsoft.spa_platform":
    "アプリの登録 > アプリ > 認証 で、Web のリダイレクト URI を削除し、同じものを「シングルページ アプリケーション」に追加して、PKCE 付きのコードフローを使ってください(MSAL.js 2 以降)。\nページにクライアントシークレットを入れないでください。",
  "why.microsoft.pkce_from_page":
    "リダイレクト URI のプラットフォームが「シングルページ アプリケーション」で PKCE が必須ですが、リクエストにありません。",
  "fix.microsoft.pkce_from_page":
    "クライアントで PKCE を有効にしてください。ログインで code_challenge(S256)、交換で code_verifier を送ります。\nサーバーがコードを交換するなら、リダイレクト URI を代わりに Web に登録してください。ネイティブのプログラムなら「モバイル アプリケーションとデスクトップ アプリケーション」です。",
  "why.microsoft.public_client_off":
    "シークレットのないプログラム(デバイスコード、ユーザー名とパスワード、デスクトップ)がトークンを求めていますが、アプリの登録がパブリッククライアントを許可していません。",
  "fix.microsoft.public_client_off":
    "アプリの登録 > アプリ > 認証 > 設定(詳細設定) > パブリック クライアント フローを許可する を「はい」にして保存してください。\nデスクトップのプログラムのリダイレクト URI は、Web ではなく「モバイル アプリケーションとデスクトップ アプリケーション」に登録してください。\nユーザーがインストールするプログラムにクライアントシークレットを入れないでください。",
  "why.microsoft.secret_expired": "アプリのクライアントシークレットか証明書の期限が切れました。",
  "fix.microsoft.secret_expired":
    "アプリの登録 > アプリ > 証明書とシークレット > 新しいクライアント シークレット で作成し、その「値」をすぐにコピーしてプログラムの設定に入れ、すべてのワーカーを再起動してください。\nリフレッシュトークンは有効なままです。期限を記録するか、マネージド ID を使ってください。",
  "why.microsoft.federated_credential":
    "外部のトークンに合うフェデレーション資格情報がアプリにありません。サブジェクト、発行者、オーディエンスのどれかが違います。",
  "fix.microsoft.federated_credential":
    "アプリの登録(またはマネージド ID) > アプリ > 証明書とシークレット > フェデレーション資格情報 で、サブジェクトをトークンの sub と 大文字と小文字も含めて 1 文字も違わないようにしてください。\nGitHub Actions では repo:ORG/REPO:ref:refs/heads/BRANCH、repo:ORG/REPO:environment:NAME、repo:ORG/REPO:pull_request のどれかで、発行者は https://token.actions.githubusercontent.com、オーディエンスは api://AzureADTokenExchange です。ID 付きのサブジェクト(repo:ORG@ID/REPO@ID:…)は、リポジトリがその形で送る場合だけ一致します。\nclient-id と tenant-id を比べてください。新しい資格情報の反映には数分かかります。",
  "why.microsoft.scope_for_itself":
    "リクエストに API のスコープがないため、Microsoft はアプリ自身をリソースと見なしています。この方法では、アプリは自分自身のトークンを取得できません。",
  "fix.microsoft.scope_for_itself":
    "更新や交換のリクエストで、ログインと同じスコープを https://graph.microsoft.com/Mail.Read や api://API-CLIENT-ID/NAME のように省略せず、offline_access と一緒に送ってください。保存したリフレッシュトークンは有効です。\nアプリ自身のトークンが必要なら、リソースにクライアント ID(GUID)を CLIENT-ID/.default の形で指定してください。",
  "why.microsoft.obo_assertion":
    "ユーザーの代理で交換するトークンが、この API 自身へのアクセストークンではありません。オーディエンスが違うか、期限が切れたか、ID トークンです。",
  "fix.microsoft.obo_assertion":
    "クライアントでは Graph ではなくこの API のスコープ(api://API-CLIENT-ID/SCOPE)のトークンを取得し、そのアクセストークンを送ってください。\nAPI は自分のクライアント ID で、期限が切れる前に交換してください。aud と exp を調べてください。\n大文字と小文字だけの違いなら、登録のアプリケーション ID の URI を小文字で書いてください(Teams は小文字で求めます)。",
  "why.microsoft.app_permission":
    "トークンに、このリクエストに必要なアクセス許可がありません。与えられていないか、種類(委任とアプリケーション)が違うか、管理者の同意がありません。",
  "fix.microsoft.app_permission":
    "リクエストのドキュメントにあるアクセス許可(User.Read.All など)を、アプリの登録 > アプリ > API のアクセス許可 > アクセス許可の追加 で追加してください。アプリだけでサインインするなら(クライアントクレデンシャル)「アプリケーションの許可」、ユーザーがするなら「委任されたアクセス許可」です。その後、管理者の同意を与えてください。\n新しいトークンを取得してください(キャッシュを消去)。古いトークンには含まれません。トークンの roles か scp を調べてください。\nユーザーやアプリのディレクトリロールも必要なリクエストがあります。",
  "why.microsoft.directory_role":
    "この操作に必要なディレクトリのロールが、操作する人にありません。アプリのアクセス許可では代わりになりません。",
  "fix.microsoft.directory_role":
    "アクセス許可の承認(管理者の同意、SharePoint の API アクセス)は、グローバル管理者か特権ロール管理者に依頼してください。SharePoint、Teams、ユーザーの管理者ではできません。\nアプリの登録とサービスプリンシパル(az ad、New-AzADServicePrincipal)には、アプリケーション管理者かクラウド アプリケーション管理者のロールが必要です。または、Entra 管理センター > ユーザー > ユーザー設定 の「ユーザーはアプリケーションを登録できる」を「はい」にしてください。\nロールが「資格のある割り当て」だけなら、先に有効化してください(Privileged Identity Management)。",
  "why.microsoft.application_user":
    "アプリがこの Dataverse(Dynamics 365)環境のユーザーではありません。セキュリティロールを持つアプリケーション ユーザーが必要です。人のユーザーでは代わりになりません。",
  "fix.microsoft.application_user":
    "Power Platform 管理センター > 管理 > 環境 > 該当の環境 > 設定 > ユーザーとアクセス許可 > アプリケーション ユーザー > 新しいアプリ ユーザー で、クライアント ID でアプリを選び、部署とセキュリティロールを指定してください。\nすでにあるなら、テーブルに合うロールを与えてください(セキュリティ ロールの編集)。\nトークンは、環境のテナントで、スコープ https://ORG.crm.dynamics.com/.default を指定して取得してください。",
  "why.microsoft.power_bi_principal":
    "Power BI がサービスプリンシパルを受け入れるには、自分のテナントのトークン、テナント設定での許可、ワークスペースのメンバーの 3 つが必要です。",
  "fix.microsoft.power_bi_principal":
    "トークンは、アプリのテナント https://login.microsoftonline.com/TENANT-ID で(サンプルは /common や /organizations です)、スコープ https://analysis.windows.net/powerbi/api/.default を指定して取得してください。\nPower BI 管理ポータル > テナント設定 > 開発者向けの設定 で、このサービスプリンシパルを含むセキュリティグループに API の使用を許可してください。\nワークスペース > アクセスの管理 で、メンバーか管理者として追加してください。マイ ワークスペースでは使えません。アプリの登録に API のアクセス許可は不要です。",
  "why.microsoft.app_access_policy":
    "アプリがこのメールボックスや項目にアクセスできません。アプリケーション アクセス ポリシーか、ユーザーにアクセス権がないためです。",
  "fix.microsoft.app_access_policy":
    "アプリだけのトークンでメールボックスを使うなら、Exchange の管理者が Test-ApplicationAccessPolicy かアプリケーションの RBAC を調べ、メールボックスをポリシーのグループに追加してください。\nユーザーのトークンなら、メールボックスやサイトがそのユーザーに共有され、アクセス許可が .Shared のものか調べてください。\nアクセス許可に管理者の同意があるか調べてください。",
  "why.microsoft.me_without_user":
    "リクエストが /me 宛てですが、トークンはユーザーのない、アプリだけのものです。",
  "fix.microsoft.me_without_user":
    "クライアントクレデンシャルでは、/me の代わりに /users/ID-OR-ADDRESS でユーザーを指定してください。\nまたは、ユーザーがログインし(認可コードフロー)、そのトークンを使ってください。",
  "why.microsoft.no_mailbox":
    "ユーザーかテナントに、クラウドのそのサービスがありません。ライセンスがないか、メールボックスが社内サーバーにあるか、削除されています。",
  "fix.microsoft.no_mailbox":
    "Microsoft 365 管理センター > ユーザー > 該当ユーザー > ライセンス で、Exchange Online(または SharePoint)のあるライセンスを割り当ててください。\n社内のメールボックスは移行するか、ハイブリッドにしてください。個人アカウントには Outlook.com のメールボックスが必要です。",
  "why.microsoft.sharepoint_certificate":
    "SharePoint がアプリだけのトークンを受け付けるのは、アプリがシークレットではなく証明書で認証したときだけです。",
  "fix.microsoft.sharepoint_certificate":
    "アプリの登録 > アプリ > 証明書とシークレット > 証明書 でアップロードし、それでサインインしてください。\nSharePoint のアプリケーションの許可を与えるか、シークレットで足りる Microsoft Graph から読んでください。",
  "why.microsoft.pipeline_token":
    "パイプラインのステップにジョブのトークンがないか、パイプライン自身のアカウント(Build Service)がこのリソースにアクセスできません。",
  "fix.microsoft.pipeline_token":
    "クラシック パイプラインなら、エージェント ジョブ > 追加オプション の「スクリプトで OAuth トークンにアクセスできるようにする」を選択してください。\nYAML なら、env: SYSTEM_ACCESSTOKEN: $(System.AccessToken) でステップにトークンを渡してください。\nトークンを送っているなら、リソースで「プロジェクト名 Build Service (組織名)」に権限を与えてください。別のプロジェクトなら、プロジェクトの設定 > パイプライン > 設定 の「ジョブの承認スコープを現在のプロジェクトに制限する」をオフにしてください。",
  "why.microsoft.smtp_off": "テナントかメールボックスで認証済み SMTP がオフか、ポリシーで禁止されています。",
  "fix.microsoft.smtp_off":
    "Microsoft 365 管理センター > ユーザー > 該当ユーザー > メール > メール アプリの管理 > 認証済み SMTP をオンにしてください。テナントでは Set-TransportConfig -SmtpClientAuthenticationDisabled $false です。\n基本認証は終了するため、スコープ https://outlook.office.com/SMTP.Send の OAuth を使うか、Microsoft Graph で送信してください。",
  "why.microsoft.exchange_access":
    "トークンは正しいのですが、このアプリかユーザーに、このプロトコルでのメールボックスへのアクセス権がありません。",
  "fix.microsoft.exchange_access":
    "アプリだけなら、Office 365 Exchange Online のアプリケーションの許可 IMAP.AccessAsApp(POP、SMTP.SendAsApp)に管理者の同意を与え、スコープ https://outlook.office365.com/.default を使ってください。その後 Exchange PowerShell で、エンタープライズ アプリケーションのオブジェクト ID を指定して New-ServicePrincipal、続けて Add-MailboxPermission -AccessRights FullAccess を実行してください。\nXOAUTH2 のユーザーにはメールボックスを指定してください。共有メールボックスには、ログインしたユーザーのフルアクセスが必要です。",
  "why.microsoft.mail_scope":
    "メールサーバーは OAuth を独自の形式(XOAUTH2)で、そのプロトコルのスコープのある Outlook 用のトークンだけ受け付けます。",
  "fix.microsoft.mail_scope":
    "https://outlook.office.com/IMAP.AccessAsUser.All(POP.AccessAsUser.All、SMTP.Send)と offline_access を指定してください。Microsoft Graph 用のトークンは拒否されます。\nXOAUTH2 とメールボックスのアドレスで認証してください。トークンは、ログインした管理者ではなく、そのアカウントのものを使ってください。\nメールボックスでそのプロトコルを許可してください(メール アプリの管理 > IMAP、認証済み SMTP)。",
  "why.microsoft.interaction_stuck":
    "MSAL が、ログインがまだ進行中と判断しています。同時に 2 つ始めたか、以前のログインが中断されました。",
  "fix.microsoft.interaction_stuck":
    "ログインの前に毎回 initialize() と handleRedirectPromise() を待ち、inProgress が none のときだけ始めてください(React StrictMode や 2 つのボタンでは 2 回始まります)。\n1 つのブラウザだけで続くなら、セッションストレージと Cookie の msal.*.interaction.status を削除してください。\nリダイレクトを処理するページで loginRedirect を呼ばないでください。",
  "why.microsoft.cache_empty":
    "このリクエストのアカウントかリフレッシュトークンが MSAL のキャッシュにありません。消去された、再起動で失われた、別のタブにある、別の authority やクライアント ID で保存された、のどれかです。",
  "fix.microsoft.cache_empty":
    "アカウントを渡してください。handleRedirectPromise の後に getAllAccounts() から取り出すか、setActiveAccount で設定してください。なければ、対話式のログインを始めてください。\nキャッシュは再起動後も残るように、ページでは localStorage(cacheLocation)に、ツールではファイルかキーチェーンに、サーバーではメモリーではなく共有のキャッシュ(Redis、SQL)に保存してください。\nログインとサイレントの取得で、同じクライアント ID、authority、スコープを指定してください。",
  "why.microsoft.token_version":
    "API はバージョン 2.0 のトークンの issuer(login.microsoftonline.com)を期待していますが、届いたのはバージョン 1.0(sts.windows.net)です。または、その逆です。",
  "fix.microsoft.token_version":
    "バージョンは、トークンの宛先の API で決まります。App registrations > その API > Manifest の requestedAccessTokenVersion(以前の accessTokenAcceptedVersion)を 2 に設定し、トークンを取り直してください。v2 の aud はクライアント ID です。\nまたは、API が両方の issuer と audience を受け入れるように設定してください。\nMicrosoft Graph のトークンは自分では検証できません。自分の API のスコープを指定してください。",
  "why.microsoft.graph_token":
    "アクセストークンが Microsoft Graph 宛てです(自分の API のスコープを指定していません)。ヘッダーに nonce があり、署名は Microsoft にしか検証できません。",
  "fix.microsoft.graph_token":
    "このトークンは検証しないでください。Graph のアクセストークンは中身を見ずに扱い、アプリ宛ての ID トークンを検証してください。その aud は https://graph.microsoft.com か 00000003-0000-0000-c000-000000000000 です。\n自分の API を守るには、アプリの登録 > API > API の公開 > Scope の追加 でスコープを作成し、Graph の代わりに api://API-CLIENT-ID/SCOPE を指定してください。\naud が自分の API なら、トークンの issuer の jwks_uri から鍵を取得してください。",
  "why.microsoft.audience_setting":
    "トークンの aud が、アプリが確認する値と違います。クライアント ID とアプリケーション ID の URI(api://…)の違い、別のアプリの登録、設定値の空白、別の API のトークン、のどれかです。",
  "fix.microsoft.audience_setting":
    "トークンの aud を、設定の Audience、ClientId、ValidAudiences と 1 文字ずつ比べ、空白や引用符を取り除いてください。App Service なら、認証 > プロバイダー > 許可されるトークン対象ユーザー です。\nバージョン 1.0 のトークンの aud はアプリケーション ID の URI、2.0 では API のクライアント ID です。両方を受け入れるように設定してください(ValidAudiences)。\naud が Microsoft Graph かクライアントのものなら、この API のスコープ(api://…/access_as_user)を指定してください。",
  "why.microsoft.easyauth_clients":
    "App Service の認証(Easy Auth)はトークンを受け入れましたが、それを取得したアプリを許可していません。許可されたクライアント アプリケーションのリストが空か、そのアプリを含みません。",
  "fix.microsoft.easyauth_clients":
    "アプリか関数 > 認証 > プロバイダー > 編集 > クライアント アプリケーションの要件 で、特定のクライアント アプリケーションを許可し、呼び出すアプリのクライアント ID(トークンの azp か appid)を追加してください。\nテンプレートや Terraform なら、authsettingsV2 の defaultAuthorizationPolicy.allowedApplications(allowed_client_applications)に書いてください。ないと、そのアプリ自身しか呼び出せません。\nID とテナントの要件も調べてください。トークンのロールやスコープを増やしても変わりません。",
  "why.microsoft.teams_resource":
    "Teams のマニフェストの webApplicationInfo.resource が、タブのページと合いません。そのホストはページのホスト、全体はアプリケーション ID の URI でなければなりません。",
  "fix.microsoft.teams_resource":
    "manifest.json の webApplicationInfo.id にクライアント ID、resource に api://タブのホスト/CLIENT-ID を指定し、validDomains にもそのホストを書いてください。タブの contentUrl も同じホストにしてください(トンネルは起動のたびにホストが変わります)。\nアプリの登録 > アプリ > API の公開 に、同じアプリケーション ID の URI と、承認されたクライアントとして Teams のクライアント ID を登録してください。\nサンプルによっては、シングルサインオンのタブを URL のクエリ(inTeamsSSO=true)で見分けます。その場合はクエリを残してください。\nマニフェストのバージョンを上げ、パッケージをインストールし直してください。",
  "why.microsoft.silent_frame":
    "MSAL が隠しフレームかポップアップを待っても応答がありません。リダイレクト URI のページがアドレスを変えるか読み込みが遅いか、Cookie がブロックされているか、リダイレクト URI が間違っています。",
  "fix.microsoft.silent_frame":
    "リダイレクト URI を、ルーターや MSAL のログインのない空のページ(redirectUri: /blank.html)にし、「シングルページ アプリケーション」に登録してください。\nこのエラーでは対話型のログイン(acquireTokenRedirect)を呼んでください。サードパーティ Cookie がブロックされていると、隠しフレームは必ず失敗します。\nMSAL 1.x にはリフレッシュトークンがありません。2 以降(PKCE 付きの認可コードフロー)に移行してください。\nネットワークが遅いときだけ iframeHashTimeout を長くしてください。",
  "why.microsoft.popup_blocked": "ブラウザがログインのポップアップをブロックしました。",
  "fix.microsoft.popup_blocked":
    "クリックの処理の中で直接開くか、loginRedirect を使ってください。\nユーザーがこのページのポップアップを許可してください。",
  "why.microsoft.library_start":
    "MSAL が準備の前に使われたか、ブラウザが暗号機能を使わせないページ(http)で動いています。",
  "fix.microsoft.library_start":
    "crypto_nonexistent、pkce_not_created なら、ページを https で提供してください。http でよいのは localhost だけです。ポリフィルでは代わりになりません。\nuninitialized_public_client_application なら、ほかの呼び出しの前に、msalInstance.initialize() を一度待ってください。",
  "why.microsoft.authority":
    "MSAL が authority を使えません。アドレスの間違いか、信頼されていないか(Azure AD B2C、独自ドメイン)、検出ドキュメントを読めません。",
  "fix.microsoft.authority":
    'Azure AD B2C: authority を https://TENANT.b2clogin.com/TENANT.onmicrosoft.com/POLICY、knownAuthorities を ["TENANT.b2clogin.com"] にしてください。\nEntra: https:// を付け、後ろに /oauth2 や /v2.0 のない https://login.microsoftonline.com/TENANT-ID にしてください。\n同じマシンから、そのアドレスに /v2.0/.well-known/openid-configuration を続けて開いてみてください。',
  "why.microsoft.no_credential":
    "Azure SDK が、このマシンに使える資格情報を見つけられません。環境変数、マネージド ID、ツールのログインのどれもありません。",
  "fix.microsoft.no_credential":
    "メッセージには各方式と失敗の理由が並んでいます。使うつもりの方式のところを調べてください。\n自分のコンピューターなら az login --tenant TENANT-ID(または AZURE_TENANT_ID、AZURE_CLIENT_ID、AZURE_CLIENT_SECRET)を使ってください。\nAzure の中ならマネージド ID をオンにするか(ID > システム割り当て済み)、ユーザー割り当てのものはそのクライアント ID を指定してください(AZURE_CLIENT_ID)。自分のコンピューターのコンテナには、どちらもありません。",
  "why.microsoft.b2c_policy":
    "コードかリフレッシュトークンを発行したユーザーフロー(ポリシー)と、送り先のポリシーが違います。",
  "fix.microsoft.b2c_policy":
    "同じポリシーのアドレス(…/POLICY/oauth2/v2.0/token か ?p=POLICY)で交換と更新をし、トークンとともにポリシーを保存してください。\nプロファイルの編集やパスワードのリセットの後は、サインインのポリシーのログインを始めてください。",
  "why.microsoft.b2c_policy_fails":
    "Azure AD B2C のカスタムポリシーが、この段階で失敗しています。必要なクレームがないなどが原因で、トークンやコードの問題ではありません。",
  "fix.microsoft.b2c_policy_fails":
    'ポリシーに DeploymentMode=Development と UserJourneyRecorderEndpoint を設定し、Application Insights で正確な理由を読んでください。\n更新での失敗なら、更新のユーザージャーニーの技術プロファイル(RefreshTokenReadAndSetup と、ユーザーを読み取るもの)で、後の段階や拡張が使うクレームをすべて OutputClaim に出力してください。\n更新のユーザージャーニーの <Endpoint Id="Token"> を外して動くなら、原因はそのユーザージャーニーにあります。',
  "why.microsoft.b2c_scope":
    "Azure AD B2C がアクセストークンを返すのは、この B2C テナントに登録され、アプリに許可された API のスコープだけです。Microsoft Graph のスコープは使えません。",
  "fix.microsoft.b2c_scope":
    "B2C テナントで、API の登録 > API の公開 > スコープの追加 を行い、アプリ > API のアクセス許可 > 自分の API に追加して、管理者の同意を与えてください。\nスコープは全体(https://TENANT.onmicrosoft.com/API/SCOPE)を指定してください。API がないなら、アプリ自身のクライアント ID をスコープにしてください。",
  "why.microsoft.b2c_forgot_password":
    "ユーザーがパスワードを忘れた場合のリンクを押しました。このユーザーフローでは、その処理はアプリの担当です。",
  "fix.microsoft.b2c_forgot_password":
    "ユーザーフロー > プロパティ > パスワードの構成 > セルフサービス パスワード リセット をオンにし、独自の処理を取り除いてください。\nまたは AADB2C90118 が返ったら、パスワードのリセットのポリシーを始めてください。",
};
