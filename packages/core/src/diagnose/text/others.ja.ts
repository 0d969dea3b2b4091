import type { en } from "./others.en.ts";

/** Google、Microsoft、Okta、GitHub、Keycloak、Slack、HubSpot についての `explain` の文言(日本語)。キーは others.en.ts と同じ。 */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.google.testing":
    "アプリの公開ステータスが「テスト」で、ユーザーの種類が外部です。リフレッシュトークンは 7 日で無効になります。",
  "fix.google.testing":
    "Google Cloud コンソール > Google Auth Platform > 対象(OAuth 同意画面) > アプリを公開 で、ステータスを「本番環境」にしてください。\n1 つの Workspace だけで使うなら、ユーザーの種類を「内部」にしてください。\n以前のトークンは 7 日で無効のままです。一度だけ接続し直してください。",
  "why.google.token_limit":
    "Google が保つのは、1 つの OAuth クライアントにつき 1 アカウント 100 件のリフレッシュトークンです。それを超えると、最も古いものが通知なく無効になります。",
  "fix.google.token_limit":
    "毎回ログインせず、リフレッシュトークンを保存して使い、クライアントは環境ごとに分けてください。\n一度だけ接続し直してください。",
  "why.google.reauth_policy":
    "Workspace が一定時間ごとの再認証を求めています(セッションの制御)。管理者や Google Cloud のスコープが対象です。",
  "fix.google.reauth_policy":
    "無人のプログラムにはサービスアカウントを使うか、管理コンソール > セキュリティ > Google Cloud セッションの制御 で信頼できるアプリを除外してください。\n一度だけ接続し直してください(gcloud なら gcloud auth login)。",
  "why.google.second_consent":
    "Google がリフレッシュトークンを返すのは、ユーザーがこのアプリに最初に同意したときだけです。後のログインでは返りません。",
  "fix.google.second_consent":
    "access_type=offline と prompt=consent を送り、その応答のトークンを保存してください。\nまたは、ユーザーが myaccount.google.com/connections でアクセスを削除してから、ログインを始め直してください。",
  "why.google.unverified":
    "アプリがテスト中でユーザーがテストユーザーにいないか、機密性の高いスコープを求めながら確認を受けていません。",
  "fix.google.unverified":
    "Google Cloud コンソール > Google Auth Platform > 対象 でテストユーザーに追加するか、アプリを公開してください。\n機密性の高いスコープには、アプリの確認を申請してください。",
  "why.google.internal_only": "アプリのユーザーの種類が「内部」で、ユーザーは別の組織に属しています。",
  "fix.google.internal_only":
    "その組織のアカウントでログインするか、ユーザーの種類を「外部」にしてください。",
  "why.google.oob_ended":
    "Google は、ブラウザからコードをコピーする方式(urn:ietf:wg:oauth:2.0:oob)を廃止しました。",
  "fix.google.oob_ended":
    "種類が「デスクトップ アプリ」のクライアントで、ループバックのコールバック http://127.0.0.1:PORT を使ってください。\noob を使うライブラリーやツールを更新してください。",
  "why.google.secure_response":
    "リクエストが Google のポリシーに反しています。localhost 以外の http のコールバック、IP アドレス、埋め込みブラウザ、種類の違うクライアントのどれかです。",
  "fix.google.secure_response":
    "エラーページの詳細を開き、反している規則を調べてください。\n自分のドメインの https のコールバックと、合う種類のクライアントを使ってください。",
  "why.google.client_deleted":
    "OAuth クライアントかプロジェクトが削除され、そのトークンもすべて無効になりました。",
  "fix.google.client_deleted":
    "Google Cloud コンソール > 認証情報 でクライアントを復元するか(30 日以内)、新しく作成してください。\n新しいクライアントで一度だけ接続し直してください。",
  "why.google.api_off": "OAuth クライアントのプロジェクトで、API が有効になっていません。",
  "fix.google.api_off":
    "Google Cloud コンソール > API とサービス > ライブラリ > API > 有効にする を、エラーにある番号のプロジェクトで行い、数分待ってください。",
  "why.google.delegation":
    "サービスアカウントが、これらのスコープでユーザーを代理できません。ドメイン全体の委任がないか、スコープが違います。",
  "fix.google.delegation":
    "管理コンソール > セキュリティ > API の制御 > ドメイン全体の委任 に、サービスアカウントの数字のクライアント ID と、リクエストどおりのスコープを追加してください。\nsub にはそのドメインの実在のユーザーを指定し、数分待ってください。",
  "why.google.no_mailbox":
    "アカウントにそのサービスがありません。ユーザーのないサービスアカウントか、ユーザーの Gmail がオフです。",
  "fix.google.no_mailbox":
    "メールボックスを持つユーザーを(委任の sub に)指定するか、ユーザーのサービスをオンにしてください。",

  "why.microsoft.spa_24h":
    "リダイレクト URI のプラットフォームが「シングルページ アプリケーション」です。そのリフレッシュトークンは、使い方によらず 24 時間で無効になります。",
  "fix.microsoft.spa_24h":
    "サーバーがトークンを保持するなら、リダイレクト URI を Web に登録し、一度だけ接続し直してください。\nページの中なら、毎日ユーザーをログインへ進めてください。",
  "why.microsoft.idle_90d":
    "リフレッシュトークンがアイドル期間(90 日)の間に使われなかったか、期限が切れました。",
  "fix.microsoft.idle_90d":
    "ほかに使わないときも 90 日に 1 回以上更新し、新しいトークンを毎回保存してください。\n一度だけ接続し直してください。",
  "why.microsoft.grant_revoked":
    "許可が取り消されました。パスワードの変更や再設定、管理者によるセッションの取り消し、危険と判定されたユーザーが原因です。",
  "fix.microsoft.grant_revoked":
    "Entra 管理センター > ユーザー > 該当ユーザー > サインインログ で理由を調べてください。\n一度だけ接続し直してください。無人のプログラムには、パスワードに依存しないアプリケーションのアクセス許可(クライアントクレデンシャル)を使ってください。",
  "why.microsoft.sign_in_frequency":
    "条件付きアクセスが、一定時間ごとのサインインを求めています(サインインの頻度)。",
  "fix.microsoft.sign_in_frequency":
    "Entra 管理センター > 保護 > 条件付きアクセス > サインインログ でポリシーを調べ、このアプリの除外を管理者に相談してください。\nユーザーを対話型のログインへ進めてください。",
  "why.microsoft.mfa_at_refresh":
    "リフレッシュトークンが、多要素認証のないログインか、今のポリシーには古すぎるログインのものです。",
  "fix.microsoft.mfa_at_refresh":
    "ユーザーを多要素認証のある対話型のログインへ一度だけ進めてください。新しいリフレッシュトークンに引き継がれます。\n無人のプログラムにはアプリケーションのアクセス許可を使うか、管理者にこのアプリの除外を依頼してください。",
  "why.microsoft.conditional_access":
    "条件付きアクセスのポリシーがこのリクエストをブロックしています。デバイス、場所、アプリ、クライアントのどれかが条件を満たしません。",
  "fix.microsoft.conditional_access":
    "Entra 管理センター > サインインログ > 該当の記録 > 条件付きアクセス で、失敗したポリシーを調べてください。\n条件(管理対象のデバイス、許可されたアドレス)を満たすか、管理者にこのアプリの除外を依頼してください。トークンの問題ではありません。",
  "why.microsoft.wrong_tenant":
    "アカウントとアドレスのテナントが合いません。別のテナント、招待されていないゲスト、/common でのシングルテナントのアプリのどれかです。",
  "fix.microsoft.wrong_tenant":
    "正しいテナントのエンドポイントを使ってください。1 つなら /TENANT-ID、複数なら /organizations か /common です。\nアプリの登録 > 認証 > サポートされているアカウントの種類 でアカウントを許可するか、ユーザーをゲストとして招待してください。",
  "why.microsoft.spa_platform":
    "リダイレクト URI が、コードを交換する側とは別のプラットフォーム(シングルページか Web)に登録されています。",
  "fix.microsoft.spa_platform":
    "アプリの登録 > アプリ > 認証 で、ページが交換するなら「シングルページ アプリケーション」、サーバーが交換するなら Web に登録してください。\nシングルページのコードは、PKCE 付きのクロスオリジンのリクエストで交換してください。",
  "why.microsoft.resource_unknown":
    "scope か resource の API がこのテナントで知られていないか、アプリにそのアクセス許可がありません。",
  "fix.microsoft.resource_unknown":
    "API のアドレス(アプリケーション ID URI)を比べ、アプリの登録 > アプリ > API のアクセス許可 に追加してください。\nそのテナントの管理者に同意を依頼してください。サービスプリンシパルが作られます。",
  "why.microsoft.secret_expired": "アプリのクライアントシークレットか証明書の期限が切れました。",
  "fix.microsoft.secret_expired":
    "アプリの登録 > アプリ > 証明書とシークレット で新しく追加し、その「値」をすべてのワーカーに渡してください。\nリフレッシュトークンは有効なままです。期限を記録するか、マネージド ID を使ってください。",
  "why.microsoft.basic_auth_ended":
    "メールサーバーは OAuth を独自の形式で、そのプロトコルのスコープがあるときだけ受け付けます。",
  "fix.microsoft.basic_auth_ended":
    "https://outlook.office.com/IMAP.AccessAsUser.All(POP、SMTP.Send)を求め、XOAUTH2 とユーザーのアドレスで認証してください。\nテナントでそのメールボックスにプロトコル(認証済み SMTP)を許可してください。",

  "why.okta.policy":
    "認可サーバーのアクセスポリシーに、このクライアント、ユーザー、グラントタイプ、スコープに合うルールがありません。",
  "fix.okta.policy":
    "Security > API > Authorization Servers > サーバー > Access Policies で、クライアントを割り当て、このグラントタイプとスコープのルールを追加してください。\n評価されたポリシーは Reports > System Log で調べてください。",
  "why.okta.authorization_server":
    "組織のサーバーとカスタムサーバー(/oauth2/default)では、発行者、スコープ、対象が違い、一方のトークンは他方で使えません。",
  "fix.okta.authorization_server":
    "ログイン、トークン、ディスカバリー、API の検証で、1 つの発行者に統一してください。\n自分の API のトークンは、カスタムの認可サーバーから取得してください。",
  "why.okta.grace_period":
    "リフレッシュトークンがローテーションしており、使用済みのものが猶予期間の後にまた送られました。",
  "fix.okta.grace_period":
    "応答ごとに新しいトークンを保存し、更新するプロセスを 1 つにしてください。\nApplications > アプリ > General > Refresh Token の Grace period を 60 秒以内で設定してください。\n一度だけ接続し直してください。",
  "why.github.code_bad": "GitHub のコードは 1 回だけ、10 分間使えます。使用済みか、古すぎるか、不完全です。",
  "fix.github.code_bad":
    "ログインと同じクライアント ID と redirect_uri で、すぐに 1 回だけ交換してください。\n新しいコードを得るには、ログインを始め直してください。",
  "why.github.token_limit":
    "GitHub が保つのは、ユーザー、アプリ、スコープごとに 10 件のトークンで、11 件目は最も古いものを無効にします。",
  "fix.github.token_limit":
    "承認を繰り返さず、今のトークンを使ってください。\n無効になった接続だけ、一度接続し直してください。",
  "why.github.unused_or_leaked":
    "GitHub は、1 年間使われないトークンと、公開のリポジトリや gist に現れたトークンを無効にします。",
  "fix.github.unused_or_leaked":
    "Settings > Security log で出来事を調べてください。\nトークンをリポジトリから取り除き、一度だけ接続し直してください。",
  "why.github.saml_sso": "組織が SAML を必須としていますが、トークンがその組織に対して承認されていません。",
  "fix.github.saml_sso":
    "ユーザーがブラウザの SAML で組織を開き、Settings > Applications かトークンの Configure SSO でアプリを承認してください。\nトークン自体は有効です。",
  "why.github.app_permission":
    "アプリかそのインストールに権限がないか、そのリポジトリにインストールされていません。",
  "fix.github.app_permission":
    "GitHub App > Permissions & events に権限を追加し、オーナーの承認を得てください。\nインストールの Repository access にリポジトリを追加してください。",
  "why.github.org_restricts": "組織がサードパーティのアプリを制限しており、このアプリを承認していません。",
  "fix.github.org_restricts":
    "オーナー: Organization settings > Third-party Access > OAuth app policy でアプリを承認してください。",
  "why.github.suspended": "アプリが停止されているか、ユーザーのメールアドレスが確認されていません。",
  "fix.github.suspended":
    "application_suspended なら GitHub のサポートに問い合わせてください。unverified_user_email なら、ユーザーが主アドレスを確認してください。",
  "why.keycloak.session_ended":
    "Keycloak でユーザーのセッションが終わりました。SSO Session Idle(既定 30 分)か Max、ログアウト、セッションを保たない再起動が原因です。リフレッシュトークンも共に無効になります。",
  "fix.keycloak.session_ended":
    "Realm settings > Sessions で SSO Session Idle と Max を延ばすか、Idle より短い間隔で更新してください。\n長期のアクセスには、スコープ offline_access を求めてください。\nこのセッションは終わりました。一度だけログインし直してください。",
  "why.keycloak.offline_session":
    "オフラインセッションが終わりました。Offline Session Idle(30 日)か Max、削除、アップグレードでの消失が原因です。",
  "fix.keycloak.offline_session":
    "Offline Session Idle の間に 1 回以上更新し、Realm settings > Sessions > Offline Session Max Limited を確認してください。\n一度だけ接続し直してください。",
  "why.keycloak.reuse": "Revoke Refresh Token がオンで、使用済みのトークンがまた送られました。",
  "fix.keycloak.reuse":
    "応答ごとに新しいトークンを保存し、更新するプロセスを 1 つにしてください。\nRealm settings > Tokens > Refresh Token Max Reuse は 0 なら 2 回目を許しません。失われた応答に備えるなら小さな数にしてください。\n一度だけログインし直してください。",
  "why.keycloak.host_name":
    "Keycloak は各リクエストのホスト名を iss に入れます。ブラウザとサーバーが別の名前(localhost、コンテナーの名前、http と https)で接続しています。",
  "fix.keycloak.host_name":
    "KC_HOSTNAME に公開 URL を、プロキシの後ろでは KC_PROXY_HEADERS=xforwarded を設定してください。\nコンテナーの中も含め、すべてのプログラムでその URL を発行者としてください。",
  "why.keycloak.lifetime_overflow":
    "レルムの有効期間が長すぎて、終わりが 2038 年を超えています。この Keycloak では数えられません。",
  "fix.keycloak.lifetime_overflow":
    "Realm settings > Sessions で Offline Session Max を小さく(長くても数年に)するか、Offline Session Max Limited をオフにしてください。\n一度だけ接続し直してください。",
  "why.keycloak.account_setup":
    "ユーザーに未完了の必須操作(新しいパスワード、メール、規約)があり、画面のないログインでは行えません。",
  "fix.keycloak.account_setup":
    "Users > ユーザー > Required user actions から外すか、ユーザーが一度ブラウザでログインしてください。\nメールと氏名が入力されているか確認してください。",
  "why.keycloak.https_required":
    "レルムが外部からのリクエストに https を求めていますが、これは http で届きました。",
  "fix.keycloak.https_required":
    "https で呼び出してください。プロキシの後ろでは、外側のスキームが伝わるよう KC_PROXY_HEADERS=xforwarded を設定してください。",
  "why.keycloak.old_path":
    "パスが違います。バージョン 17 から /realms の前に /auth はありません。またはレルムの名前が違います。",
  "fix.keycloak.old_path":
    "https://HOST/realms/REALM/.well-known/openid-configuration を開き、そのアドレスを使ってください。",
  "why.keycloak.login_timeout": "ログイン画面を長く開きすぎたか、その Cookie が戻りませんでした。",
  "fix.keycloak.login_timeout":
    "アプリから、1 つのタブで始め直してください。\nRealm settings > Sessions > Login timeout を確認し、Cookie のために https と 1 つのホスト名を使ってください。",
  "why.slack.not_in_channel_token":
    "このメソッドには別の種類のトークンか、このトークンにないスコープが必要です。ボットとユーザーのトークンは違います。",
  "fix.slack.not_in_channel_token":
    "応答の needed と provided を比べてください。\nOAuth & Permissions > Scopes の Bot Token Scopes か User Token Scopes に追加し、アプリを再インストールしてください。",
  "why.slack.workspace":
    "アプリをこのワークスペースにインストールできません。配布されていないか、組織が決めています。",
  "fix.slack.workspace":
    "Manage Distribution > Activate Public Distribution を行うか、アプリを持つワークスペースにインストールしてください。\nEnterprise Grid では、管理者に承認かインストールを依頼してください。",
  "why.slack.rotation_expiry": "トークンのローテーションがオンで、アクセストークンの有効期間は 12 時間です。",
  "fix.slack.rotation_expiry":
    "grant_type=refresh_token で oauth.v2.access を呼び出し、新しいアクセストークンとリフレッシュトークンを共に保存してください。",
  "why.slack.uninstalled":
    "アプリがワークスペースから削除されたか、トークンが取り消されたか、ユーザーが無効化されました。",
  "fix.slack.uninstalled": "アプリがまだ必要かワークスペースに確認し、インストールし直してください。",
  "why.hubspot.uninstalled":
    "アプリが HubSpot のアカウントから切断されたか、リフレッシュトークンが別のアプリのものか不完全です。",
  "fix.hubspot.uninstalled":
    "HubSpot の 設定 > 連携 > 接続されたアプリ に、アプリがまだあるか確認してください。\nClient ID とトークンを比べてから、そのアカウントにアプリをインストールし直してください。",
  "why.hubspot.scopes_differ":
    "インストール URL のスコープが、アプリの必須のスコープと一致していません。HubSpot はすべてのアプリに oauth を加えます。",
  "fix.hubspot.scopes_differ":
    "アプリの必須のスコープを、oauth も含めてすべて scope に指定してください(インストール URL は アプリ > 認証 からコピーできます)。\n求めないスコープはアプリから外すか、任意にして optional_scope で送ってください。",
  "why.hubspot.installer_rights":
    "インストールするユーザーに権限がないか、アカウントがスコープに必要な製品を契約していません。",
  "fix.hubspot.installer_rights":
    "スーパー管理者か、必要なスコープすべての権限を持つユーザーでインストールしてください。\n有料の製品が必要なスコープは optional_scope に移してください。",
};
