import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.okta.policy":
    "認可サーバーのアクセスポリシーに、このクライアント、ユーザー、グラントタイプ、スコープに合うルールがありません。",
  "fix.okta.policy":
    "Security > API > Authorization Servers > サーバー > Access Policies に、このクライアントのポリシーと、このグラントタイプとスコープのルールを追加してください。\n評価されたポリシーは Reports > System Log で調べてください。",
  "why.okta.not_assigned": "ユーザーも、そのグループも、Okta でアプリに割り当てられていません。",
  "fix.okta.not_assigned":
    "Applications > アプリ > Assignments > Assign で、ユーザーか、ユーザーを含むグループを割り当ててください。\nその後ログインをやり直してください。ブラウザの別のアカウントが使われたなら、先に Okta からサインアウトしてください。",
  "why.okta.sign_on_policy":
    "アプリか組織のサインインポリシーが拒否しました。第 2 の要素、別のネットワーク、または既知のデバイスを求めています。",
  "fix.okta.sign_on_policy":
    "拒否したポリシーとルールは Reports > System Log で調べてください。\nSecurity > Authentication Policies(またはアプリの Sign On タブ)に、このログインに合うルールを追加してください。\n2 つのアプリの間のトークン交換(okta-aws-cli)なら、両方に同じポリシーを割り当て、サインインのたびに要素を求めないルールにしてください。交換では要素に答えられません。\nパスワードグラントは、パスワードだけを求めるルールでしか通りません。認可コードフローを使ってください。",
  "why.okta.web_sso_client":
    "AWS のフェデレーションアプリが、okta-aws-cli のネイティブアプリをトークン交換のクライアントとして許可していないか、ネイティブアプリにグラントが足りません。",
  "fix.okta.web_sso_client":
    "AWS Account Federation アプリ > Sign On > Edit > Advanced Sign-On Settings > Allowed Web SSO Client に、OIDC のネイティブアプリのクライアント ID を入力し、保存してください。\nネイティブアプリ > General > Grant type で Authorization Code、Device Authorization、Token Exchange を選んでください。両方のアプリにユーザーを割り当ててください。\nOKTA_ORG_DOMAIN は https:// と -admin のないホスト、OKTA_OIDC_CLIENT_ID はネイティブアプリのものです。",
  "why.okta.authorization_server":
    "組織のサーバー(https://DOMAIN)とカスタムサーバー(https://DOMAIN/oauth2/default)では、発行者、鍵、スコープ、対象が違い、一方のトークンやスコープは他方で使えません。",
  "fix.okta.authorization_server":
    "ログイン、トークン、ディスカバリー、API の検証のすべてで、カスタムサーバーの発行者 https://DOMAIN/oauth2/default(またはその ID)を使ってください。独自のスコープと、自分の API のトークンは、そこにしかありません。\n組織のサーバーは、Okta 自身の API と、API のないシングルサインオンだけに使ってください。",
  "why.okta.org_access_token":
    "アクセストークンが組織のサーバーのものです(iss が Okta のドメインだけ)。検証できるのは Okta だけで、その鍵は公開されていません。",
  "fix.okta.org_access_token":
    "カスタムの認可サーバーからトークンを取得してください。ログインと API の検証の両方で、発行者を https://DOMAIN/oauth2/default にしてください。\nトークンの iss を、API に設定した発行者と比べてください。",
  "why.okta.no_such_server":
    "アドレスの認可サーバーがこの組織にないか、無効です。API Access Management のない組織の /oauth2/default によくあります。/token の前の /v1 がない場合もあります。",
  "fix.okta.no_such_server":
    "Security > API > Authorization Servers を調べ、そこにある有効な発行者を使ってください。\nそのメニューがなければ、組織のサーバーを使ってください。発行者は /oauth2/default のない https://DOMAIN です。\nエンドポイントは ISSUER/.well-known/openid-configuration から取ってください。…/oauth2/default/v1/token、組織のサーバーなら …/oauth2/v1/token です。",
  "why.okta.admin_domain":
    "アドレスが管理コンソール(…-admin.okta.com)のものです。そこではトークンは発行されません。",
  "fix.okta.admin_domain":
    "ドメインから -admin を外してください(https://acme-admin.okta.com ではなく https://acme.okta.com)。",
  "why.okta.issuer_mode":
    "同じサーバーが Okta のドメインとカスタムドメインの 2 つの名前で呼ばれ、発行者はその一方です。",
  "fix.okta.issuer_mode":
    "Security > API > Authorization Servers > サーバー > Settings > Issuer で、Custom URL、Okta URL、Dynamic のどれかを選んでください。\nログイン、トークンエンドポイント、API の検証で、そのドメインだけを使ってください。",
  "why.okta.grace_period":
    "リフレッシュトークンがローテーションしており、使用済みのものが猶予期間の後にまた送られました。",
  "fix.okta.grace_period":
    "応答ごとに新しいトークンを保存し、更新するプロセスを 1 つにしてください。\nApplications > アプリ > General > Refresh Token の Grace period を 60 秒以内で設定してください。\n一度だけ接続し直してください。",
  "why.okta.refresh_lifetime":
    "リフレッシュトークンの未使用の期間か年齢が、アクセスポリシーのルールの上限を超えています(未使用の既定は 7 日)。",
  "fix.okta.refresh_lifetime":
    "Security > API > Authorization Servers > サーバー > Access Policies > ルールで、Refresh token lifetime と「but will expire if not used every」を延ばしてください。組織のサーバーでは固定です。\nそれより短い間隔で更新してください。今は一度だけログインし直してください。",
  "why.okta.browser_origin":
    "トークンリクエストに、ブラウザや Postman が付ける Origin ヘッダーがあります。その場合 Okta が許すのは、PKCE 付きの認可コードフローだけです。",
  "fix.okta.browser_origin":
    "トークンリクエストは、Origin ヘッダーを付けずにサーバーから送ってください(Postman ではデスクトップエージェント)。\nブラウザのアプリは Single-Page Application として登録し、PKCE を使ってください。",
  "why.okta.web_app_in_browser":
    "クライアント ID が、シークレットの必要な Web 型のアプリのものです。ブラウザやネイティブのアプリにはシークレットがありません。",
  "fix.okta.web_app_in_browser":
    "Applications > Create App Integration > OIDC > Single-Page Application(スマートフォンなら Native)で作り、そのクライアント ID を使ってください。アプリの型は後から変えられません。\nそこでは Client authentication が None になり、PKCE が要ります。シークレットをページに入れないでください。",
  "why.okta.dpop_required":
    "アプリが DPoP を必須にしていますが(新しいサービスアプリの既定)、トークンリクエストに証明がありません。",
  "fix.okta.dpop_required":
    "リクエストに DPoP の証明を付けてください(Okta の SDK は新しいバージョンが対応しています)。クライアントが対応できなければ、Applications > アプリ > General Settings の Require Demonstrating Proof of Possession (DPoP) header in token requests を外してください。",
  "why.okta.api_scopes":
    "要る Okta API のスコープがアプリに許可されていないか、アプリの管理者ロールに含まれていません。",
  "fix.okta.api_scopes":
    "Applications > アプリ > Okta API Scopes で、各スコープの Grant を押してください。\nApplications > アプリ > Admin roles で、それらを含むロールを割り当ててください。\n/oauth2/default ではなく、組織のサーバー(/oauth2/v1/token)に送ってください。",
  "fix.assertion_key.okta":
    "Applications > アプリ > General > Client Credentials > Public key / Private key で、署名に使う鍵と対になる公開鍵(JWK)を追加してください。\n鍵が複数あるときは、そこに表示される鍵の ID を、アサーションのヘッダーの kid に入れてください。",
  "fix.assertion_audience.okta":
    "aud は呼び出すトークンエンドポイント https://DOMAIN/oauth2/v1/token です(カスタムサーバーなら https://DOMAIN/oauth2/ID/v1/token)。\n設定のドメインや発行者の末尾のスラッシュを取り除いてください。aud の中で // になります。SDK の新しいバージョンは自分で取り除きます。\n鍵とクライアント ID の問題ではありません。",
  "why.okta.response_type":
    "リクエストの response_type(多くはインプリシットフロー)を、アプリが許していません。",
  "fix.okta.response_type":
    "クライアント ID を比べてください。ページと Web アプリは別のアプリで、種類が Web のアプリでは code しか使えません。\nPKCE 付きの response_type=code を使ってください。\n古いクライアントに限り、Applications > アプリ > General > Grant type で Implicit (hybrid) を選び、code id_token(OWIN)なら Allow ID Token も選んでください。",
  "why.okta.claim_expression":
    "認可サーバーのクレームが、このユーザーでは計算できません。プロフィールの項目が空か、式が誤っています。",
  "fix.okta.claim_expression":
    "Security > API > Authorization Servers > サーバー > Token Preview で、そのユーザーのどのクレームが失敗するか調べてください。\nユーザーのプロフィールの項目(Directory > People)を埋めるか、Claims の式を、空の値にも対応するよう直してください。",
  "why.okta.api_token":
    "この API が受け付けないトークンです。SSWS の API トークンの期限切れか取り消し、またはカスタムサーバーのアクセストークンです。",
  "fix.okta.api_token":
    "Okta 自身の API には、Authorization: SSWS <API トークン> か、okta.* スコープのある組織のサーバー(/oauth2/v1)のアクセストークンを Bearer で送ってください。\nAPI トークンは Security > API > Tokens で調べてください。30 日間未使用のものは終わります。",
  "why.okta.method": "このエンドポイントには、リクエストのメソッドか Content-Type が違います。",
  "fix.okta.method":
    "トークンエンドポイントには、フォーム(application/x-www-form-urlencoded)の POST を Accept: application/json 付きで送り、認可エンドポイントはブラウザの GET で開いてください。\nパスをディスカバリー文書と比べてください。",
  "fix.wrong_secret.okta":
    "Applications > アプリ > General > Client Credentials から、クライアント ID と有効なシークレットをコピーし直してください。\nissuer と同じ組織とアプリのものを使ってください。\nブラウザやスマートフォンのアプリでは、種類が Single-Page か Native のアプリ(認証は None)を使い、シークレットは送らないでください。",
  "fix.unknown_client.okta":
    "issuer と同じドメインの組織(本番とプレビューは別の組織)で、Applications > アプリ > General からクライアント ID をコピーし直してください。\nアプリが有効か確認してください。",
  "fix.pkce_missing.okta":
    "ログインで code_challenge(S256)、交換で code_verifier を送ってください。多くのライブラリには設定があります。\n必須にしているのは Applications > アプリ > General の Require PKCE as additional verification です。クライアントが対応できるなら、オンのままにしてください。",
  "fix.revoked.okta":
    "いつ誰がトークンを取り消したか、セッションを消したかを、Reports > System Log で調べてください。\nユーザーが引き続き望むなら、一度だけ接続し直してください。",
  "fix.user_gone.okta":
    "Directory > People で、ユーザーが Active で(Suspended、Locked out、Deactivated ではなく)、アプリに割り当てられているか確認してください。\n1 人に依存しないユーザーか、サービスアプリ(クライアントクレデンシャル)を使ってください。",
  "fix.wrong_audience.okta":
    "トークンの aud は、Security > API > Authorization Servers > サーバー の Audience です。API の側をそれに合わせてください。\n組織のサーバー(issuer に /oauth2/… がないもの)のトークンは、Okta 自身の API だけに使ってください。",
  "fix.rate_limit.okta":
    "X-Rate-Limit-Reset(UTC の秒)まで待ってください。どのエンドポイントかは Reports > Rate Limits で調べてください。\nアクセストークンは期限まで、ディスカバリー文書と鍵は数時間、使い回してください。",
  "fix.claim_missing.okta":
    "カスタムの認可サーバーでは、Security > API > Authorization Servers > サーバー > Claims > Add Claim で、groups、ID Token、Always、Value type は Groups、Filter は Matches regex .* を追加してください。\n組織のサーバーでは、Applications > アプリ > Sign On > OpenID Connect ID Token > Group claims filter を設定してください。アクセストークンと一緒の ID トークンでは省かれるため、スコープ groups を付けて userinfo で取得してください。",
  "fix.response_mode.okta":
    "Sign-In Widget に authParams: { pkce: true, responseType: 'code', responseMode: 'query' } を指定し、SDK と合わせてください(PKCE 付きの okta-vue、okta-react、okta-auth-js はクエリを読みます)。\nウィジェットを使わないなら responseMode は okta-auth-js に任せ、ウィジェットと SDK で同じバージョンの okta-auth-js を使ってください。\n自分のリダイレクトではクエリを残してください。",
};
