import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.server_down": "プロバイダーが停止中、保守中、または過負荷です。",
  "fix.server_down":
    "プロバイダーの稼働状況のページを調べてください。\n間隔を延ばしながら再試行し、判定されていないリフレッシュトークンは残してください。",
  "fix.server_down.salesforce":
    "status.salesforce.com を調べてください。\n間隔を延ばしながら再試行し、判定されていないリフレッシュトークンは残してください。",
  "fix.server_down.keycloak":
    "同じ時刻の Keycloak のログと、ヘルスチェック(管理ポートの /health/ready)を調べてください。データベース、メモリー、起動の状態がわかります。\n間隔を延ばしながら再試行し、判定されていないリフレッシュトークンは残してください。",
  "fix.server_down.okta":
    "status.okta.com で自社のセルを調べてください。\n間隔を延ばしながら再試行し、判定されていないリフレッシュトークンは残してください。",
  "fix.server_down.slack":
    "slack-status.com を調べてください。\n間隔を延ばしながら再試行し、判定されていないトークンは残してください。",
  "fix.server_down.hubspot":
    "status.hubspot.com を調べてください。\n間隔を延ばしながら再試行し、判定されていないリフレッシュトークンは残してください。",
  "why.html_page":
    "アドレスが違います。エンドポイントではなく、ログイン画面など人のためのページにつながっています。",
  "fix.html_page":
    "ホストとパスを、プロバイダーのディスカバリー文書の token_endpoint と比べてください。\nJSON を読む前に、ステータスと Content-Type を確認してください。",
  "why.proxy_page":
    "プロバイダーの代わりに、プロキシ、ファイアウォール、または Wi-Fi などの認証ページが応答しました。",
  "fix.proxy_page":
    "ページを読んでください。遮断した製品の名前があります。\nネットワークの管理者に、プロバイダーのホストの許可を依頼してください。",
  "why.bot_protection":
    "サーバーの手前のボット対策(Cloudflare、Akamai、WAF)がプログラムをボットと判断し、自分のページで応答しました。",
  "fix.bot_protection":
    "自分のサーバーなら、トークン、ディスカバリー、鍵のエンドポイントをチャレンジなしで通すルールを追加してください。\nプロバイダーのサーバーなら、一般的な User-Agent を送り、別のアドレスから試し、ページの Ray ID や参照番号をプロバイダーに伝えてください。",
  "why.header_too_big":
    "途中のサーバーが許すより、ヘッダーが大きいです。多くは、トークンを入れたセッション Cookie が原因です。",
  "fix.header_too_big":
    "セッションをサーバー(Redis)に置いて Cookie を ID だけにするか、クレームやグループを減らしてください。\n途中のすべての nginx で proxy_buffer_size、proxy_buffers、proxy_busy_buffers_size(応答)、large_client_header_buffers(リクエスト)を、Node では --max-http-header-size を大きくしてください。\nサイトの Cookie を一度削除してください。",
  "why.name_unknown":
    "ホスト名の綴りが違うか、このマシンから解決できません。DNS がない、VPN、または社内だけの名前です。",
  "fix.name_unknown":
    "ホスト名を確認してください。https:// やパスは含めないでください。\n同じマシン、同じコンテナーで、その名前を nslookup で調べてください。",
  "why.name_malformed":
    "アドレスの組み立てが違います。スキームが二重か抜けているか、設定が空か、仮の値(undefined、your-domain)のままです。",
  "fix.name_malformed":
    "プログラムが実際に使うアドレス全体を表示し、この環境のホスト、ドメイン、発行者の設定を調べてください。\ndomain という設定にはホスト名だけ(acme.example.com)を、issuer や URL には https:// から指定してください。\nコピーで紛れ込んだ改行や見えない文字も原因になります。アドレスを手で入力し直してください。\nプロキシの変数は http://HOST:PORT です。スキームがないと、ポートがホスト名と読まれることがあります。パスワードの特殊文字はパーセントエンコードしてください。",
  "why.name_of_container":
    "コンテナーのネットワークの中だけで通じるサービス名です。ブラウザ、ホスト、別のネットワークからは解決できません。",
  "fix.name_of_container":
    "両方のコンテナーを同じネットワークに入れてサービス名を使い、外からは公開のホスト名を使ってください。\n発行者とアドレスが一致するよう、ID プロバイダーには内外で通じる名前を 1 つ付けてください(DNS 名、または extra_hosts)。",
  "why.resolver_down": "このマシンの DNS サーバーが応答しないため、今はどの名前も解決できません。",
  "fix.resolver_down":
    "コンテナーの /etc/resolv.conf と、docker --dns、systemd-resolved、CoreDNS を調べてください。VPN が書き換えることがあります。\nこのマシンの DNS サーバー(127.0.0.1:53。DNS のツール、フィルター、VPN)なら、再起動するか停止してください。\nそこで既知の名前を nslookup で調べてから、再試行してください。",
  "why.firewall": "ファイアウォールがプロバイダーへの接続を遮断しています。",
  "fix.firewall":
    "トークンリクエストを送るマシンから、プロバイダーのホストへの HTTPS(ポート 443)を許可してください。そこからトークンエンドポイントへ curl -v を試してください。\nプロキシ経由でしか外に出られないネットワークなら、プログラムに設定してください(HTTPS_PROXY)。\nKubernetes では NetworkPolicy で外向きの通信を許可してください。公開名がクラスターの Ingress を指すなら、その Pod とポートへの通信も必要です。",
  "why.proxy_not_used":
    "ネットワークの外へはプロキシ経由でしか出られませんが、このプログラムは使っていません。",
  "fix.proxy_not_used":
    "このプログラムに HTTPS_PROXY(内部のホストには NO_PROXY)を設定してください。明示的な有効化が必要なランタイムもあります(Node 24 は NODE_USE_ENV_PROXY=1、Java は -Dhttps.proxyHost と -Dhttps.proxyPort)。どちらも無視する古いライブラリには、エージェント(https-proxy-agent、global-agent)を渡してください。\nサービスやコンテナーはシェルの変数を引き継がないため、そこに設定してください。",
  "why.proxy_login": "プロキシがユーザー名とパスワードを求めています(407)。",
  "fix.proxy_login":
    "認証情報付きのプロキシ(HTTPS_PROXY)を設定するか、プロバイダーのホストの除外を依頼してください。\nプロバイダーの応答ではないため、トークンは捨てないでください。",
  "why.proxy_blocks": "プロキシは応答しましたが、このホストへの通信を許可していません。",
  "fix.proxy_blocks":
    "ネットワークの管理者に、プロバイダーのホストのポート 443 への CONNECT の許可を依頼してください。\n社内のホストなら、NO_PROXY に追加してください。",
  "why.local_address_forbidden":
    "プログラム自身が、偽のリクエスト(SSRF)を防ぐためにローカルネットワークのアドレスへの接続を拒否しています。プロバイダーには届いていません。",
  "fix.local_address_forbidden":
    "プログラムの設定でプロバイダーのホストを許可してください。Nextcloud は config.php の 'allow_local_remote_servers' => true、GitLab は Admin > Settings > Network > Outbound requests、Mattermost は AllowedUntrustedInternalConnections です。\nまたは、プロバイダーの名前がそこから公開アドレスに解決されるようにしてください。",
  "why.proxy_down":
    "設定されたプロキシに接続できません。アドレスやポートが違うか、停止しているか、別のネットワークのものです。",
  "fix.proxy_down":
    "プログラムの HTTPS_PROXY、HTTP_PROXY、ALL_PROXY を調べ、直すか削除してください。\nhttps の接続先でも、プロキシ自体のアドレスは http://HOST:PORT です。",
  "why.connection_lost":
    "応答の前に接続が切れました。更新だったなら、プロバイダーはすでにトークンを替えたかもしれません。",
  "fix.connection_lost":
    "再試行してください。ローテーションする更新では、プロバイダーの猶予の間だけ、同じトークンで再試行してください。\nプロバイダーの応答より短いタイムアウトや、アイドル接続を閉じるプロキシがないか確認してください。",
  "why.address_race":
    "Node はホストのアドレスを順に試し、それぞれを 250 ミリ秒しか待ちません。このネットワークには短すぎるか、どのアドレスにも届きません。",
  "fix.address_race":
    "IPv6 が使えなければ(VPN、Tailscale)、IPv4 を優先してください(NODE_OPTIONS=--dns-result-order=ipv4first)。\nネットワークが遅いなら、--network-family-autoselection-attempt-timeout=2000 を付けて起動するか、net.setDefaultAutoSelectFamilyAttemptTimeout(2000) を呼び出してください。",
  "why.nothing_listens": "そのアドレスで待つプログラムがありません。動いていないか、ポートが違います。",
  "fix.nothing_listens":
    "ホストとポート、プログラムがまだ待っているかを確認してください。\nログインのコールバックで、プログラムが別の場所(ssh、コンテナー、WSL、ノートブック)で動いているなら、ブラウザのアドレスをそこに貼り付けるか、ポートを転送してください。\nコンテナーからのリクエストなら、localhost はコンテナー自身です。サービスの名前か host.docker.internal を使ってください。",
  "why.lan_unreachable":
    "名前が自分のネットワークのアドレスに解決され、アプリのコンテナやセグメントから届かないか、ルーターが内側へ折り返しません。",
  "fix.lan_unreachable":
    "コンテナの中で curl -v https://HOST を試してください。\n両方のサービスを一つの Docker ネットワークに置き、公開名をプロバイダーのプロキシの別名にするか、extra_hosts: HOST:host-gateway を設定してください。\nホストのファイアウォールでコンテナのサブネットから 443 を許可するか、ルーターのヘアピン NAT を有効にしてください。",
  "why.name_points_here":
    "プロバイダーの公開名がこのマシン自身を指しています。hosts の記述か、DNS フィルターか、終了したローカルプロキシが原因です。",
  "fix.name_points_here":
    "何に解決されるか(nslookup、getent hosts)を調べ、hosts の記述を消すか、DNS フィルターでプロバイダーのホストを許可してください。\nローカルのプロキシや VPN プログラムが応答するはずなら、それを起動してください。",
  "why.container_localhost":
    "コンテナーの中の localhost はコンテナー自身です。目的のサーバーは別の場所で動いています。",
  "fix.container_localhost":
    "相手のコンテナーのサービス名か、ホスト上のサーバーなら host.docker.internal を使ってください。\nブラウザも同じアドレス(発行者)を使うなら、内外で通じる名前を 1 つ付けてください(extra_hosts、または公開のホスト名)。",
  "fix.container_localhost.keycloak":
    "アプリは Keycloak をサービス名(http://keycloak:8080)で呼び、ブラウザは公開アドレスへ送るよう設定してください(KC_HOSTNAME=https://公開名 と KC_HOSTNAME_BACKCHANNEL_DYNAMIC=true)。\nホスト上のサーバーには host.docker.internal を使ってください。",
  "why.no_ipv6":
    "このマシンやネットワークで使えない IPv6 アドレスを、プログラムが使おうとしています。localhost も IPv6(::1)を指すことがあります。",
  "fix.no_ipv6":
    "IPv6 を直すか、このプログラムで IPv4 を優先してください(Node は NODE_OPTIONS=--dns-result-order=ipv4first)。\nコールバックのポートを開けないなら、localhost ではなく 127.0.0.1 で待ち受けるか、hosts ファイルから ::1 localhost を外してください。コールバック URL は変えません。",
  "why.company_ca":
    "ネットワークのプロキシかウイルス対策ソフトが TLS を復号し、このプログラムの知らない認証局で署名し直しています。",
  "fix.company_ca":
    "その認証局の証明書をプログラムに渡してください(NODE_EXTRA_CA_CERTS か node --use-system-ca、REQUESTS_CA_BUNDLE、SSL_CERT_FILE、Java のトラストストア)。\n証明書の検査は外さないでください。名前を証明できないサーバーにトークンを送ってはいけません。",
  "why.private_ca":
    "サーバーの証明書が自己署名か自前の認証局のもので、このプログラムはその認証局を知りません。",
  "fix.private_ca":
    "その認証局の証明書をプログラムに渡してください(NODE_EXTRA_CA_CERTS、REQUESTS_CA_BUNDLE、SSL_CERT_FILE、Java のトラストストア、またはプログラム自身の CA ファイルの設定)。\nコンテナーでは、マウントして update-ca-certificates を実行してください。\n証明書の検査は外さないでください。",
  "why.ca_bundle_old": "このイメージかマシンの認証局の一覧がないか、古すぎます。",
  "fix.ca_bundle_old":
    "イメージに ca-certificates を入れるか(apk add ca-certificates、apt-get install ca-certificates。scratch では /etc/ssl/certs/ca-certificates.crt をコピー)、イメージとランタイムを更新してください(docker build --pull --no-cache)。\n証明書の検査は外さないでください。",
  "why.ca_bundle_php": "PHP の curl に認証局の一覧がありません。Windows や XAMPP でよく起こります。",
  "fix.ca_bundle_php":
    "curl.se/ca から cacert.pem を取得し、php.ini の curl.cainfo と openssl.cafile にそのパスを設定して、ウェブサーバーを再起動してください。\n証明書の検査は外さないでください。",
  "why.ca_bundle_python":
    "macOS の python.org 版の Python には、最初に一度入れるまで認証局の一覧がありません。",
  "fix.ca_bundle_python":
    "/Applications/Python 3.x の Install Certificates.command を一度実行するか、python -m certifi が表示するパスを SSL_CERT_FILE に設定してください。\n証明書の検査は外さないでください。",
  "why.ca_bundle_java": "プログラムを動かす Java が、サーバーの証明書に署名した認証局を知りません。",
  "fix.ca_bundle_java":
    "プログラムを実際に動かす Java のトラストストアに(複数入っていることがあります)、認証局の証明書を取り込んでください(keytool -importcert -cacerts -file ca.pem -alias NAME、または -Djavax.net.ssl.trustStore=…)。\n公開サーバーなら Java を更新し、自分のサーバーなら中間証明書も送るようにしてください。\n証明書の検査は外さないでください。",
  "fix.ca_bundle_java.keycloak":
    "Keycloak から外への接続なら、証明書を PEM で conf/truststores に置くか、--truststore-paths で指定してください。\nKeycloak を呼ぶプログラムなら、実際に動かす Java のトラストストアに(複数入っていることがあります)、keytool -importcert -cacerts -file ca.pem -alias NAME で取り込んでください。\n証明書の検査は外さないでください。",
  "why.chain_incomplete":
    "サーバーが中間証明書を送っていません。ブラウザは自分で取得しますが、プログラムは取得しません。",
  "fix.chain_incomplete":
    "サーバーに証明書の連鎖をすべて設定してください(fullchain.pem、nginx では ssl_certificate)。ロードバランサーの後ろの全ノードで必要です。\nopenssl s_client -connect HOST:443 -showcerts で確認してください。\n証明書の検査は外さないでください。",
  "why.cert_expired": "サーバーの証明書の期限が切れています。",
  "fix.cert_expired":
    "サーバーの運用者に、証明書の更新とサーバーの再読み込みを依頼してください。\nブラウザが受け入れるなら、このマシンの時計か証明書の一覧が古いため、時計を合わせ、ca-certificates を更新してください。",
  "why.cert_clock": "このマシンの時計が違うため、有効な証明書が期間外に見えています。",
  "fix.cert_clock": "時計を合わせ(NTP)、再試行してください。仮想マシンや電池のないボードも確認してください。",
  "why.cert_hostname": "証明書が、接続先のホストとは別の名前のものです。",
  "fix.cert_hostname":
    "証明書にあるホスト名を使い、DNS、プロキシ、名前の代わりの IP アドレスを確認してください。",
  "why.revocation_check":
    "Windows が証明書の失効を確認できませんでした。認証局の失効リストにここから接続できません。",
  "fix.revocation_check":
    "証明書にある CRL と OCSP のホスト(ポート 80)を、ファイアウォールやプロキシで許可してください。\n署名し直すプロキシは、自分の失効リストを公開する必要があります。",
  "why.old_tls":
    "プログラムとサーバーに共通の TLS のバージョンか暗号がありません。多くはランタイムが古いためです。",
  "fix.old_tls":
    "TLS 1.2(ECDHE)か TLS 1.3 を使えるよう、ランタイムかライブラリーを更新してください。\n.NET Framework では 4.7 以降でビルドするか、最初のリクエストの前に ServicePointManager.SecurityProtocol |= SecurityProtocolType.Tls12 を設定してください。Java は 8 以降、Python、PHP、Ruby は OpenSSL 1.0.1 以降のビルドにしてください。\n古い Windows では、システムでも TLS 1.2 を有効にしてください。",
  "why.tls_to_plain":
    "プログラムは TLS で話し、相手は http で応答しています。ポート、スキーム、またはプロキシのスキームが違います。",
  "fix.tls_to_plain":
    "スキームとポートを比べてください。https は TLS のポート(443、8443)、http はもう一方(80、8080)です。\nプロキシがあるなら、そのアドレスは普通 http:// で始まります。",
  "why.plain_to_tls": "https のポートに http が送られました。",
  "fix.plain_to_tls":
    "アドレスに https:// を書いてください。\nTLS を終端するプロキシの後ろなら、サーバーの http のポートに転送するか、https で転送してください。",
  "why.endpoint_redirects":
    "トークンエンドポイントのアドレスが正確ではありません。サーバーがリダイレクトし(http から https、スラッシュ、古いホスト)、クライアントは POST の本文と認証情報なしで移動するか、ページにたどり着きます。",
  "fix.endpoint_redirects":
    "エンドポイントは、現在のディスカバリードキュメントかプロバイダーのガイドのとおりに設定してください(https、ホスト、パス、末尾のスラッシュ)。\ncurl -si -X POST ADDRESS で、リダイレクトの有無と行き先が分かります。\nシークレットと認証方法は変える必要がありません。",
  "why.weak_server_tls": "サーバーか途中のプロキシの TLS が古く、OpenSSL 3 が拒否しています。",
  "fix.weak_server_tls":
    "サーバーかプロキシの運用者に更新を依頼してください(安全な再ネゴシエーションのある TLS 1.2、長い鍵)。\n自分のクライアントのレベルを下げるのは、一時しのぎにすぎません。",
  "why.cors": "ウェブページがサーバー向けのエンドポイントを呼び出したか、そのオリジンが登録されていません。",
  "fix.cors":
    "交換と更新はサーバーで行うか、ページのオリジンとアプリを SPA として登録してください。\nブラウザからクライアントシークレットを送らないでください。",
  "fix.cors.auth0":
    "Applications > アプリ > Settings > Allowed Origins (CORS) に、ページのオリジンを追加してください。",
  "fix.cors.salesforce":
    "設定 > CORS にページのオリジンを追加し、OAuth エンドポイントの CORS を有効にしてください。",
  "fix.cors.microsoft":
    "リダイレクト URI を Web ではなく「シングルページ アプリケーション」に登録してください。",
  "fix.cors.keycloak":
    "Clients > クライアント > Settings > Web origins に、ページのオリジンを、スキーム、ホスト、ポートだけで(http://localhost:4200。パス、スラッシュ、* なし)追加するか、リダイレクト URI と同じにする + を指定してください。\nすでにあるなら、Keycloak のログを調べてください。エラーやプロキシのページには CORS のヘッダーがありません。",
  "fix.cors.okta":
    "Security > API > Trusted Origins に、ページのオリジンを CORS(と Redirect)で追加してください。\nアプリは Single-Page App にし、Sign-in redirect URIs も同じオリジンにしてください。",
  "fix.cors.slack":
    "Slack のトークンエンドポイントはサーバー用です。コードの交換は、クライアントシークレットを持つバックエンドで行ってください。",
  "fix.cors.hubspot":
    "HubSpot の API とトークンエンドポイントはサーバー用です。コードの交換も API の呼び出しも、バックエンドで行ってください。",
  "fix.cors.github":
    "GitHub のトークンエンドポイントはサーバー用です。コードの交換は、クライアントシークレットを持つバックエンドで行ってください。",
  "why.cors_login_redirect":
    "スクリプトの呼び出し(fetch、XHR)に、ログイン画面へのリダイレクトが返されました。スクリプトは別のサイトへのリダイレクトをたどれません。",
  "fix.cors_login_redirect":
    "API がそうした呼び出しにリダイレクトではなく 401 を返し、ページ全体(window.location)がログインへ移るようにしてください。\nプロバイダーにオリジンを登録しても解決しません。",
  "why.cors_header": "エンドポイントがブラウザからは許さないヘッダーを、スクリプトが付けています。",
  "fix.cors_header":
    "プロバイダーへのリクエストから、そのヘッダーを外してください。axios の既定やインターセプター(X-Requested-With、Authorization、トレース用)を調べてください。",
  "why.cors_credentials":
    "このエンドポイントが許さない Cookie を、スクリプトが送っています(credentials: include)。",
  "fix.cors_credentials":
    'トークンエンドポイントには Cookie なしで送ってください(credentials: "omit"、withCredentials = false)。\n自分のサーバーなら、* ではなく正確なオリジンで応答してください。',
  "why.page_policy":
    "ページ自身の Content-Security-Policy が、このリクエスト、フォーム、フレームを禁じています。",
  "fix.page_policy":
    "ページの Content-Security-Policy で、メッセージにあるディレクティブ(connect-src、frame-src、form-action)にプロバイダーのオリジンを追加してください。\nChrome はフォームの後のリダイレクトすべてに form-action を適用し、最初のアドレスを示します。アプリのコールバックを含め、経路のすべてのホストを許可してください。",
  "why.popup_cut_off":
    "ページかログイン画面のヘッダー Cross-Origin-Opener-Policy(または -Embedder-Policy)が、ポップアップを開いたページから切り離しています。",
  "fix.popup_cut_off":
    "ポップアップを開くページでは Cross-Origin-Opener-Policy: same-origin-allow-popups を送り、Cross-Origin-Embedder-Policy は送らないでください。リダイレクト先のページも同じで、スクリプトを止める X-Frame-Options や Content-Security-Policy も外してください。\nログイン画面自身がヘッダーを送る場合や効果がない場合は、ポップアップの代わりにリダイレクトを使うか、結果を BroadcastChannel で受け取ってください。その場合、ウィンドウが開いていても popup.closed は true になります。\nログインできているなら、コンソールの行は警告だけです。",
  "why.popup_blocked":
    "ブラウザがポップアップを遮断しました。クリックで開かれていないか、このページのポップアップがすべて遮断されています。",
  "fix.popup_blocked":
    "クリックの処理の中で、await やリクエストより前にポップアップを開くか、リダイレクトを使ってください。\nブラウザで、このページのポップアップを許可してください。",
  "why.cleartext_forbidden": "スマートフォンのシステムが、アプリに https だけを許し、http を禁じています。",
  "fix.cleartext_forbidden":
    "プロバイダー、コールバック、API に https を使ってください。\n自分のサーバーでの開発中に限り、Android はデバッグ版の network_security_config(そのホストの cleartextTrafficPermitted)、iOS は NSAllowsLocalNetworking か例外ドメインを設定してください。",
  "why.emulator_localhost":
    "スマートフォンやエミュレーターの localhost はデバイス自身で、サーバーのあるコンピューターではありません。.local の名前も多くは通じません。",
  "fix.emulator_localhost":
    "Android エミュレーターでは、コンピューターを 10.0.2.2 で指定してください。adb reverse tcp:8080 tcp:8080 を実行すれば localhost も通じ、USB 接続の実機でも同じです。iOS シミュレーターの localhost はコンピューターです。\n同じネットワークの実機では、コンピューターの IP アドレスか https のトンネルを使ってください。\n発行者とリダイレクト URI も、アプリと同じアドレスにしてください。",
  "why.framed_login": "ログイン画面がフレームの中で開かれ、プロバイダーがそれを禁じています。",
  "fix.framed_login":
    "ログインは iframe ではなく、ウィンドウ全体かポップアップで開いてください。\n自分のプロバイダーのときだけ、frame-ancestors に自分のオリジンを追加してください。",
  "fix.framed_login.salesforce":
    "ログインは iframe ではなく、ウィンドウ全体かポップアップで開いてください。\nSalesforce の画面内に表示するアプリでは、フレーム内のログインが不要な、キャンバスの署名付きリクエストを使ってください。",
  "fix.framed_login.keycloak":
    "ログインは iframe ではなく、ウィンドウ全体かポップアップで開いてください。\nフレームが必要なら、Realm settings > Security defenses > Content-Security-Policy の frame-ancestors に自分のオリジンを追加してください。",
  "why.mixed_content": "https のページが http のアドレスを呼び出し、ブラウザが遮断しています。",
  "fix.mixed_content":
    "プロバイダーのアドレスには、すべて https を使ってください。\n自分のプロバイダーがプロキシの後ろで http のアドレスを作るなら、プロキシが X-Forwarded-Proto を送り、サーバーがそれを信頼するよう設定してください。",
  "fix.mixed_content.keycloak":
    "Keycloak がプロキシの後ろで http のアドレスを作っています。KC_PROXY_HEADERS=xforwarded と KC_HOSTNAME=https://… を設定し、プロキシに X-Forwarded-Proto を送らせてください。",
  "why.insecure_context":
    "ページが localhost 以外のホストから http で配信されています。そこではブラウザが、ライブラリに必要な Web Crypto(crypto.subtle)を提供しません。",
  "fix.insecure_context":
    "開発では http://localhost:PORT で開き、それ以外では https で配信してください(mkcert、開発サーバーの https オプション、トンネル)。\nスマートフォンでは、https を使うか、adb reverse tcp:PORT tcp:PORT の後に localhost で開いてください。\nCapacitor、Ionic、Cordova では、ネットワークのアドレスの http(ライブリロード)ではなく、https://localhost か capacitor://localhost から読み込んでください。\nプロバイダーの設定やコールバック URL は関係ありません。",
};
