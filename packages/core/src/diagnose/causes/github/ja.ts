import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.github.refresh_half_year":
    "GitHub App のリフレッシュトークンは、6 か月間更新されないと無効になります。",
  "fix.github.refresh_half_year":
    "ユーザーをアプリのログインへもう一度進め、6 か月に 1 回以上は更新してください。",
  "why.github.token_limit":
    "GitHub が保つのは、ユーザー、アプリ、スコープごとに 10 件のトークンで、11 件目は最も古いものを無効にします。",
  "fix.github.token_limit":
    "承認を繰り返さず、今のトークンを使ってください。\n無効になった接続だけ、一度接続し直してください。",
  "why.github.unused_or_leaked":
    "GitHub は、1 年間使われないトークンと、公開のリポジトリや gist に現れたトークンを無効にします。",
  "fix.github.unused_or_leaked":
    "Settings > Security log で出来事を調べてください。\nトークンをリポジトリから取り除き、一度だけ接続し直してください。",
  "why.github.bad_credentials":
    "送られたトークンを GitHub が知りません。期限切れか、削除済みか、空か、途中で切れているか、思っているものとは別の値です。",
  "fix.github.bad_credentials":
    '実際に送っている値を調べてください: curl -i -H "Authorization: Bearer $TOKEN" https://api.github.com/user。空の変数や違う名前の変数、改行、引用符でも同じ応答になります。\n環境変数 GITHUB_TOKEN や GH_TOKEN は gh のログインより優先されます(gh auth status に出所が表示されます)。\nSettings > Developer settings の一覧にトークンがなければ、新しく作成して保存してください。アプリならユーザーをログインへもう一度進めてください。',
  "why.github.app_token_ended":
    "GitHub App のトークンは短時間で切れます。インストールトークンは 1 時間、ユーザートークンは 8 時間です。プログラムは古いものを使い続けています。",
  "fix.github.app_token_ended":
    "インストールトークンは、1 時間がたつ前に新しく取得するか(POST /app/installations/ID/access_tokens。ライブラリのアプリ認証なら自動です)、長い処理を分けてください。\nユーザートークンは、8 時間がたつ前か最初の 401 で、リフレッシュトークンで更新し、新しい 2 つを保存してください。権限の変更は要りません。\n更新できないプログラムでは、アプリ > Optional features > User-to-server token expiration を無効にしてください。",
  "why.github.environment_token":
    "gh は自分のログインより環境変数 GH_TOKEN や GITHUB_TOKEN を優先します。そのトークンか、保存されたログインが無効です。",
  "fix.github.environment_token":
    "gh auth status で、使われているトークンとその出所を調べてください。\n環境変数なら、unset GITHUB_TOKEN GH_TOKEN を実行し、シェルのプロファイル、システムの変数、エディターの設定から取り除いてください。\nそうでなければ gh auth login(または gh auth refresh)を実行してください。",
  "why.github.secret_empty":
    "ワークフローが送るトークンが、空か、名前の違うものか、期限切れです。存在しないシークレットは空の値になります。",
  "fix.github.secret_empty":
    "Settings > Secrets and variables > Actions に、そのとおりの名前のシークレットがあるか調べてください(environment のものも)。フォークでは自分で追加してください。\n個人用アクセストークンの期限が切れているなら、新しく作成し、シークレットに保存してください。\nワークフローのトークンで足りるなら、必ず存在する secrets.GITHUB_TOKEN を使ってください。",
  "why.github.token_mangled":
    "届いたトークンが、GitHub が発行したものと違います。色のコード、改行、引用符、空白が一緒にコピーされたか、一部が欠けています。",
  "fix.github.token_mangled":
    "送っている値をトークンと比べてください。ghp_、gho_、ghu_、ghs_、github_pat_ のどれかで始まり、文字、数字、アンダースコアだけです。\n改行なしで保存し直してください(echo ではなく printf を使い、.env ファイルには引用符を付けない)。",
  "why.github.token_ended":
    "保存してあるトークンは無効になっています。GitHub で削除か取り消しをされたか、期限が切れました。",
  "fix.github.token_ended":
    "保存してあるトークンをプログラムの設定やシークレットから取り除いて、もう一度ログインしてください。または Settings > Developer settings > Personal access tokens で新しく作成して保存してください。\n期限を記録しておいてください。",
  "why.github.saml_sso":
    "組織が SAML シングルサインオンを必須としていますが、トークンがその組織に対して承認されていません。",
  "fix.github.saml_sso":
    "個人用アクセストークン: Settings > Developer settings > Personal access tokens > Configure SSO > Authorize で承認してください。\nアプリや gh の OAuth トークン: ブラウザの SAML で組織にサインインしてから、アプリをもう一度承認してください(gh auth refresh)。\nトークン自体は有効です。",
  "why.github.workflow_permissions":
    "ワークフローの GITHUB_TOKEN に、このリクエストの権限がありません。permissions がないと、読み取りだけの場合が多くあります。",
  "fix.github.workflow_permissions":
    "ワークフローかジョブに permissions を追加してください(contents: write、issues: write、pull-requests: write など)。書かれていないものは none になります。\nまたはリポジトリの Settings > Actions > General > Workflow permissions > Read and write permissions を選択してください。\nフォークからのプルリクエストの実行では、トークンは読み取り専用です。",
  "why.github.fork_workflow":
    "ワークフローがフォークか Dependabot のために実行されています。その GITHUB_TOKEN は、permissions に何を書いても読み取り専用です。",
  "fix.github.fork_workflow":
    "書き込むステップを、元のリポジトリのトークンで動く workflow_run の別のワークフローに移してください。またはフォークのコードを実行しない pull_request_target を使ってください。\nまたは github.event.pull_request.head.repo.fork が true のときは、そのステップを省いてください。",
  "why.github.app_permission":
    "GitHub App かそのインストールに権限がないか、そのリポジトリにインストールされていません。",
  "fix.github.app_permission":
    "GitHub App > Permissions & events に、このエンドポイントのドキュメントにある権限を追加してください。\n各インストールのオーナーが新しい権限を承認してから、インストールトークンを取り直してください。\nインストールの Repository access にリポジトリを追加してください。",
  "why.github.git_other_account":
    "git は保存済みのログイン(メッセージの最後のアカウント)を送りましたが、そのアカウントかトークンに、リポジトリへの書き込み権限がありません。",
  "fix.github.git_other_account":
    "意図と違うアカウントなら、保存済みのログインを削除してください(Windows は資格情報マネージャー > git:https://github.com、macOS はキーチェーンアクセス > github.com、gh では gh auth switch)。または git remote set-url origin https://NAME@github.com/OWNER/REPO.git でアカウントを指定し、もう一度プッシュしてください。user.name と user.email は関係ありません。\n正しいアカウントなら、書き込み権限のあるコラボレーターに加えてもらうか、フォークへプッシュしてください。トークンには repo(classic)か Contents: write(fine-grained)が必要です。",
  "why.github.user_of_installation":
    "インストールトークンとワークフローの GITHUB_TOKEN は、ユーザーのものではなくアプリのものなので、GET /user などでは受け付けられません。",
  "fix.github.user_of_installation":
    "ユーザーについて問い合わせるには、アプリのユーザーアクセストークン(Web フローかデバイスフロー)か、個人用アクセストークンを使ってください。\nインストールトークンの確認には GET /installation/repositories を、アプリについてはアプリの JWT で GET /app を呼び出してください。",
  "why.github.fine_grained":
    "fine-grained の個人用アクセストークンに権限がないか、このリポジトリを含まないか、組織の承認を待っています。",
  "fix.github.fine_grained":
    "Settings > Developer settings > Fine-grained tokens > トークン で、Resource owner に組織、Repository access にリポジトリ、Permissions にエンドポイントが必要とする権限を選択してください。\n組織のオーナーの承認が必要な場合があります。\nfine-grained に対応しないエンドポイントには、classic のトークンを使ってください。",
  "why.github.no_admin": "トークンのユーザーに、このリポジトリや組織での権限がありません。",
  "fix.github.no_admin":
    "オーナーに、必要なロール(Settings > Collaborators and teams)の付与を依頼し、トークンにスコープ repo か admin:org を与えてください。",
  "why.github.workflow_scope":
    ".github/workflows の下のファイルを変更する push ですが、トークンにその権限がありません。",
  "fix.github.workflow_scope":
    "トークンにスコープ workflow を与えてください。classic のトークンは編集画面で、gh は gh auth refresh -s workflow で追加できます。\nGitHub App には権限 Workflows: write が必要です。ワークフローの GITHUB_TOKEN には与えられません。",
  "why.github.packages": "トークンに、GitHub Packages のこのパッケージへの権限がありません。",
  "fix.github.packages":
    "ワークフローでは permissions: packages: write(または read)を追加し、Package settings > Manage Actions access にリポジトリを追加してください。\nそれ以外では、read:packages か write:packages のある classic の個人用アクセストークンを使ってください。fine-grained のトークンは使えません。",
  "why.github.org_restricts": "組織がサードパーティのアプリを制限しており、このアプリを承認していません。",
  "fix.github.org_restricts":
    "オーナー: Organization settings > Third-party Access > OAuth app policy でアプリを承認してください。",
  "why.github.classic_forbidden": "組織が、この種類のトークン、または期限の長いトークンを認めていません。",
  "fix.github.classic_forbidden":
    "その組織の、期限の短い fine-grained のトークンか、GitHub App を使ってください。\nオーナーは Organization settings > Personal access tokens で変更できます。",
  "why.github.ip_allow_list": "組織に IP の許可リストがあり、このアドレスが入っていません。",
  "fix.github.ip_allow_list":
    "オーナーに、Organization settings > Authentication security > IP allow list へのアドレスの追加を依頼してください。\nワークフローには、固定アドレスのランナーを使ってください。トークンは有効です。",
  "why.github.hidden":
    "トークンからこのリポジトリが見えないため、GitHub は Not Found と応答します。プライベートか、名前の間違いか、トークンやアプリにアクセス権がありません。",
  "fix.github.hidden":
    "リポジトリのオーナーと名前を比べてください。\nトークンにスコープ repo を与えるか、fine-grained のトークンやアプリのインストールにリポジトリを追加してください。\nワークフローの GITHUB_TOKEN から見えるのは、自分のリポジトリだけです。",
  "why.github.password_ended":
    "GitHub は git や API でアカウントのパスワードを受け付けません。トークンか SSH 鍵が必要です。",
  "fix.github.password_ended":
    "パスワードの代わりに個人用アクセストークンを使うか、gh auth login、Git Credential Manager、SSH でログインしてください。\nこのマシンの資格情報ストアから古いパスワードを削除してください。",
  "why.github.job_has_no_token":
    "ジョブにトークンが渡っていません。シークレットが未設定か、名前が違うか、フォークや Dependabot には渡されません。",
  "fix.github.job_has_no_token":
    "ステップでは env の GH_TOKEN には github.token を、with の token には secrets.NAME を指定してください。\nSettings > Secrets and variables > Actions で名前を比べてください。Dependabot のシークレットは別にあり、フォークからのプルリクエストには渡されません。",
  "why.github.id_token_permission": "ワークフローに OpenID Connect のトークンを取得する権限がありません。",
  "fix.github.id_token_permission":
    "ワークフローかジョブに permissions: id-token: write(と contents: read)を追加してください。呼び出されるワークフローには、呼び出し元の権限が渡ります。\nフォークからのプルリクエストでは使えません。",
  "why.github.not_installed":
    "GitHub にそのインストールが見つかりません。アプリがこのオーナーかリポジトリにインストールされていない、番号がインストールの ID でない、パスが違う、のどれかです。",
  "fix.github.not_installed":
    "アプリのページ > Install App で、組織かユーザーに、このリポジトリを含めてインストールしてください。\nアプリの JWT で GET /repos/OWNER/REPO/installation を呼び出し、インストール ID を調べてください。アプリ ID とは別の番号です。\nパスは /app/installations/ID/access_tokens です。GitHub Enterprise Server では /api/v3 の後に付け、JWT はそのサーバーのアプリのものを使ってください。",
  "why.github.app_jwt":
    "GitHub App の JWT が有効ではありません。App ID とプライベートキーが別のアプリのものか、キーが保存先で切れたか壊れたか、クレームが違います。",
  "fix.github.app_jwt":
    "Settings > Developer settings > GitHub Apps > アプリ で、App ID とプライベートキーのフィンガープリントを手元のものと比べてください。分からないときは新しいプライベートキーを作成し、.pem の全体を改行のまま保存してください(base64 は復号し、\\n は本当の改行に変換)。\n署名は RS256 で、iss はクライアント ID か App ID、iat は 60 秒前の数値、exp はその 10 分後までにしてください。マシンの時計は NTP で合わせてください。\nBearer として送る先は /app と /app/installations だけにし、それ以外にはインストールトークンを送ってください。",
  "why.github.suspended":
    "アプリかそのインストールが停止されているか、ユーザーのメールアドレスが確認されていません。",
  "fix.github.suspended":
    "application_suspended なら GitHub のサポートに問い合わせてください。unverified_user_email なら、ユーザーが主アドレスを確認してください。\n停止されたインストールは、オーナーが Settings > Applications > Configure で再開してください。",
  "why.github.device_flow_off": "このアプリでデバイスフローが有効になっていません。",
  "fix.github.device_flow_off":
    "Settings > Developer settings > アプリ で Enable Device Flow にチェックを付けてください。",
  "why.github.answer_is_form":
    "GitHub は、JSON を求めない限りトークンの応答をフォーム形式で返すため、JSON として読むプログラムは失敗します。",
  "fix.github.answer_is_form":
    "トークンのリクエストに Accept: application/json を付けるか、フォーム形式として読んでください。",
  "why.github.anonymous_rate_limit":
    "トークンのないリクエストの上限(1 時間に 60 回)か、そのユーザーの上限に達しました。",
  "fix.github.anonymous_rate_limit":
    "リクエストにトークンを付け(1 時間に 5000 回)、実際に送られているか調べてください。\nx-ratelimit-reset まで待ってください。",
  "why.github.client_id_page":
    "このクライアント ID のアプリが GitHub にないため、404 のページが表示されます。",
  "fix.github.client_id_page":
    "アドレスの client_id を、Settings > Developer settings > アプリ の値と比べてください。変数が空のときや App ID を使ったときも、同じ結果になります。",
  "why.github.enterprise_client":
    "GitHub Enterprise のホストに、github.com のクライアント ID でログインしています。ホストが知っているのは、そのホストに登録されたアプリだけです。",
  "fix.github.enterprise_client":
    "エンタープライズのホスト(https://HOST > Settings > Developer settings)で OAuth App か GitHub App を登録し、必要ならデバイスフローを有効にして、そのクライアント ID をプログラムに設定してください。\nデータレジデンシー(*.ghe.com)と GitHub Enterprise Server には、それぞれ別のアプリが必要です。ツールに組み込まれた ID は github.com のものです。\nツールがほかの ID を受け付けないなら、ツールを更新するか、そのホストの個人アクセストークンを使ってください。",
};
