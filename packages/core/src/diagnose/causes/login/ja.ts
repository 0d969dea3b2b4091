import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.redirect_mismatch":
    "リクエストのコールバック URL が登録と違います。スキーム、ホスト、ポート、パス、大文字小文字、末尾のスラッシュのどれかです。",
  "fix.redirect_mismatch":
    "リクエストのコールバック URL を、アプリのコールバック URL の一覧に正確にコピーしてください。\nトークンリクエストでも同じ値を送ってください。\nサイトは https なのに http や localhost になっているなら、アプリ自身のベース URL(APP_URL)を直してください。",
  "fix.redirect_mismatch.salesforce":
    "アプリの「コールバック URL」に正確に追加してください(1 行に 1 つ)。\n変更の後は最大 10 分待ち、両方のリクエストで同じ値を使ってください。",
  "fix.redirect_mismatch.auth0":
    "Applications > アプリ > Settings > Allowed Callback URLs にこの URL を正確に追加し(コンマ区切り)、Save してください。\nlocalhost と 127.0.0.1 は別のホストとして扱われます。",
  "fix.redirect_mismatch.google":
    "Google Cloud コンソール > 認証情報 > OAuth クライアント > 承認済みのリダイレクト URI に、この URI を正確に追加してください。\n反映まで数分待ってください。デスクトップのクライアントはループバックの登録が不要ですが、ウェブのクライアントには必要です。",
  "fix.redirect_mismatch.microsoft":
    "アプリの登録 > アプリ > 認証 で、合うプラットフォーム(Web、シングルページ アプリケーション、モバイルとデスクトップ)に、このリダイレクト URI を正確に追加してください。\nWeb アプリでは localhost と 127.0.0.1 は別のホストです。登録した方でアプリを開いてください。",
  "fix.redirect_mismatch.okta":
    "Applications > アプリ > General > Sign-in redirect URIs に、この URI を正確に追加してください。",
  "fix.redirect_mismatch.github":
    "Settings > Developer settings > アプリ > Authorization callback URL に、アプリが送る URL(ログインページのアドレスの redirect_uri)を入力してください。スキーム、ホスト、ポートは同じで、パスはその下でもかまいません。GitHub App では複数登録できます。\nここでは localhost と 127.0.0.1 は別のホストです。",
  "fix.redirect_mismatch.keycloak":
    "Clients > クライアント > Settings > Valid redirect URIs に、この URI を正確に追加してください。\n違いが https の代わりの http だけなら、http のアドレスは登録しないでください。アプリの前と Keycloak の前のプロキシに X-Forwarded-Proto を送らせてください。",
  "fix.redirect_mismatch.slack":
    "api.slack.com/apps > アプリ > OAuth & Permissions > Redirect URLs に https で追加し、Save URLs を押してください。",
  "fix.redirect_mismatch.hubspot":
    "アプリ > 認証 > リダイレクト URL に、この URL を正確に追加してください(https。http は localhost のみ)。",
  "why.redirect_scheme":
    "ユーザーは https でアクセスしているのに、アプリはコールバック URL を http で作っています。TLS を終端するプロキシの後ろで、外側のスキームを知りません。",
  "fix.redirect_scheme":
    "アプリの公開 URL(base URL、root URL、AUTH_URL など)を https://… に設定するか、プロキシに X-Forwarded-Proto と X-Forwarded-Host を送らせ、フレームワークにそれを信頼させてください。\n例: Spring は server.forward-headers-strategy=framework、ASP.NET は UseForwardedHeaders、Express は trust proxy、Django は SECURE_PROXY_SSL_HEADER、Rails は force_ssl、PHP は overwriteprotocol や TrustProxies、Symfony は trusted_proxies と trusted_headers(x-forwarded-proto)、Odoo は proxy_mode(X-Forwarded-Host も必要)を設定してください。\nhttps の URL だけを登録してください。",
  "why.redirect_inner_host":
    "アプリは公開のホスト名ではなく、内部のホスト名(localhost、コンテナー、プライベートアドレス)でコールバック URL を作っています。",
  "fix.redirect_inner_host":
    "アプリの設定(base URL、root URL、AUTH_URL、NEXTAUTH_URL など)に公開 URL を書くか、プロキシに Host と X-Forwarded-Host を渡させ、フレームワークにそれを信頼させてください。\n公開の https アドレスでコールバックを登録してください。",
  "why.redirect_port":
    "アプリは登録とは別のループバックのホストかポートを使っています。localhost と 127.0.0.1 は別のホストで、ポートが違えば別のアドレスです。",
  "fix.redirect_port":
    "アプリが使うアドレスを正確に登録し、アプリも同じアドレス(localhost か 127.0.0.1、同じポート)で開いてください。\nアプリのポートを固定するか、任意のループバックのポートを許すアプリの種類を使ってください。",
  "why.redirect_empty":
    "リクエストに redirect_uri がないか、値の代わりに変数の名前が入っています。アプリの設定が足りません。",
  "fix.redirect_empty":
    "ブラウザのログインのアドレスに redirect_uri があるか確認してください。\nこの環境のアプリの設定にコールバック URL を書き、アプリを再起動するかビルドし直してください。",
  "why.redirect_wildcard":
    "登録した URL にアスタリスクがあるか、デプロイのたびにアドレスが変わります。多くのプロバイダーは URL 全体を比べ、ワイルドカードを使えません。",
  "fix.redirect_wildcard":
    "コールバック URL を 1 つずつ省略せずに登録してください。\nプレビューでは、固定のアドレスでコールバックを受け取り、そこから転送してください。",
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
  "why.app_in_development":
    "アプリがプロバイダーの開発モードのままで、そこに登録したユーザーしか使えません。",
  "fix.app_in_development":
    "アプリの設定にユーザーを登録してください。Spotify は Dashboard > アプリ > User Management(アカウントのメールアドレス)、Facebook は App roles、ほかではテストユーザーの一覧です。\n全員が使うなら、アプリを公開するか、より広い利用を申請してください(Spotify は extended quota、Facebook は App Review)。\nトークンは原因ではありません。残してください。",
  "why.denied_upstream": "背後の ID プロバイダーがログインを拒否したか失敗し、そのエラーが伝わりました。",
  "fix.denied_upstream":
    "背後の ID プロバイダーのログで、同じ時刻の記録を調べてください。\nそこでの接続(証明書、コールバック URL、属性、ユーザーの割り当て)を確認してください。",
  "why.scope_unknown": "スコープの綴りが違うか、存在しないか、アプリに許可されていません。",
  "fix.scope_unknown":
    "スコープを 1 つずつ、大文字小文字も含めてプロバイダーの一覧と比べてください。\nプロバイダーでアプリに許可するか、外してから、ログインを始め直してください。\nopenid が拒否されるなら、そこでアプリの OpenID Connect をオンにし、OAuth だけのプロバイダーでは openid を外してください。",
  "fix.scope_unknown.google":
    "スコープは https://www.googleapis.com/auth/NAME と全体を書き、空白で区切ってください。短い名前は openid、email、profile だけです。\n「Google API の OAuth 2.0 スコープ」の一覧と比べてください。廃止されたものもあります。\n以前は短い名前で動いたプログラムなら、新しい名前か全体を使ってください。",
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
  "why.scope_at_exchange":
    "コードの交換に scope が付いていますが、このサーバーは受け付けません。スコープは認可リクエストで決まっています。",
  "fix.scope_at_exchange":
    "コードのトークンリクエストから scope を外し、認可リクエストでだけ送ってください。\nライブラリが付けているなら、設定を探すか更新してください(OpenIddict は 4 以降で拒否します)。\nコードが使用済みなら、ログインを始め直してください。",
  "why.scope_retired": "プロバイダーがこのスコープを廃止しました。新しいアプリでは使えません。",
  "fix.scope_retired":
    "後継のスコープを使ってください。LinkedIn では r_liteprofile と r_emailaddress の代わりに openid profile email を指定し、アプリに Sign In with LinkedIn using OpenID Connect を追加してください。プロフィールは /v2/userinfo から取得します。\n古いスコープを入れるライブラリを更新するか、スコープの一覧を自分で設定してください。\nその後、ログインを始め直してください。",
  "why.grant_not_allowed": "アプリでこのグラントタイプがオフになっているか、アプリの種類が許していません。",
  "fix.grant_not_allowed":
    "アプリの設定でグラントタイプをオンにしてください。\ngrant_type の綴りを確認してください。\n公開クライアントはクライアントクレデンシャルを使えません。機密クライアントにしてください(Bitbucket は This is a private consumer にチェック)。",
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
    "Content-Type を application/x-www-form-urlencoded にした POST で、パラメーターを本文で送ってください。\ngrant_type が 1 つだけあり、綴りが正しいことを確認してください。\n自前のプロキシは、フォームを JSON として読まず、そのまま渡すようにしてください。",
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
    "ユーザーを一度だけ対話型のログインへ進め、同意画面を表示してください。\nポリシーが禁じているなら、管理者に同意を依頼してください。\nJWT Bearer(DocuSign)では、代理するユーザーとして、スコープ signature impersonation の認可 URL をブラウザで一度開いてください。",
  "fix.consent_needed.auth0":
    "ユーザーを一度だけ対話型のログインへ進めてください。\nApplications > APIs > API > Settings > Allow Skipping User Consent をオンにしてください(自社アプリのみ。localhost には効きません)。",
  "fix.consent_needed.microsoft":
    "ユーザーを prompt=consent のログインへ一度だけ進めるか、管理者に同意を依頼してください:\nエンタープライズ アプリケーション > アプリ > アクセス許可 > 管理者の同意を与える\nプログラムが求める許可(User.Read など)を、アプリの登録 > アプリ > API のアクセス許可 に追加してください。更新で増えることがあります。",
  "why.mfa_needed": "ポリシーが多要素認証を求めていますが、プログラムには応じられません。",
  "fix.mfa_needed":
    "人が一度だけ対話型のログインで多要素認証を済ませてください。\n無人のプログラムなら、このアプリや更新を対象から外すポリシーを管理者に依頼してください。",
  "why.state_lost":
    "ログインの state を持つ Cookie かセッションが戻りませんでした。SameSite、別のドメイン、保存先を共有しない複数のサーバーが原因です。",
  "fix.state_lost":
    "state はすべてのサーバーが読める場所に保存し、Cookie はコールバックのホストで SameSite=Lax(form_post では None と Secure)にしてください。\nコールバックと同じホストでログインを始めてください。\nこの検査は外さないでください。他人のログインの混入を防いでいます。",
  "why.two_tabs":
    "応答が前のログインのものです。2 つ目のタブ、戻るボタン、ブックマーク、再読み込みが原因です。または、プログラムの別のインスタンスが localhost のポートを使っています。",
  "fix.two_tabs":
    "最初のページから、1 つのタブで始め直してください。同じポートで待ち受けるほかのインスタンスは終了してください。\nstate はユーザーごとではなく、進行中のログインごとに保存してください。ページなら localStorage ではなく、タブごとの sessionStorage です。新しいログインライブラリはそうします。更新してください。",
  "why.webview": "ログインが、プロバイダーの許さない埋め込みブラウザで開かれています。",
  "fix.webview":
    "システムのブラウザ(ASWebAuthenticationSession、Custom Tabs)でログインを開き、登録したコールバックで戻してください。\n別のアプリのリンク(SNS やチャット)から開いたページは、そのアプリの内蔵ブラウザで動いています。ブラウザで開くよう案内してください。",
  "why.servers_not_shared":
    "複数のサーバーが応答していますが、ログインのセッションを共有していません。次のリクエストが別のサーバーに届きました。",
  "fix.servers_not_shared":
    "セッション、state、検証値、トークンを、1 台のファイルやメモリーではなく、全サーバー共通の場所(Redis、データベース)に保存してください。サーバーレス関数では必須です。または、ロードバランサーで同じサーバーに振り分けてください(スティッキーセッション)。\n自社の認可サーバーなら、認可コードを全インスタンスが読める場所に保存してください(IdentityServer では AddInMemoryPersistedGrants を避けてください)。\nログインを始め直してください。",
  "fix.servers_not_shared.keycloak":
    "レプリカを 1 つのクラスターにし(KC_CACHE=ispn と、kubernetes スタックなど合う検出方法)、イングレスでスティッキーセッションを使ってください。\nログインを始め直してください。",
  "why.scope_absent": "リクエストにスコープがなく、サーバーにも既定のスコープがありません。",
  "fix.scope_absent":
    "リクエストで scope(openid と、API に必要なもの)を送るか、サーバーに既定のスコープを設定してください。",
  "why.other_app":
    "URL は登録されていますが、このリクエストのクライアント ID とは別のアプリの登録です。開発と本番、または 2 つの環境の取り違えです。",
  "fix.other_app":
    "ブラウザのアドレスの client_id と、URL を登録したアプリを比べてください。\nこの環境では、そのアプリの ID とシークレットを使ってください。",
  "why.password_wrong":
    "ユーザー名かパスワードが違うか、アカウントに先に必要な操作(新しいパスワード、多要素認証)があります。",
  "fix.password_wrong":
    "同じユーザーで、ブラウザからのログインを試してください。\nこのグラントは多要素認証に対応せず、廃止したプロバイダーもあります。別のグラントに替えてください。",
  "why.server_wants_person": "プロバイダーが、画面でのユーザーの確認を求めています。",
  "fix.server_wants_person": "prompt=none を付けず、対話型のログインとしてやり直してください。",
  "why.redirect_insecure":
    "このプロバイダーはこの種のリダイレクト URI を受け付けません。https が必要で、このマシンのプログラムでは localhost ではなく 127.0.0.1 という表記が必要です。",
  "fix.redirect_insecure":
    "サーバーでは https を使ってください。\nこのマシンでは、localhost の代わりに http://127.0.0.1:PORT/path を送り、アプリとダッシュボードに同じものを登録してください。\nそれも拒否されるなら、ローカルのサーバーに証明書を付けるか、https のトンネルを使ってください。",
  "why.redirect_query": "リクエストのリダイレクト URI に、登録にはないクエリー(?…)が付いています。",
  "fix.redirect_query":
    "リダイレクト URI は、登録したとおりにクエリーなしで送ってください。\n戻ってきてほしい情報は state に入れ、クエリーを付けるライブラリを更新するか設定してください。",
  "why.state_other_host":
    "ログインを始めたアドレス(http と https、www、localhost と 127.0.0.1、別のドメイン)が、コールバックの戻り先と違います。state のCookieはそこへ送られません。",
  "fix.state_other_host":
    "ユーザーの入口を 1 つのアドレスにしてください。ログインの前に http を https へ、ほかのホストをそのホストへリダイレクトしてください。\nアプリのベース URL とコールバック URL を同じホストにしてください。\nTLS を終端するプロキシの後ろでは、外側のスキームとホストを伝えてください(X-Forwarded-Proto、X-Forwarded-Host、mod_auth_openidc では OIDCXForwardedHeaders)。トンネル(ngrok)を使うなら、アプリもトンネルのアドレスで開いてください。\nこの検査は他人のログインを防ぐものなので、残してください。",
  "why.state_insecure_cookie":
    "state のCookieに Secure が付いていますが、ページが http で配信されているため、ブラウザはCookieを保存しません。",
  "fix.state_insecure_cookie":
    "アプリを https で配信し、それをアプリにも伝えてください(https のベース URL、プロキシの転送ヘッダー)。\n本番ビルドの Cookie は http でも Secure です(next start、NODE_ENV=production)。そこでは開発モードか https で動かしてください。\nhttps のないテスト環境だけでは、ライブラリの設定でCookieの Secure を外してください。\nstate の検査は残してください。",
  "why.state_in_frame":
    "ログインが別のサイトのフレームの中で動いているため、ブラウザは state のCookieを送りません。",
  "fix.state_in_frame":
    "新しいウィンドウ、ポップアップ、ページ全体のリダイレクトなど、トップレベルでログインを始めてください。\nログインの Cookie を SameSite=None; Secure にしても、効くのはサードパーティ Cookie を送るブラウザだけです(Safari では効きません)。\nstate の検査は残してください。",
  "why.state_form_post":
    "応答がプロバイダーのサイトからの POST(form_post)で届きます。SameSite=Lax や Strict のCookieはこのとき送られません。",
  "fix.state_form_post":
    "ログインのCookie(state、nonce、correlation)を、https の上で SameSite=None; Secure にしてください。\nまたは、応答が GET になる response_mode=query を使ってください。\nstate の検査は残してください。",
  "why.state_other_browser":
    "ログインを始めたブラウザ(アプリ内ブラウザ、インストールした Web アプリ、先に自分でリンクを開く Office)と戻ってきたブラウザが違い、その Cookie がありません。",
  "fix.state_other_browser":
    "ログインのページを最初からシステムのブラウザで開いてください。\n検査に失敗したときは、ログインをやり直すボタンを表示してください。\nstate の検査は残してください。",
  "why.claim_missing":
    "ログインは成功しましたが、アプリに必要な情報(メールアドレス、ユーザー名、グループ)が ID トークンや userinfo にありません。",
  "fix.claim_missing":
    "その情報を含むスコープ openid profile email(サーバーにあれば groups も)を求めてください。\nサーバーの側で、マッパーやプロパティマッピングを設定し、ユーザーのメールアドレスを入力して確認済みにしてください。\nクレームの名前をアプリの設定と比べてください。",
  "fix.claim_missing.microsoft":
    "メールアドレスなら、ディレクトリのユーザーの「メール」を入力し(ユーザー > 該当ユーザー > プロパティ)、アプリの登録 > アプリ > トークン構成 で email を追加してください。または、アプリで preferred_username、upn、oid を使ってください。\nロールなら、エンタープライズ アプリケーション > アプリ > ユーザーとグループ で、ユーザー自身か、ユーザーが直接所属するグループを割り当ててください。入れ子のグループではロールが付きません。\nグループなら、トークン構成 で groups を追加してください(名前ではなく ID が入ります。200 を超えるとリンクになります)。スコープ groups はありません。",
  "why.discovery_failed":
    "アプリがプロバイダーのディスカバリードキュメントを読めません。issuer のアドレスが間違っているか不完全か、アプリの場所から届きません。",
  "fix.discovery_failed":
    "アプリが動くマシンやコンテナーから ISSUER/.well-known/openid-configuration を開き、JSON が返ることを確認してください。\nissuer には、/.well-known より前の全体(realm、テナント、アプリのパスを含む)だけを設定してください。末尾のスラッシュは二重(//.well-known)になることがあるので、外して試してください。\nドキュメントの issuer の値と 1 文字ずつ比べてください。",
  "why.offline_scope_unknown":
    "サーバーは offline_access というスコープを知らないか、このアプリに許可していません。",
  "fix.offline_scope_unknown":
    "自分のサーバーなら、クライアントにオフラインアクセスとグラント refresh_token を許可してください(IdentityServer は AllowOfflineAccess、Ory はスコープ offline)。\nほかではこのスコープを外し、プロバイダーの方法を使ってください。Google は access_type=offline、Dropbox は token_access_type=offline です。GitLab、Discord、Zoom などは、なくてもリフレッシュトークンを返します。",
  "why.state_begun_elsewhere":
    "ログインがアプリから始まっていません。プロバイダーのボタン、マーケットプレイス、ブックマークが直接コールバックへ導くため、比べる state がありません。",
  "fix.state_begun_elsewhere":
    "そのリンクの先を、コールバックではなく、ログインを始めるアプリのページにしてください。\nプロバイダーがコールバックを求める場合は、知らない state のコールバックが来たらそのコードを捨て、そこで新しいログインを始めてください。\nstate の検査は残してください。",
  "why.login_expired":
    "ログインのページを長く開いたままにしたか、履歴から開き直したため、サーバーがそのログインを忘れました。",
  "fix.login_expired":
    "アプリのリンクから 1 つのタブで始め直し、数分以内に終えてください。アプリは、このエラーを受けたら自動でログインを始め直せます。\n全員に起きるなら、サーバーでログインのセッションが保たれているか(複数のインスタンス、失われた Cookie、短すぎる有効期間)を調べてください。",
  "why.redirect_no_scheme":
    "リクエストのリダイレクト URI が完全な URL ではありません。アプリの公開ベース URL が https:// なしで設定されているか、未設定でパスだけになっています。",
  "fix.redirect_no_scheme":
    "アプリのベース URL(BASE_URL、PUBLIC_URL、AUTH_URL)を、設定するすべての場所でスキーム(https://…)付きで書き、アプリを再起動してください。\nコールバック URL は、https とパスを含めて全体を登録してください。",
  "why.other_user_logged_in": "接続のユーザーとは別のユーザーがログインしました。",
  "fix.other_user_logged_in":
    "接続のユーザーでログインしてください。先にプロバイダーからログアウトするか、プライベートウィンドウを使ってください。\n別のユーザーでよければ、新しい接続を作ってください。",
  "why.upstream_secret":
    "背後の ID プロバイダーが、接続に保存されたシークレットを拒否しています。期限切れか間違いです。アプリ自身のシークレットは関係ありません。",
  "fix.upstream_secret":
    "背後のプロバイダーで新しいクライアントシークレットを作ってください(Entra では アプリの登録 > アプリ > 証明書とシークレット)。\nそれを接続に設定してください。Auth0 は Authentication > Enterprise または Social > 接続、Keycloak は Identity providers、Okta は Identity Providers です。\n有効期限を記録してください。",
  "why.callback_not_delivered":
    "ブラウザは戻りましたが、アプリが応答を受け取らず、ライブラリがログインのキャンセルとして報告しています。",
  "fix.callback_not_delivered":
    "Android では、インテントをライブラリか React のインスタンスマネージャーへ渡し(onNewIntent)、受け取るアクティビティにコールバックのスキームとホストのインテントフィルターを付けてください。\niOS では、アプリかシーンのデリゲート(openURL)でアドレスを渡してください。\nブラウザを開いている間にアクティビティが終了していないか(launchMode、アクティビティを保持しない設定)確認してください。\n届いたアドレスを、末尾のスラッシュまでプログラムのリダイレクト URI と比べてください。違えば AppAuth は無視します。",
  "why.registration_stale":
    "クライアントは以前サーバーに自分を登録(動的クライアント登録)しましたが、サーバーがその登録を削除したか変更しました。",
  "fix.registration_stale":
    "保存されたクライアントの登録を削除し(ほかのサーバーのトークンは残す)、クライアントに登録し直させてください。\nその後、ログインを始め直してください。",
  "why.registration_off": "このクライアントが頼る公開のクライアント登録を、サーバーが提供していません。",
  "fix.registration_off":
    "サーバーのコンソールでクライアントを手動で登録し(クライアントが示すコールバック URL を使う)、そのクライアント ID(とシークレット)を設定してください。\nまたは、サーバーがすでに知っているクライアントか、サーバーが受け付けるならクライアント ID メタデータドキュメントを使ってください。",
  "why.registration_refused":
    "サーバーが、クライアントの登録の何か(項目、スコープ、リダイレクト URI、認証方式)をポリシーにより拒否しています。",
  "fix.registration_refused":
    "error_description を読み、そこに書かれたものを外してください。知らない項目(resource は認可とトークンのリクエストに入れるもの)や、サーバーにないスコープです。\nまたは、サーバーのクライアント登録のポリシーを広げるか、クライアントを手動で登録してください。",
  "why.resource_metadata":
    "保護リソースのメタデータ(/.well-known/oauth-protected-resource)の resource が、クライアントの呼ぶアドレスと違うため、クライアントはそれを使えません。",
  "fix.resource_metadata":
    "サーバーの提供者は、resource を、クライアントが入力するサーバーのアドレス(ホストとパス)と同じにしてください。\nクライアントでは、メタデータにあるアドレスを設定してください。",
  "why.redirect_encoded":
    "ログインのアドレスが二重にエンコードされています。redirect_uri が %3A や %2F を含んだまま届き、登録済みのものと一致しません。",
  "fix.redirect_encoded":
    "パラメーターは 1 回だけエンコードしてください。URL を組み立てる関数(URLSearchParams、urlencode)にはそのままの URL を渡してください。\n手作業なら、ログインのアドレスで %253A を %3A に、%252F を %2F に置き換えてください。\nプログラムや拡張機能を更新してください。ブラウザとの間で、もう一度エンコードされています。",
  "why.par_refused":
    "サーバーがプッシュ型の認可リクエスト(PAR)を拒否しました。本来ログインのアドレスに入る内容を運ぶもので、多くはリダイレクト URI かクライアント認証が原因です。",
  "fix.par_refused":
    "同じ時刻のサーバーの応答かログを調べてください。理由が書かれています。\nリダイレクト URI は登録したものと一致させてください。TLS を終端するプロキシの後ろでは、アプリの公開 URL かスキームを https に設定するか(Jellyfin SSO は Scheme Override)、X-Forwarded-Proto を信頼させてください。\ninvalid_client なら、ID、シークレット、認証方法を確認してください。ここでもトークンエンドポイントと同じものが使われます。\nPAR は使い続けてください。",
  "why.redirect_none_registered":
    "このアプリにはリダイレクト URI が 1 つも登録されていません。使わないグラントでも登録を求めるプロバイダーがあります。",
  "fix.redirect_none_registered":
    "アプリの設定にプログラムのコールバック URL を入力し、保存してください。\nブラウザを使わないグラント(クライアントクレデンシャル)なら、https://example.com/ などどのアドレスでもかまいません。\nBitbucket: Workspace settings > OAuth consumers > Edit の Callback URL に入力し、This is a private consumer にチェックを付けてください。",
  "why.callback_path":
    "プログラムがログインの応答を受け取るパスが、リダイレクト URI のパスと違います。応答したページにはコードが届きません。",
  "fix.callback_path":
    "プログラムのコールバックのパス(CALLBACK_PATH、コールバックのルート、ベースパス)を、リダイレクト URI のパスと 1 文字も違わないように設定してください。\nページがさらにリダイレクトするなら(言語、末尾のスラッシュ、CDN)、クエリを残すか、コールバックを除外してください。\n同じ URL をプロバイダーに登録してください。",
  "why.response_mode":
    "ログインの応答が、アプリが読むのと別の部分(アドレスの ? の後か # の後)に返っています。",
  "fix.response_mode":
    "リクエストと読み取りを合わせてください。コードフローなら response_mode=query、ページが直接トークンを受け取るなら fragment です。ログインを始めるすべての部分(ライブラリとログインウィジェット)で同じにしてください。\n# の後を使うルーターは fragment を消します。ルーターの開始前に応答を読むか、history モードを使ってください。\n自分のリダイレクトではクエリを残してください。",
  "why.app_link_unverified":
    "コールバックが https のアドレスです。アプリのものだと検証されるまで(Android の App Links、iOS の Universal Links)、システムはブラウザのページとして開きます。",
  "fix.app_link_unverified":
    "カスタムスキーム(com.example.app:/callback)を、プログラム、マニフェスト、プロバイダーのコールバック URL とログアウト URL の一覧で同じように使ってください。\nhttps のままなら、アドレスを検証できるようにしてください。Android では、インテントフィルターに autoVerify=true を付け、そのホストの /.well-known/assetlinks.json にパッケージ名と署名鍵の SHA-256 を書き、adb shell pm get-app-links PACKAGE で結果を確認してください。\niOS では、そのホストに apple-app-site-association を置き、アプリに関連ドメインを設定してください。",
  "fix.app_link_unverified.auth0":
    "カスタムスキームを使ってください。withScheme(または SDK の scheme)、マニフェストの auth0Scheme、Allowed Callback URLs、Allowed Logout URLs を同じアドレスにそろえてください。\nhttps のままなら、Applications > アプリ > Advanced Settings > Device Settings に、使っているビルドのパッケージ名と Key Hashes(iOS では Team ID と Bundle ID)を入力して Save してください。",
  "why.silent_page_unanswered":
    "サイレントログインの非表示フレームに応答が届きません。リダイレクト URI のページが応答をライブラリに渡していないか、別のページへ移っています。",
  "fix.silent_page_unanswered":
    "サイレントリクエスト専用のリダイレクト URI(silent_redirect_uri)を登録し、そのページではライブラリの呼び出しだけを行ってください(oidc-client は signinSilentCallback、angular-oauth2-oidc は silent-refresh.html)。ルーターやガードで別のページへ移さないでください。\nフレームのアドレスをタブで開いてください。エラーやログインの画面が出れば、応答がない理由(X-Frame-Options、未登録のリダイレクト URI、サードパーティ Cookie が必要なセッション)が分かります。\nまたは、フレームの要らないリフレッシュトークンで更新してください。",
  "why.iss_parameter_dropped":
    "サーバーは応答にパラメーター iss を付けて自分を示しますが(RFC 9207)、アプリがそれを落とし、必須とする OAuth ライブラリに渡していません。",
  "fix.iss_parameter_dropped":
    "コールバックのアドレス全体を、クエリをすべて付けてライブラリに渡してください(openid-client の authorizationCodeGrant)。code と state だけでは足りません。\n自分のアプリでなければ、更新するか作者に伝えてください。リダイレクト URI、シークレット、サーバーの設定は正しいものです。\nアドレスに iss がまったくなければ、プロキシやリダイレクトが落としているか、サーバーがディスカバリードキュメントに書きながら送っていません。",
  "why.oauth_at_api_host":
    "認可リクエストやトークンリクエストを API のホストに送っています。API のホストに OAuth のエンドポイントはありません。",
  "fix.oauth_at_api_host":
    "OAuth にはプロバイダーのログインホストを、API の呼び出しにだけ API のホストを使ってください。\nどちらのアドレスも、ディスカバリードキュメントかプロバイダーのガイドで調べてください。",
  "fix.oauth_at_api_host.salesforce":
    "OAuth は https://login.salesforce.com か My Domain の /services/oauth2/authorize と /token で行ってください。Pardot(Account Engagement)では、そこでスコープ pardot_api を求めてください。\npi.pardot.com(Sandbox は pi.demo.pardot.com)へは、ヘッダー Pardot-Business-Unit-Id を付けた API の呼び出しだけを送ってください。",
  "why.endpoints_guessed":
    "クライアントが認可サーバーのメタデータを見つけられず、エンドポイントを推測しています(サーバー直下の /authorize、/token、/register)。それらは存在しません。",
  "fix.endpoints_guessed":
    "クライアントに設定項目があれば、プロバイダーの本当の認可エンドポイントとトークンエンドポイントを、手作業で登録したクライアント ID と一緒に入力してください。\nサーバーの運用者なら、/.well-known/oauth-authorization-server を公開し、それを持つ認可サーバーを /.well-known/oauth-protected-resource に書いてください。\n設定項目がないクライアントには、中継(クライアントを固定で設定した mcp-remote)か別のクライアントが必要です。",
  "why.cookie_samesite_none":
    "ログインの Cookie が、http 接続のときのように SameSite=None なのに Secure ではありません。ブラウザはそのような Cookie を捨てるため、state が失われます。",
  "fix.cookie_samesite_none":
    "プロキシの後ろ(転送ヘッダー)も含めてログインを https で提供し、Cookie を Secure にしてください。\nhttp でのテストでは、Cookie の SameSite を Lax にしてください(Ory Hydra: serve.cookies.same_site_mode=Lax)。\nstate と CSRF の検査はオフにしないでください。",
  "why.server_host_unknown":
    "ログインサーバーを、サーバー自身が知らないホストやポートで開いています。そのため、インスタンス、テナント、サイトが見つかりません。",
  "fix.server_host_unknown":
    "設定済みのアドレスで開くか、ブラウザのアドレスをスキームとポートも含めて外部アドレスとして設定してください。\nZitadel: 最初の起動の前に ZITADEL_EXTERNALDOMAIN、ZITADEL_EXTERNALPORT、ZITADEL_EXTERNALSECURE を設定してください。後から変えたら zitadel setup をもう一度実行してください。\nプロキシの後ろなら、外側の Host(X-Forwarded-Host)を渡してください。",
};
