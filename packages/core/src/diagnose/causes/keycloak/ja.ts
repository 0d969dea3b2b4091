import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.keycloak.session_ended":
    "Keycloak のユーザーのセッションが終わりました。SSO Session Idle(既定 30 分)か Max、ログアウト、またはセッションを残さない再起動です。リフレッシュトークンも一緒に終わります。",
  "fix.keycloak.session_ended":
    "Realm settings > Sessions で SSO Session Idle(アクセストークンの寿命より長く)と Max を延ばすか、Idle より短い間隔で更新してください。\n長期間のアクセスには、スコープ offline_access を求めてください。\n再起動や更新の後なら、26 より前の版はセッションをメモリーだけに置いていました。更新し、ユーザーセッションの永続化をオンのままにしてください。\nこのセッションは終わったため、一度ログインし直してください。",
  "why.keycloak.offline_session":
    "オフラインセッションが終わりました。Offline Session Idle(30 日)か Max、または削除、再起動やアップグレードでの消失、別のクライアントのオフライントークンが原因です。",
  "fix.keycloak.offline_session":
    "Offline Session Idle の間に少なくとも一度更新し、Realm settings > Sessions > Offline Session Max Limited を調べてください。\n再起動の後や、別のクライアントがオフライントークンを取得するか取り消したときに起こるなら、Keycloak を更新してください。版によってはセッションが失われます。それまでは、そのクライアントで offline_access を求めないでください。\n一度だけ接続し直してください。",
  "why.keycloak.offline_not_allowed": "ユーザーかクライアントに、オフライントークンが許可されていません。",
  "fix.keycloak.offline_not_allowed":
    "Users > ユーザー > Role mapping で、レルムロール offline_access を割り当ててください。\nClients > クライアント > Client scopes で、offline_access を Optional で追加し、新しいログインを始めてください。",
  "why.keycloak.reuse": "Revoke Refresh Token が有効で、使用済みのトークンがまた送られました。",
  "fix.keycloak.reuse":
    "応答ごとに新しいトークンを保存し、更新するプロセスを 1 つにしてください。\nRealm settings > Tokens > Refresh Token Max Reuse を確認してください。0 は 2 度目の使用を許さず、小さな数なら応答の消失を許します。\n一度ログインし直してください。",
  "why.keycloak.not_before":
    "管理者が、ある時刻までのトークンをすべて取り消しました(not-before)。対象はレルム、クライアント、またはユーザーです。",
  "fix.keycloak.not_before":
    "その時刻より前のトークンは無効のため、一度ログインし直してください。\n時刻は Sessions > Revocation か、クライアントの Advanced で調べてください。誤って未来の時刻になっているときだけ消してください。",
  "why.keycloak.roles_changed":
    "リフレッシュトークンの発行時にあったロールが、ユーザーかクライアントからなくなりました。",
  "fix.keycloak.roles_changed":
    "ロールを戻すか(Users > ユーザー > Role mapping)、一度ログインし直してください。新しいトークンには今のロールが入ります。",
  "why.keycloak.host_name":
    "Keycloak はリクエストごとのホスト名を iss に入れます。ブラウザとサーバーが、別の名前(localhost、コンテナー名、http と https)で呼び出しています。",
  "fix.keycloak.host_name":
    "iss がどこでも同じになるよう、KC_HOSTNAME に公開 URL(https://公開名)を、プロキシの後ろでは KC_PROXY_HEADERS=xforwarded も設定してください。\nコンテナーのプログラムが別の名前で呼ぶなら KC_HOSTNAME_BACKCHANNEL_DYNAMIC=true にするか、公開名をそこで解決できるようにしてください(extra_hosts)。\nどのプログラムでも、公開 URL を発行者に設定してください。",
  "why.keycloak.behind_proxy":
    "Keycloak がプロキシの後ろにあり、自分の公開アドレスを知りません。ページやディスカバリー文書のアドレスが、http や別のホストになっています。",
  "fix.keycloak.behind_proxy":
    "KC_HOSTNAME=https://公開名 と KC_PROXY_HEADERS=xforwarded(バージョン 24 より前は KC_PROXY=edge)を、プロキシからが http なら KC_HTTP_ENABLED=true も設定してください。\nプロキシに X-Forwarded-For、-Proto、-Host、-Port を送らせ、外から来た値は上書きさせてください。\nパスの下(https://公開名/keycloak)に置くなら、KC_HOSTNAME にパスを含めるか、KC_HTTP_RELATIVE_PATH に指定してください。\nhttps://公開名/realms/REALM/.well-known/openid-configuration を開き、すべてのアドレスが公開のものか確認してください。",
  "why.keycloak.lifetime_overflow":
    "レルムの寿命の設定が長すぎ、終わりが 2038 年より後になるため、この Keycloak では計算できません。",
  "fix.keycloak.lifetime_overflow":
    "Realm settings > Sessions で Offline Session Max を数年以内に短くするか、Offline Session Max Limited をオフにしてください。\n一度だけ接続し直してください。",
  "why.keycloak.account_setup":
    "ユーザーに未完了の必須アクション(新しいパスワード、メール、規約、プロフィール)があり、画面のないログインでは完了できません。",
  "fix.keycloak.account_setup":
    "Users > ユーザー > Details で Required user actions を空にし、メール、名、姓を入力し、Email verified をオンにしてください。Credentials では一時的でないパスワードを設定してください。\nまたは、ユーザーに一度ブラウザでログインしてもらってください。",
  "why.keycloak.account_locked": "ユーザーが無効か、パスワードの誤りが続いて一時的にロックされています。",
  "fix.keycloak.account_locked":
    "Users > ユーザーで Enabled をオンにし、ロックの表示があれば解除してください。\n上限は Realm settings > Security defenses > Brute force detection で調べ、古いパスワードを試すプログラムを探してください。",
  "why.keycloak.https_required": "レルムが外からのリクエストに https を求めていますが、http で届きました。",
  "fix.keycloak.https_required":
    "https で呼び出してください。プロキシの後ろでは、外側のスキームがわかるよう KC_PROXY_HEADERS=xforwarded を設定してください。\nhttps のないテスト用のマシンに限り、そのレルムの Realm settings > General > Require SSL を None にしてください(master は kcadm.sh で)。",
  "why.keycloak.old_path":
    "パスが違います。バージョン 17 からは /realms の前に /auth がありません。またはレルムの名前が違います。",
  "fix.keycloak.old_path":
    "https://HOST/realms/REALM/.well-known/openid-configuration(バージョン 16 までは /realms の前に /auth)を開き、そこにあるアドレスを使ってください。\nプログラムがどれも /auth を使うなら、Keycloak を --http-relative-path=/auth で起動してください。\nレルム名は大文字と小文字も確認してください。",
  "why.keycloak.login_timeout":
    "ログイン画面を長く開いていたか、2 度使われたか(戻るボタン、2 つのタブ、ブックマーク)、その間に Keycloak が再起動しました。",
  "fix.keycloak.login_timeout":
    "アプリから、1 つのタブで始めからやり直してください。ログイン画面はブックマークしないでください。\nRealm settings > Sessions の Login timeout と Login action timeout を調べてください。",
  "why.keycloak.login_cookie":
    "ログインの Cookie(AUTH_SESSION_ID)が Keycloak に戻っていません。https ではなく http か、別のホスト名か、フレームの中の画面です。",
  "fix.keycloak.login_cookie":
    "Cookie は Secure と SameSite=None のため、Keycloak を https と 1 つのホスト名で開いてください。KC_HOSTNAME はブラウザでの名前にしてください。\nプロキシに Set-Cookie と X-Forwarded-Proto を通させ、ログインを iframe で開かないでください。",
  "why.keycloak.login_cluster":
    "複数の Keycloak のノードがログインを共有しておらず、次のリクエストが、それを知らないノードに届きました。",
  "fix.keycloak.login_cluster":
    "ノードで 1 つのクラスターを組んでください。KC_CACHE=ispn と合う検出方法(既定は jdbc-ping、Pod なら kubernetes)を使い、ノード間でポート 7800 と 57800 を開け、ログでメンバーを確認してください。\nロードバランサーでスティッキーセッション(Cookie は AUTH_SESSION_ID)を使ってください。ログインするプログラムも Cookie を保存して送る必要があります(更新するか、1 つのノードに送ってください)。\n新しいログインを始めてください。",
  "why.keycloak.confidential_in_browser":
    "クライアントが confidential のため Keycloak はシークレットを求めますが、ブラウザやスマートフォンのプログラムにはありません。",
  "fix.keycloak.confidential_in_browser":
    "Clients > クライアント > Settings > Capability config で Client authentication をオフ、Standard flow をオンにし、Advanced の Proof Key for Code Exchange を S256 にしてください。\nシークレットをページやアプリに入れないでください。バックエンドには、別の confidential クライアントを使ってください。",
  "why.keycloak.secret_not_sent":
    "クライアントは confidential なのに、リクエストにシークレットがないか、Keycloak が見ない場所にあります。",
  "fix.keycloak.secret_not_sent":
    "プログラムが実際に送る内容を表示してください。シークレットの設定がこの環境で空か、別の名前になっていることがよくあります。\nClients > クライアント > Credentials でシークレットと認証方法を確認し、フォームの本文か Basic で送ってください。\nシークレットを持たないプログラム(ブラウザ、ネイティブ)なら、Client authentication をオフにしてください。",
  "why.keycloak.import_secret":
    "クライアントが、シークレットのないレルムのファイルからインポートされています。エクスポートではアスタリスクに置き換えられます。新しいバージョンがその項目を無視することや、新しいレルムの場合しかファイルを読まないこともあります。",
  "fix.keycloak.import_secret":
    "Clients > クライアント > Credentials で Regenerate を押し(またはシークレットを入力し)、その値をプログラムに設定してください。\n次のインポートのために、ファイルのクライアントの secret を、アスタリスクから本当のシークレットに置き換えてください。\n--import-realm は、すでにあるレルムを読み飛ばします。テスト環境なら削除し、そうでなければコンソールでクライアントを変更してください。",
  "why.keycloak.client_unknown":
    "このレルムに、この ID のクライアントがありません。綴りの誤り、別のレルム、またはインポート漏れです。",
  "fix.keycloak.client_unknown":
    "リクエストの client_id を、まさにそのレルムの Clients > Client ID と 1 文字ずつ比べてください(内部の UUID や名前ではありません)。\nアドレスのレルムも比べてください。",
  "why.keycloak.client_disabled": "クライアントが Keycloak で無効になっています。",
  "fix.keycloak.client_disabled":
    "Clients > クライアントの右上の Enabled をオンにし、Save を押してください。",
  "why.keycloak.bearer_only":
    "クライアントが bearer-only です。トークンの検証はできますが、ログインやトークンの取得はできません。",
  "fix.keycloak.bearer_only":
    "ログインには別のクライアントを使うか、Clients > クライアント > Capability config で Standard flow をオンにしてください(古い画面では Access type を public か confidential に)。",
  "why.keycloak.service_account":
    "クライアントクレデンシャルに必要なサービスアカウントが、クライアントにありません。",
  "fix.keycloak.service_account":
    "Clients > クライアント > Settings > Capability config で Client authentication をオンにし、Service accounts roles を選び、Save を押してください。\nService accounts roles タブでロールを割り当ててください。ユーザーのログインが目的なら、認可コードフローを使ってください。",
  "why.keycloak.direct_access":
    "クライアントにパスワードグラント(Direct access grants)が許可されていません。",
  "fix.keycloak.direct_access":
    "Clients > クライアント > Settings > Capability config で Direct access grants を選び、Save を押してください。\nこのグラントは第 2 の要素に対応できないため、できれば認可コードフローを使ってください。",
  "why.keycloak.scope_not_assigned":
    "リクエストのスコープがこのクライアントに割り当てられていないか、レルムにありません。",
  "fix.keycloak.scope_not_assigned":
    "スコープがなければ、Client scopes で作成してください(Include in token scope はオン)。\nClients > クライアント > Client scopes > Add client scope で、Default か Optional で追加してください。綴りを比べ、スコープはスペースで区切ってください。",
  "why.keycloak.audience_mapper":
    "アクセストークンの aud にこの API がありません。マッパーがなければ、Keycloak は account だけを入れます。",
  "fix.keycloak.audience_mapper":
    "Clients > クライアント > Client scopes > <クライアント>-dedicated > Add mapper > By configuration > Audience で、API のクライアントを Included Client Audience に選び、Add to access token をオンにして、ログインし直してください。\nAPI の audience にも同じ値を設定してください。呼び出し元は azp にあります。",
  "why.keycloak.userinfo_openid":
    "トークンがスコープ openid なしで発行されています。userinfo はバージョン 19 から openid を求めます。",
  "fix.keycloak.userinfo_openid":
    "認可リクエストかトークンリクエストの scope に openid を追加し、新しいトークンを使ってください。",
  "why.keycloak.roles":
    "API が求めるロールが見つかりません。Keycloak はロールを scope ではなく、realm_access.roles と resource_access.<クライアント>.roles に入れます。",
  "fix.keycloak.roles":
    "Users > ユーザー > Role mapping(またはクライアントの Service accounts roles)でロールを割り当て、新しいトークンを取得してください。\nAPI でクレームを対応付けてください。Spring では realm_access.roles を読んで ROLE_ を付ける JwtAuthenticationConverter、.NET ではクレーム roles へのマッパー(User Realm Role)を使ってください。nest-keycloak-connect では、レルムのロールを realm:NAME と書きます。\nClients > クライアント > Client scopes > Scope で、Full scope allowed をオンにするか、ロールを追加してください。",
  "why.keycloak.admin_role":
    "トークンに管理 API の権限がありません。クライアント realm-management のロールがありません。",
  "fix.keycloak.admin_role":
    "Clients > クライアント > Service accounts roles > Assign role > Filter by clients で、realm-management のロール(view-users、manage-users、manage-clients など)を割り当ててください。レルム master では、クライアント <レルム>-realm のロールです。\n同じレルムの新しいトークンを取得してください。作ったばかりのレルムも含め、ロールはその後に発行されたトークンにだけ効きます。",
  "why.keycloak.keys":
    "トークンに署名した鍵が、API の読む鍵の中にありません。別のレルムやサーバー、更新された鍵、または設定にコピーした公開鍵が原因です。",
  "fix.keycloak.keys":
    "トークンの iss のレルムの jwks_uri を API に読ませ、未知の kid では読み直すようにし、固定の realm-public-key は削除してください。\nレルムを再インポートすると鍵が新しくなるため、API を再起動し、ログインし直してください。",
  "why.keycloak.other_user": "このレルムで、ブラウザに別のユーザーのセッションがあります。",
  "fix.keycloak.other_user":
    "そのユーザーをログアウトさせるか(アカウントコンソール、またはレルムのログアウト先)、プライベートウィンドウを使ってください。\n共用のマシンでは prompt=login を送ってください。",
  "why.keycloak.broker":
    "Keycloak の背後の ID プロバイダーでのログインに失敗したか、Keycloak がそこでコードを交換できませんでした。",
  "fix.keycloak.broker":
    "同じ時刻の Keycloak のログ(IDENTITY_PROVIDER_LOGIN_ERROR と、その下の例外)を調べてください。\nIdentity providers > プロバイダーで、クライアントシークレット、トークン URL、Keycloak が信頼すべき証明書、先方に登録したリダイレクト URI(…/realms/REALM/broker/ALIAS/endpoint)を確認してください。",
  "why.keycloak.check_iframe":
    "JavaScript アダプターが隠れたフレームでセッションを調べていますが、応答がありません。Cookie の遮断、サーバー URL の誤り、X-Frame-Options、または静かな確認用のページがないことが原因です。",
  "fix.keycloak.check_iframe":
    "アダプターの url をブラウザで開き、Keycloak の公開のベース URL か確認してください(/auth はサーバーにあるときだけ)。プロキシの後ろでは KC_HOSTNAME と KC_PROXY_HEADERS を設定し、フレームのパスをそのまま通してください。\nブラウザがサードパーティ Cookie を遮断するなら、init で checkLoginIframe: false を指定してください。\ncheck-sso では silentCheckSsoRedirectUri を指定し、そのページを Valid redirect URIs に、オリジンを Web origins に登録してください。",
  "why.keycloak.token_exchange":
    "トークン交換が許可されていません。クライアントで無効か、権限がないか、トークンが交換するクライアント向けではありません。",
  "fix.keycloak.token_exchange":
    "Clients > リクエストするクライアント > Capability config で Standard token exchange を選んでください(バージョン 26.2 から。それより前は --features=token-exchange,admin-fine-grained-authz と権限)。\nsubject_token の aud にそのクライアントを含め、audience には存在するクライアントを指定してください。",
  "fix.pkce_missing.keycloak":
    "ログインで code_challenge と code_challenge_method=S256、交換で code_verifier を送ってください(keycloak-js では pkceMethod: 'S256')。デバイスログインでも同じです。\n必須にしているのは Clients > クライアント > Advanced > Proof Key for Code Exchange Code Challenge Method です。クライアントが対応できるなら、S256 のままにしてください。",
  "fix.code_too_old.keycloak":
    "コードはすぐに交換してください。有効なのは Realm settings > Tokens > Client Login Timeout(既定は 1 分)の間だけです。\nサーバーの時計を比べてください。新しいログインを始めてください。",
  "fix.user_gone.keycloak":
    "使ってよいアカウントなら、Users > ユーザー > Details の Enabled をオンにしてください。\n1 人に依存してはならない処理には、サービスアカウントを使ってください。",
  "fix.revoked.keycloak":
    "Events > User events(保存がオンの場合)で、LOGOUT や REVOKE_GRANT の時刻を調べてください。\nユーザーが引き続き望むなら、一度だけ接続し直してください。",
  "fix.consent_needed.keycloak":
    "ユーザーに、画面で一度同意してもらってください。静かなログインでは尋ねられません。\n自社のクライアントなら、Clients > クライアント > Settings > Consent required をオフにしてください。",
  "fix.claim_missing.keycloak":
    "Clients > クライアント > Client scopes > CLIENT-dedicated > Add mapper > By configuration で、Group Membership(クレーム groups)、User Realm Role、User Attribute のどれかを追加し、Add to ID token、access token、userinfo をオンにしてください。\nマッパーが任意のスコープにあるなら、そのスコープを求めてください。ユーザーの項目を埋め、新しいトークンを取得してください。",
};
