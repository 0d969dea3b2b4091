import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.auth0.api_forbids_offline":
    "API がオフラインアクセスを許していないため、Auth0 が offline_access を通知なく外しています。または、ログインが API(audience)を指定していません。",
  "fix.auth0.api_forbids_offline":
    "Applications > APIs > API > Settings > Allow Offline Access(オフラインアクセスの許可)をオンにして Save してください。\naudience にその API の Identifier、scope に offline_access を指定してください。\nログインを始め直してください。",
  "why.auth0.spa_rotation": "SPA は、ローテーションするときだけリフレッシュトークンを受け取れます。",
  "fix.auth0.spa_rotation":
    "Applications > アプリ > Settings > Refresh Token Rotation(リフレッシュトークンのローテーション)をオンにして Save し、SDK で useRefreshTokens: true を指定してください。\nログインを始め直してください。",
  "why.auth0.reuse":
    "Auth0 が使用済みのリフレッシュトークンをもう一度受け取り、その系列全体を無効にしました。ログでは ferrt です。",
  "fix.auth0.reuse":
    "更新するプロセスを 1 つにし、接続ごとのロックを使い、新しいトークンを最初に保存してください。\nApplications > アプリ > Settings > Rotation Overlap Period(ローテーションのオーバーラップ期間)を 10 から 30 秒にしてください。\n系列は元に戻りません。一度だけ接続し直してください。",
  "why.auth0.lifetime":
    "リフレッシュトークンが Maximum Lifetime(既定で 30 日)に達しました。使っても延びません。",
  "fix.auth0.lifetime":
    "Applications > アプリ > Settings > Maximum Refresh Token Lifetime(最大ライフタイム)を延ばすか(31,557,600 秒まで)、オフにしてください。\n期間は発行時に決まります。一度だけ接続し直してください。",
  "why.auth0.idle_lifetime": "リフレッシュトークンが Idle Lifetime の間に使われませんでした。",
  "fix.auth0.idle_lifetime":
    "Applications > アプリ > Settings > Idle Refresh Token Lifetime(アイドルライフタイム)を延ばすか、週に 1 回は更新してください。\n一度だけ接続し直してください。",
  "why.auth0.crowded_out":
    "Auth0 が保つのは、1 つのアプリにつき 1 ユーザー 200 件のリフレッシュトークンです。それを超えるログインは、最も古いものを通知なく無効にします。",
  "fix.auth0.crowded_out":
    "実行のたびにログインせず、今のリフレッシュトークンを使い、不要なものは取り消してください。\n一度だけ接続し直してください。",
  "why.auth0.rotation_switched":
    "ローテーションの設定が切り替わり、以前の種類のトークンは次の使用で無効になります。",
  "fix.auth0.rotation_switched": "設定は今のままにし、各ユーザーで一度だけ接続し直してください。",
  "fix.auth0.user_deleted": "別のユーザーで接続し、この接続を削除してください。",
  "fix.auth0.user_blocked":
    "User Management > Users > ユーザー > Unblock を行ってください。保存済みのリフレッシュトークンは再び使えます。",
  "fix.auth0.wrong_secret":
    "Applications > アプリ > Settings から Client ID と Client Secret をコピーし直してください。\nCredentials > Authentication Method をプログラムの方法(Client Secret (Post)、(Basic)、Private Key JWT、None)に合わせてください。\nアプリがこのテナントのものか確認してください。",
  "why.auth0.assertion":
    "クライアントアサーションが合いません。2026 年 4 月から aud は 1 つの文字列 https://{domain}/ に限られ、配列やトークンエンドポイントは使えません。",
  "fix.auth0.assertion":
    "aud は末尾のスラッシュ付きの 1 つの文字列 https://YOUR-DOMAIN/、exp は 5 分後まで、jti は毎回新しくしてください。\n時計を NTP で合わせ、公開鍵を Credentials に登録してください。",
  "fix.auth0.grant_off":
    "Applications > アプリ > Advanced Settings > Grant Types でグラントにチェックを付けて Save してください。\nMachine to Machine や SPA で選べなければ、Regular Web Application を使ってください。",
  "fix.auth0.unknown_audience":
    "Applications > APIs > API > Settings > Identifier を、スラッシュの有無も含めてそのまま audience に指定してください。\nAPI がこのテナントにあるか確認してください。",
  "fix.auth0.client_grant":
    "Applications > APIs > API > Machine to Machine Applications(または Application Access)でアプリを許可し、スコープを選んでください。\nサードパーティのアプリは、ユーザーのログインでも許可してください。",
  "why.auth0.third_party":
    "アプリがサードパーティ(tpc_…)で、厳格な規則が適用されます。API ごとのクライアントグラントが必要で、OpenID Connect はなく、エラーは Auth0 のページに表示されます。",
  "fix.auth0.third_party":
    'POST /api/v2/client-grants で、default_for "third_party_clients" か client_id、audience、scope、subject_type "user" を指定してクライアントグラントを追加してください。\nまたは、ID トークンと userinfo を使えるファーストパーティの Regular Web Application として登録してください。',
  "why.auth0.action_denied": "テナントの Action または Rule が拒否しました。文言はその独自のものです。",
  "fix.auth0.action_denied":
    "Monitoring > Logs の記録を開き、どの Action がなぜ拒否したかを調べてください。\nAction を直すか、ユーザーを条件に合わせてください。",
  "fix.auth0.mfa":
    'Security > Multi-factor Auth のポリシーを Always ではなく Adaptive か Never にし、Action で event.transaction.protocol が "oauth2-refresh-token" のものを対象から外してください。\nまたは、ユーザーが対話型のログインで多要素認証を済ませてください。リフレッシュトークンはその間も有効です。',
  "why.auth0.loopback_confirmation":
    "このマシンへ戻るログイン(localhost やカスタムスキーム)では Auth0 がユーザーの確認を求めますが、prompt=none が禁じています。",
  "fix.auth0.loopback_confirmation":
    "一度だけ対話型でログインするか、https のコールバックを使ってください。\n開発用に限り、検証できないコールバックの確認についてのアプリの設定を見直してください。",
  "fix.auth0.login_lost":
    "Cookie を許可し、1 つのタブで、アプリのリンクから始め直してください。\nApplications > アプリ > Settings > Application Login URI を設定し、Auth0 から戻れるようにしてください。",
  "why.auth0.no_audience":
    "audience がないと、Auth0 は /userinfo だけが受け付ける不透明な(または暗号化された)アクセストークンを返します。",
  "fix.auth0.no_audience":
    "認可リクエストの audience に API Identifier を指定してください。\n更新では変わりません。ログインを始め直してください。",
  "why.auth0.issuer_slash":
    "Auth0 の発行者(issuer)はスラッシュで終わります。カスタムドメインには別の発行者があります。",
  "fix.auth0.issuer_slash":
    "発行者を、使用中のドメインのディスカバリー文書のとおり、末尾のスラッシュ付きの https://YOUR-DOMAIN/ に設定してください。",
  "fix.auth0.grant_gone":
    "ユーザーがアプリを削除したか(Authorized Applications)、管理者が許可を削除しました。一度だけ接続し直してください。\n新しいトークンでも同じなら、Applications > アプリ > Advanced Settings > Grant Types で Refresh Token にチェックを入れて Save し、一度だけ接続し直してください。",
  "why.auth0.mrrt": "アプリにその API のポリシーがなく、更新で通知なく最初の API のトークンが返りました。",
  "fix.auth0.mrrt":
    "Management API で、アプリに audience と scope を持つ refresh_token.policies を追加してください。\n新しいトークンは、使う前に aud を確認してください。",
  "why.auth0.token_vault":
    "Token Vault が交換するのは、ローテーションしないリフレッシュトークンだけです。接続済みのアカウントと、グラントの許可も必要です。",
  "fix.auth0.token_vault":
    "Applications > アプリ で Refresh Token Rotation をオフにし、Advanced Settings > Grant Types の Token Vault にチェックを付けてください。\nユーザーに、相手のサービスのアカウントを接続してもらってください。",
  "why.auth0.organization": "組織(Organization)が違うか、アプリがその組織で許可されていません。",
  "fix.auth0.organization":
    "Organizations > 組織 で ID を確認し、接続を有効にし、ユーザーをメンバーに追加してください。サードパーティのアプリなら、そのアクセスを許可してください。\n必須なのにリクエストになければ、認可リクエストで organization=org_… を送るか、Applications > アプリ > Organizations で選択画面を出すか、個人も使えるよう Both にしてください。\nApplications > アプリ > Organizations で許可してください。",
  "why.auth0.rules_ended":
    "Rules と Hooks は 2026 年 11 月 18 日に停止し、それが加えていたクレームや検査がなくなりました。",
  "fix.auth0.rules_ended":
    "同じ処理を post-login の Action(api.idToken.setCustomClaim、api.accessToken.setCustomClaim)で書いてください。",
  "why.auth0.connection_off":
    "このアプリで、接続(データベース、ソーシャル、エンタープライズ)が有効になっていません。",
  "fix.auth0.connection_off":
    "Applications > アプリ > Connections でオンにしてください。\nパラメーター connection の名前が正確か確認してください。",
  "why.auth0.logout_address": "ログアウト後のアドレスが、許可された一覧にありません。",
  "fix.auth0.logout_address":
    "Applications > アプリ > Settings > Allowed Logout URLs に、その URL をクエリも含めて正確に追加してください。\nリクエストに client_id がなければ、テナントの一覧に追加してください。",
  "why.auth0.custom_domain":
    "ログインとトークンリクエストで、テナントの別のドメイン(カスタムドメインと YOUR-TENANT.auth0.com)を使っています。コード、トークン、発行者、Cookie は一方だけに属します。",
  "fix.auth0.custom_domain":
    "認可、トークン、発行者、SDK、API のすべてで、1 つのドメインに統一してください。",
  "why.auth0.spa_auth_method":
    "ブラウザやスマートフォンのアプリはシークレットを送らないのに、Authentication Method が None でないため、Auth0 がシークレットを求めています。新しいテナントの Default App がそうなっています。",
  "fix.auth0.spa_auth_method":
    "Applications > アプリ > Credentials > Authentication Method を None にして Save してください(古いテナントでは Settings > Token Endpoint Authentication Method)。\nまたは、種類が Single Page Application か Native のアプリを新しく作り、その Client ID を使ってください。\nこのようなプログラムにクライアントシークレットを入れないでください。",
  "why.auth0.web_app_type":
    "プログラムはサーバーで動きシークレットを送りますが、アプリはシークレットのない種類(Native か Single Page、方式は None)で登録されています。",
  "fix.auth0.web_app_type":
    "Applications > アプリ > Settings > Application Type を Regular Web Application に、Credentials > Authentication Method をライブラリの送り方に合わせて Client Secret (Post) か (Basic) にして Save してください。\nClient ID と Client Secret をコピーし直してください。",
  "why.auth0.m2m_app":
    "クライアントクレデンシャルは Machine to Machine アプリのためのグラントです。Single Page や Native などのアプリではオフになっています。",
  "fix.auth0.m2m_app":
    "Applications > Create Application > Machine to Machine で API とスコープを選び、そのアプリの ID とシークレットを使ってください。\nRegular Web Application なら Advanced Settings > Grant Types で Client Credentials を選び、Save してください。",
  "why.auth0.audience_at_login":
    "ログインでこの audience とスコープを求めなかったため、SDK にはそのためのリフレッシュトークンがありません。iframe を使うか失敗します。",
  "fix.auth0.audience_at_login":
    "SDK の設定(Auth0Provider や Auth0Client の authorizationParams)で、ログインのときの audience と scope(offline_access を含む)を指定し、後でも同じものを求めてください。\nユーザーに一度ログインしてもらってください。古いセッションには useRefreshTokensFallback: true を使ってください。",
  "why.auth0.web_origin":
    "再読み込みの後のサイレントリクエストのオリジンがアプリの一覧にないか、ブラウザが Auth0 のCookieを送りません。",
  "fix.auth0.web_origin":
    "Applications > アプリ > Settings > Allowed Web Origins にページのオリジン(スキーム、ホスト、ポート。パスなし)を追加し、Save してください。\nサードパーティCookieがブロックされる環境では、SDK でリフレッシュトークン(useRefreshTokens、cacheLocation localstorage)かカスタムドメインを使ってください。",
  "why.auth0.developer_keys":
    "ソーシャル接続が Auth0 の開発用キー(developer keys)を使っています。このキーでは、サイレントリクエストに必ず login_required が返ります。",
  "fix.auth0.developer_keys":
    "そのプロバイダー(Google、Facebook、GitHub など)で自分の OAuth クライアントを作り、コールバックを https://YOUR-DOMAIN/login/callback にしてください。\nAuthentication > Social > 接続 に、その Client ID と Client Secret を入力して Save してください。",
  "why.auth0.grant_off": "このグラントタイプは、このアプリケーションでオフになっています。",
  "why.auth0.consent_localhost":
    "Auth0 は localhost のアプリでは同意ページを省略しないため、サイレントリクエストが失敗します。本番では動きます。",
  "fix.auth0.consent_localhost":
    "同じ audience とスコープで、getAccessTokenWithPopup か loginWithRedirect により一度だけ対話的に求めてください。\nまたは、開発では別のホスト名(hosts ファイルの myapp.local など)と、API の Allow Skipping User Consent を使ってください。",
  "why.auth0.client_id_as_audience":
    "クライアント ID が audience として送られています。audience は API の Identifier です。",
  "fix.auth0.client_id_as_audience":
    "自分の API を呼ばないアプリなら audience を外し、呼ぶなら API の Identifier(Applications > APIs > API > Settings)にしてください。\naudience にクライアント ID を入れる設定やライブラリのバージョンを調べてください。",
  "why.auth0.attack_protection":
    "Attack Protection がログインをブロックしました。アカウントまたはアドレスからの失敗が多すぎるか、パスワードが漏えいしています。",
  "fix.auth0.attack_protection":
    "User Management > Users > ユーザー > Unblock か、Auth0 が送ったメールのリンクで解除してください。規則の名前(limit_wc、limit_mu、pwd_leak)は Monitoring > Logs で確認してください。\n多くのユーザーのためにサーバーからログインする場合は、auth0-forwarded-for でユーザーのアドレスを送るか、Security > Attack Protection の AllowList にサーバーを加えてください。",
  "why.auth0.legacy_grant":
    "ライブラリが Auth0 の古いグラント(…/legacy/grant-type/ro、/oauth/ro、/delegation)を使っています。新しいテナントやクライアントにはなく、Password にチェックを付けても変わりません。",
  "fix.auth0.legacy_grant":
    "ライブラリを OIDC 準拠モードにしてください。Android の Lock と Auth0 は setOIDCConformant(true)、Web の Lock は oidcConformant: true です。新しいメジャーバージョンは常にこのモードです。\nその後は /oauth/token と、Applications > アプリ > Advanced Settings > Grant Types でチェックしたグラントが使われます。\nパスワードグラントが不要な、ブラウザの Universal Login がより適切です。",
};
