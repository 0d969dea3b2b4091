import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.access_expired": "アクセストークンの期限が切れました。これは正常な動作です。",
  "fix.access_expired":
    "1 回だけ更新し、新しいアクセストークンでリクエストをもう一度だけ送ってください。\nexpires_in が過ぎる前に更新し、このマシンの時計を確認してください。\nリフレッシュトークンがなければ、ログインで求めるようにしてください(オフラインアクセス。Dropbox は token_access_type=offline)。\nあるのにプログラムが自分で更新しないなら、計算している期限を調べてください(expires_in をミリ秒や文字列で返すサーバーがあり、Zoho は expires_in_sec が秒です)。CLI など別のプログラムから受け取るなら、それがトークンを更新しているか調べてください。",
  "why.wrong_audience": "アクセストークンは別の API のものです。aud が、この API の期待する値と違います。",
  "fix.wrong_audience":
    "この API のトークンを(audience、resource、スコープで)、登録どおりの綴りで求めてください。\nトークンの aud を調べてください。更新しても変わりません。",
  "fix.wrong_audience.auth0":
    "認可リクエストの audience に API Identifier をそのまま(Applications > APIs > API > Identifier)指定してください。\nログインを始め直し、トークンの aud を調べてください。",
  "why.wrong_issuer":
    "API またはクライアントが別の発行者(iss)を期待しています。プロバイダーの別のドメインか、末尾のスラッシュの違いです。",
  "fix.wrong_issuer": "使用中のドメインのディスカバリー文書から発行者を正確にコピーし、設定してください。",
  "fix.wrong_issuer.microsoft":
    "トークンの iss を設定と比べてください。https://sts.windows.net/TENANT-ID/ はバージョン 1.0、https://login.microsoftonline.com/TENANT-ID/v2.0 は 2.0 のトークンです。その issuer(または両方)を受け入れるか、API のマニフェストの requestedAccessTokenVersion を 2 にしてください。\n別のテナントの ID なら(9188040d-… は個人アカウント)、設定したテナントのユーザーでログインするか、そのテナントを受け入れてください。\n/common と /organizations の issuer は仮の値(波括弧付きの tenantid)を含み、トークンの値と一致しません。テナントの ID を設定するか、ライブラリでトークンの tid に置き換えてください。",
  "why.id_token_as_access":
    "ID トークンが API に送られました。これはアプリのためのもので、API のためのものではありません。",
  "fix.id_token_as_access": "Authorization ヘッダーで access_token を送ってください。",
  "why.signature_wrong":
    "API が、署名したものとは別の鍵かアルゴリズムで検証しています。別の発行者、不透明か暗号化されたトークン、古い鍵の一覧のどれかです。",
  "fix.signature_wrong":
    "鍵とアルゴリズムは、トークンの発行者のディスカバリー文書(jwks_uri)から取得し、未知の kid なら一覧を読み直してください。\nこの API のものでないトークンは検証できません。aud と iss を確認してください。\n1 台のサーバーだけで失敗するなら、その発行者の設定(instance、テナント、レルム)をほかと比べてください。",
  "why.header_wrong": "リクエストに使える Authorization ヘッダーがありません。",
  "fix.header_wrong":
    "Authorization: Bearer の後に空白 1 つとアクセストークンを送ってください。\nヘッダーを落とすリダイレクトやプロキシ、空の変数がないか確認してください。",
  "why.wrong_instance": "リクエストが、トークンの対象とは別のホストに送られました。",
  "fix.wrong_instance":
    "トークンと共に返ったアドレス(Salesforce では instance_url)を使い、応答のたびに更新してください。",
  "fix.wrong_instance.salesforce":
    "API は login.salesforce.com や test.salesforce.com ではなく、トークンの応答の instance_url(https://….my.salesforce.com)で呼び出してください。クライアントには、トークンと一緒に(domain、instanceUrl、instance_url として)渡してください。\n保存した値は、応答のたびに更新してください。トークンに問題はありません。\nプログラムの更新で壊れたなら、修正版にするか、前の版に戻してください。",
  "fix.wrong_instance.github":
    "GitHub Enterprise Server(または *.ghe.com)のトークンはそのサーバーだけで、github.com のトークンは github.com だけで有効です。それぞれのホストに送ってください。トークン自体は有効です。\ngh なら、gh auth login --hostname HOST(--with-token では GH_HOST だけでは足りません)か、GH_HOST と GH_ENTERPRISE_TOKEN を使ってください。\ngithub.com を呼び出すアクションには、そこで作成したトークンを渡してください。自分のサーバー用なら、ベース URL を https://HOST/api/v3 にしてください。",
  "why.access_revoked":
    "アクセスが取り消されたか、セッションが早く終わりました。その場合は更新したトークンも拒否されるか、更新が失敗します。",
  "fix.access_revoked":
    "1 回だけ更新してください。成功すれば、アクセストークンだけの問題です。\n期限だけを見て更新するクライアントは、401 のときにも 1 回更新するようにしてください(ライブラリの更新)。\n新しいトークンも API が拒否するなら、繰り返さず、アカウントの権限を確認してください。",
  "why.dpop":
    "トークンが鍵に結び付いています(DPoP)。証明がないか、nonce がないか、別の鍵やアドレスのものです。",
  "fix.dpop":
    "リクエストごとに、その htm と htu を持つ新しい証明を送ってください。\nuse_dpop_nonce なら、DPoP-Nonce ヘッダーの nonce を付けて 1 回だけ送り直してください。\nログインと同じ鍵で更新してください。",
  "why.scope_too_small": "このリクエストに必要なスコープが、アクセストークンにありません。",
  "fix.scope_too_small":
    "アプリとログインにスコープを加え、ユーザーの同意をもう一度得てください。更新では広がりません。\n今のトークンは、ほかの用途では有効です。",
  "fix.scope_too_small.salesforce":
    "アプリ > 設定 > OAuth 設定 > 選択した OAuth 範囲 にスコープを追加し、最大 10 分待ってから、ログインを始め直すか、同じグラントでトークンを取り直してください。更新では広がりません。\nCommerce Cloud の SCAPI では、SALESFORCE_COMMERCE_API:<tenant_id> と API のスコープの両方を 1 つのリクエストで求めてください。",
  "fix.scope_too_small.auth0":
    "プログラム自身のアクセス(クライアントクレデンシャル、Management API、Deploy CLI)なら、Applications > APIs > API > Machine to Machine Applications > アプリ でメッセージのスコープにチェックを付けて Update し、新しいアクセストークンを取得してください。\nユーザーのログインなら、ログインにスコープを加え、ユーザーにもう一度同意してもらってください。",
  "fix.scope_too_small.google":
    "メソッドが必要とするスコープをログインに追加してください。gmail.send や drive.file などの狭いものでは足りないことがあります(メソッドのドキュメントに一覧があります)。\n保存してあるトークン(token.json、認証情報のファイル、キャッシュ)を削除してください。以前のスコープのままで、更新では広がりません。その後もう一度ログインし、同意画面のすべての項目にチェックを付けてください。\ngcloud では gcloud auth application-default login --scopes=… を、仮想マシンではアクセス スコープを設定してください。",
  "fix.scope_too_small.github":
    "メッセージにあるスコープを指定して gh auth refresh -s SCOPE を実行してください。\n個人用アクセストークンなら Settings > Developer settings > トークン でスコープにチェックを付け、OAuth アプリならログインの scope に追加して、ユーザーの同意を得てください。\nどのスコープで足りるかは、ヘッダー x-accepted-oauth-scopes で分かります。",
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
  "why.issuer_two_names":
    "1 つのサーバーが 2 つの名前で呼ばれています。トークンやディスカバリードキュメントの名前(内部の名前、localhost、http)と、アプリや API が期待する名前が違います。",
  "fix.issuer_two_names":
    "サーバーの issuer を公開アドレスにし(設定のホスト名や外部 URL、プロキシの転送ヘッダー)、アプリ、API、コンテナーのすべてでそれを使ってください。\nコンテナーからは 2 つ目のアドレスを使わず、公開名を解決できるようにしてください(DNS、extra_hosts)。",
  "why.audience_not_allowed": "リクエストの audience が、このクライアントに許可されていません。",
  "fix.audience_not_allowed":
    "サーバーのクライアントの設定に audience を追加するか(Ory と Authelia では audience)、リクエストから外してください。\n綴りをサーバーの設定と 1 文字ずつ比べてください。",
};
