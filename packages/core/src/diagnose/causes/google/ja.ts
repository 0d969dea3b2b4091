import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.google.testing":
    "アプリの公開ステータスが「テスト」で、ユーザーの種類が外部です。リフレッシュトークンは 7 日で無効になります。",
  "fix.google.testing":
    "Google Cloud コンソール > Google Auth Platform > 対象(OAuth 同意画面) > アプリを公開 で、ステータスを「本番環境」にしてください。\n1 つの Workspace だけで使うなら、ユーザーの種類を「内部」にしてください。\n以前のトークンは 7 日で無効のままです。一度だけ接続し直してください。",
  "why.google.six_months": "Google は、6 か月間使われないリフレッシュトークンを無効にします。",
  "fix.google.six_months": "一度だけ接続し直し、ほかに使わないときも 6 か月に 1 回以上は更新してください。",
  "why.google.token_limit":
    "Google が保つのは、1 つの OAuth クライアントにつき 1 アカウント 100 件のリフレッシュトークンです。それを超えると、最も古いものが通知なく無効になります。",
  "fix.google.token_limit":
    "毎回ログインせず、リフレッシュトークンを保存して使い、クライアントは環境ごとに分けてください。\n一度だけ接続し直してください。",
  "why.google.reauth_policy":
    "Workspace が一定時間ごとの再認証を求めています(セッションの制御)。管理者や Google Cloud のスコープが対象です。",
  "fix.google.reauth_policy":
    "一度だけ接続し直してください(gcloud なら gcloud auth login と gcloud auth application-default login)。\n無人のプログラムにはサービスアカウントを使うか、管理コンソール > セキュリティ > Google Cloud セッションの制御 で信頼できるアプリを除外してください。",
  "why.google.second_consent":
    "Google がリフレッシュトークンを返すのは、ユーザーがこのアプリに最初に同意したときだけです。後のログインでは返りません。",
  "fix.google.second_consent":
    "access_type=offline と prompt=consent を送り、その応答のトークンを保存してください。\nまたは、ユーザーが myaccount.google.com/connections でアクセスを削除してから、ログインを始め直してください。",
  "why.google.not_test_user":
    "アプリの公開ステータスが「テスト」で、この Google アカウントがテストユーザーに入っていません。",
  "fix.google.not_test_user":
    "Google Cloud コンソール > Google Auth Platform > 対象 > テストユーザー > ユーザーを追加 で、ログインするアカウントのアドレスを追加してください。\nまたは、同じ画面でアプリを公開してください。\nログインでは、ほかのアカウントではなく、そのアカウントを選択してください。",
  "why.google.unverified":
    "アプリが機密性の高いスコープや制限付きのスコープを求めていますが、Google の確認を受けていません。",
  "fix.google.unverified":
    "自分用やテストなら、テストユーザーのアカウントで「詳細」>「(アプリ)に移動(安全ではないページ)」に進んでください。\nほかのユーザーも使うなら、Google Cloud コンソール > Google Auth Platform > 検証センター で確認を申請するか、スコープを減らしてください(データアクセス)。\n1 つの Workspace だけで使うなら、ユーザーの種類を「内部」にしてください。",
  "why.google.user_cap":
    "確認を受けていないアプリのユーザーは 100 人まで、1 日の新しいユーザーの数にも上限があります。その上限に達しました。",
  "fix.google.user_cap":
    "Google Cloud コンソール > Google Auth Platform > 対象 でユーザー数の上限を調べてください。\n検証センターでアプリの確認を申請するか、新しいユーザーの上限の引き上げを申請してください。\nすでに同意したユーザーには影響しません。",
  "why.google.internal_only": "アプリのユーザーの種類が「内部」で、ユーザーは別の組織に属しています。",
  "fix.google.internal_only":
    "ブラウザが別のアカウントでサインインしているなら、プライベートウィンドウで開いてください。\nその組織のアカウントでログインするか、Google Auth Platform > 対象 でユーザーの種類を「外部」にしてください。",
  "why.google.consent_screen":
    "Cloud プロジェクトの OAuth 同意画面が設定されていないため、OAuth クライアントをまだ使えません。Firebase は同意画面なしでクライアントを作成します。",
  "fix.google.consent_screen":
    "Google Cloud コンソールで、クライアント ID のプロジェクトの Google Auth Platform > ブランディング に、アプリ名、ユーザーサポートメール、デベロッパーの連絡先を入力し、保存してください。次に「対象」でユーザーの種類を選び、テスト中ならテストユーザーを追加してください。\n登録されていないスコープというメッセージなら、「データアクセス」に追加してください。\n反映には数分かかります。",
  "why.google.oob_ended":
    "Google は、ブラウザからコードをコピーする方式(urn:ietf:wg:oauth:2.0:oob)を廃止しました。",
  "fix.google.oob_ended":
    "oob を使うライブラリーやツールを更新してください。\n種類が「デスクトップ アプリ」のクライアントで、ループバックのコールバック http://127.0.0.1:PORT を使ってください。マシンにブラウザがないなら、デバイスフローかサービスアカウントを使ってください。",
  "why.google.loopback_blocked":
    "クライアントの種類が iOS、Android、Chrome アプリのどれかで、Google はそれらのループバックのコールバックを廃止しました。",
  "fix.google.loopback_blocked":
    "デスクトップのプログラムなら、種類が「デスクトップ アプリ」のクライアントを作成し(Google Auth Platform > クライアント)、その ID を使ってください。\nスマートフォンのアプリなら、システムの Google ログインを使ってください。",
  "why.google.js_origin":
    "ログインを開くページの生成元(オリジン)が、OAuth クライアントに登録されていません。リダイレクト URI の問題ではありません。",
  "fix.google.js_origin":
    "Google Cloud コンソール > Google Auth Platform > クライアント > 対象のクライアント > 承認済みの JavaScript 生成元 に、ページの生成元(スキーム、ホスト、ポート。パスなし)を追加してください。ローカルのページなら http://localhost と http://localhost:PORT の両方です。\nhttps の生成元を登録してあるなら、ページを https で開いてください。http と https、www の有無、localhost と 127.0.0.1 は別の生成元です。\n変更の反映には数分から数時間かかります。登録済みなら待ってから、古い応答を残すブラウザを再起動してください。",
  "why.google.desktop_client":
    "このコンピューターのプログラムは localhost の空きポートで待ちますが、クライアントの種類が「ウェブ アプリケーション」で、登録したポートしか使えません。",
  "fix.google.desktop_client":
    "Google Auth Platform > クライアント > クライアントを作成 > デスクトップ アプリ で作成し、その JSON をダウンロードして置き換えてください。どのポートでも使え、URI の登録は不要です。\nウェブのクライアントのまま使うなら、プログラムのポートを固定し(run_local_server(port=8080))、http://localhost:8080/ を末尾のスラッシュを含めて登録してください。",
  "why.google.redirect_not_public":
    "リダイレクト URI が、Google がウェブのクライアントに認めるものではありません。IP アドレス、公開ドメインのないホスト、# などを含んでいます。",
  "fix.google.redirect_not_public":
    "http://localhost か、公開ドメインの https のアドレスを使い、「承認済みのリダイレクト URI」に登録してください。\nIP アドレスではなく、登録した名前でアプリを開いてください。アドレスバーからリダイレクト URI を作るアプリが多いためです。\nローカルネットワークのホストには自分のドメインの名前を付けるか、localhost へのトンネルを通してログインしてください。",
  "why.google.custom_scheme":
    "アプリが独自のスキーム(com.example.app:/…)で戻りますが、このクライアントやその種類では認められていません。",
  "fix.google.custom_scheme":
    "iOS: 種類が iOS のクライアントを使い、逆順のクライアント ID を URL スキームに登録してください(Info.plist > CFBundleURLTypes)。\nAndroid: クライアントの詳細設定でカスタム URI スキームを有効にするか、Credential Manager を使ってください。\nウェブのクライアントで使えるのは http と https だけです。",
  "why.google.secure_response":
    "リクエストが Google のポリシーに反しています。localhost 以外の http のコールバック、IP アドレス、埋め込みブラウザ、種類の違うクライアントのどれかです。",
  "fix.google.secure_response":
    "エラーページの詳細を開き、反している規則を調べてください。\n自分のドメインの https のコールバックと、合う種類のクライアントを使ってください。",
  "why.google.firebase_domain":
    "ログインを開くページのホストが、Firebase Authentication に登録されていません。",
  "fix.google.firebase_domain":
    "Firebase コンソール > Authentication > Settings > 承認済みドメイン に、https:// やポートを付けずにホストだけを追加してください。プレビューのホストは 1 つずつ別のドメインです。\n手元ではページを localhost で開くか、127.0.0.1 も追加してください。\n一覧にあるなら、ウェブサイトで制限した API キーに PROJECT.firebaseapp.com も許可してください。",
  "why.google.firebase_project":
    "Google のトークンが、Firebase とは別のプロジェクトの OAuth クライアントのものです。",
  "fix.google.firebase_project":
    "Firebase のプロジェクトのクライアント ID を使ってください。google-services.json か GoogleService-Info.plist をダウンロードし直し、その Web クライアント ID を serverClientId に指定してください。\nまたは、Authentication > Sign-in method > Google で、外部プロジェクトのクライアント ID をセーフリストに追加してください。",
  "why.google.old_js_library":
    "ページが Google ログインの古いライブラリー(gapi.auth2)を使っており、新しいクライアントでは使えないか、そのフレームがブロックされています。",
  "fix.google.old_js_library":
    "Google Identity Services(accounts.google.com/gsi/client)に移行してください。\n詳細に生成元や Cookie とあるなら、ページの生成元を登録し、accounts.google.com の Cookie を許可してください。",
  "why.google.android_fingerprint":
    "Google がこの Android アプリを認識できません。パッケージ名と証明書の SHA-1 が、種類が Android のクライアントと合いません。",
  "fix.google.android_fingerprint":
    "Google Auth Platform > クライアント に、パッケージ名と、このビルドに署名した鍵の SHA-1 を持つ Android のクライアントを作成してください(デバッグ、リリース、Play アプリ署名はそれぞれ別です。gradlew signingReport で表示できます)。\nコードには、同じプロジェクトのウェブのクライアントの ID を指定してください(serverClientId、requestIdToken)。",
  "why.google.extension_client":
    "拡張機能のマニフェストのクライアント ID が、この拡張機能のものではありません。種類が「Chrome 拡張機能」のクライアントは、1 つの拡張機能 ID だけに属します。",
  "fix.google.extension_client":
    "開発者なら、Google Auth Platform > クライアント > クライアントを作成 > Chrome 拡張機能 で、このビルドについて chrome://extensions に表示される ID を指定し、そのクライアント ID を manifest.json の oauth2.client_id に書いてください。manifest.json にストアの key がない限り、ストアのビルドと展開済みのビルドの ID は別です。\n拡張機能を使うだけなら、更新し、開発者に知らせてください。",
  "why.google.browser_signin":
    "chrome.identity.getAuthToken はブラウザ自身の Google ログインを使いますが、このブラウザにはないか、オフになっています。",
  "fix.google.browser_signin":
    "Brave なら、brave://settings/extensions の「拡張機能での Google ログインを許可する」をオンにし、再起動してください。Chrome なら、設定 > Google の設定 の「Chrome へのログインを許可する」をオンにしてください。組織のポリシー(BrowserSignin)が禁止していることもあります。\nEdge、Opera、Vivaldi にこのログインはありません。Chrome を使うか、種類が「ウェブ アプリケーション」のクライアントと chrome.identity.launchWebAuthFlow でログインする拡張機能にしてください。",
  "why.google.client_unknown":
    "送られたクライアント ID を Google が知りません。入力の間違い、空白や引用符、サンプルの値のまま、空の変数、削除されたクライアントのどれかです。",
  "fix.google.client_unknown":
    "ログインページのアドレスの client_id を、Google Auth Platform > クライアント の値と 1 文字ずつ比べてください。末尾は .apps.googleusercontent.com で、http:// や引用符は付きません。\nこの環境でプログラムがその名前の変数を読んでいるか、変更の後に再起動や再ビルドをしたか調べてください。\nクライアントを削除したなら、30 日以内に復元するか、新しく作成してください。",
  "why.google.client_deleted":
    "OAuth クライアントかプロジェクトが削除されたか無効にされ、そのトークンもすべて無効になりました。",
  "fix.google.client_deleted":
    "Google Cloud コンソール > Google Auth Platform > クライアント でクライアントを復元するか(30 日以内)、新しく作成してください。\n新しいクライアントで一度だけ接続し直してください。\nクライアントが他者のプログラムに組み込まれているなら、更新するか、自分のクライアントを設定してください。",
  "why.google.postmessage":
    "コードはポップアップかスマートフォンのアプリのもので、独自のリダイレクト URI を持ちませんが、交換で送っています。",
  "fix.google.postmessage":
    "ポップアップのコード(Google Identity Services、ux_mode popup)は、redirect_uri=postmessage で交換してください。\nAndroid や iOS の serverAuthCode は、空の redirect_uri と、ウェブのクライアントの ID とシークレットで交換してください。\nログインを始め直してください。",
  "why.google.scope_changed":
    "ユーザーか Google が、プログラムが求めたものとは別のスコープを許可し、ライブラリーがそれをエラーとしています。",
  "fix.google.scope_changed":
    "ライブラリーが期待するとおりのスコープを指定し(openid、email の代わりに …/auth/userinfo.email)、include_granted_scopes は付けないでください。\nユーザーが一部を外すこともあるので、許可されたスコープを後で調べてください。Python では OAUTHLIB_RELAX_TOKEN_SCOPE=1 でエラーが警告になります。",
  "why.google.scopes_apart":
    "Google は、これらのスコープ(Google フォトと Drive など)を 1 つのリクエストで求めることを認めません。",
  "fix.google.scopes_apart":
    "include_granted_scopes なしで別々のログインで求め、トークンを別々に保存してください。\nGoogle フォトで使えるのは、photoslibrary.appendonly、photoslibrary.readonly.appcreateddata、photoslibrary.edit.appcreateddata と Picker API だけです。\nサービスを選ぶプログラムなら、1 つずつ接続してください。",
  "why.google.gcloud_scopes":
    "gcloud はスコープのリストに cloud-platform を求めます。Workspace のスコープ(Drive、Sheets)は、それと一緒の場合だけ認められます。",
  "fix.google.gcloud_scopes":
    "コマンドにも指定してください: gcloud auth application-default login --scopes=openid,https://www.googleapis.com/auth/userinfo.email,https://www.googleapis.com/auth/cloud-platform と、ほかに必要なスコープをカンマ区切りで続けます。\nその後 Workspace のスコープがブロックされるなら、自分の OAuth クライアント(種類は「デスクトップ アプリ」)を --client-id-file で指定してください。",
  "why.google.delegation":
    "サービスアカウントが、これらのスコープでユーザーを代理できません。ドメイン全体の委任がないか、スコープが違います。",
  "fix.google.delegation":
    "管理コンソール > セキュリティ > API の制御 > ドメイン全体の委任を管理 に、サービスアカウントの数字のクライアント ID と、リクエストと 1 文字も違わないスコープを追加してください。\nsub にはそのドメインの実在のユーザーを指定してください。反映には数分から 24 時間かかります。\n代理するユーザーがいないなら、sub を外し、データをサービスアカウントのアドレスと共有してください。",
  "why.google.delegation_outside":
    "サービスアカウントが、個人のアカウントか別のドメインのユーザーを代理しようとしています。委任が有効なのは、それを許可した Workspace のユーザーだけです。",
  "fix.google.delegation_outside":
    "gmail.com のアカウントには、access_type=offline の認可コードフローを使ってください。ユーザーが一度ログインし、リフレッシュトークンを保存します。\nまたは、ファイルやカレンダーをサービスアカウントのアドレスと共有し、sub を外してください。",
  "why.google.admin_needed":
    "ここでは Workspace の管理者が必要ですが、トークンは管理者のものではありません。sub のないサービスアカウントか、ロールのないユーザーです。",
  "fix.google.admin_needed":
    "サービスアカウントでは、ちょうどこのスコープでのドメイン全体の委任に加えて、sub(subject、with_subject)に管理者のアドレスを設定してください。\nログインでは、この API に対応する管理者ロールを持つアカウントを選択してください(管理コンソール > アカウント > 管理者ロール)。gmail.com のアカウントには Workspace がありません。\nリクエストの customer や domain が、この管理者のものか確認してください。",
  "why.google.account_not_found":
    "アサーションのアカウントが存在しません。iss が削除されたサービスアカウントか別のプロジェクトのものか、sub が Workspace のユーザーではありません。",
  "fix.google.account_not_found":
    "キーファイルの client_email を IAM と管理 > サービス アカウント と比べ、存在して有効か調べてください。\nsub には、グループ、エイリアス、サービスアカウント自身ではなく、ドメインのユーザーのメインのアドレスを指定してください。",
  "why.google.key_revoked":
    "アサーションが、このサービスアカウントにない鍵で署名されています。鍵が削除か無効にされたか、別のアカウントのものか、壊れています。",
  "fix.google.key_revoked":
    "IAM と管理 > サービス アカウント > アカウント > 鍵 で、キーファイルの private_key_id を一覧と比べてください。なければ鍵を追加し、その JSON を使ってください。\nprivate_key の改行を保ち(環境変数では \\n を本当の改行に変換)、client_email と鍵は同じファイルのものを使ってください。",
  "why.google.no_default_credentials": "プログラムが、このマシンに Google の認証情報を見つけられません。",
  "fix.google.no_default_credentials":
    "サービスアカウントなら、プログラムから見える JSON ファイルのパスを GOOGLE_APPLICATION_CREDENTIALS に設定してください。コンテナならファイルをマウントし、コンテナ内のパスを指定してください。\n自分のコンピューターなら gcloud auth application-default login を実行してください。コンテナからは、~/.config/gcloud をマウントしない限り見えません。\nGoogle Cloud なら、インスタンスやサービスにサービスアカウントを割り当ててください。",
  "why.google.impersonation_role":
    "呼び出し元が、このサービスアカウントのトークンを作成できません。ロール「サービス アカウント トークン作成者」か「Workload Identity ユーザー」がありません。",
  "fix.google.impersonation_role":
    "IAM と管理 > サービス アカウント > アカウント > アクセス権を持つプリンシパル > アクセス権を付与 で、呼び出すユーザーやアカウントに「サービス アカウント トークン作成者」を付与してください。Workload Identity 連携なら principalSet://…/attribute.repository/ORG/REPO に「Workload Identity ユーザー」を付与してください。\nIAM Service Account Credentials API を有効にしてください。反映には数分かかります。",
  "why.google.federation":
    "Workload Identity 連携が外部のトークンを受け付けません。発行者、オーディエンス、属性のどれかが、プールのプロバイダーの期待と違います。",
  "fix.google.federation":
    "IAM と管理 > Workload Identity 連携 > プール > プロバイダー で、発行者、許可するオーディエンス、属性のマッピングと条件を、トークンのクレーム(repository、repository_owner、ref。大文字と小文字も区別)と比べてください。\nworkload_identity_provider は projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/PROVIDER の形で、プロジェクトの名前ではなく番号を指定してください。",
  "why.google.not_shared":
    "トークンのアカウントから、このファイル、カレンダー、プロパティが見えません。共有されていないためです。",
  "fix.google.not_shared":
    "ファイル、フォルダー、カレンダーを、人と同じようにサービスアカウントのアドレス(client_email)と共有してください。Analytics ならプロパティのユーザーに、共有ドライブならメンバーに追加してください。Google Play なら、Play Console の「ユーザーと権限」で招待し、アプリの権限を与えてください。\n人がログインしたなら、ファイルを開けるアカウントか調べてください。違うなら、保存してあるトークン(token.json、token.pickle)を削除し、そのアカウントを選択してください。\nリクエストの ID を比べてください。",
  "why.google.service_account_storage": "サービスアカウントは、ドライブに自分の保存容量を持ちません。",
  "fix.google.service_account_storage":
    "サービスアカウントをメンバーにした共有ドライブにアップロードするか(supportsAllDrives=true)、ドメイン全体の委任か認可コードフローでユーザーを代理してください。",
  "why.google.project_quota":
    "クライアント ID やキーが属する Cloud プロジェクトの割り当てを使い切りました。同じ ID をほかの人も使っている場合があります。",
  "fix.google.project_quota":
    "1 日の割り当ては太平洋時間の午前 0 時に、1 分あたりの割り当ては 1 分後に戻ります。どれかは Google Cloud コンソール > API とサービス > API > 割り当てとシステム上限 で調べてください。\n共有のクライアント ID(ツールやサンプルのもの)の代わりに、API を有効にした自分のプロジェクトのものを使ってください。\nページ分割、fields、キャッシュで呼び出しを減らすか、同じ画面で割り当ての引き上げを申請してください。",
  "why.google.api_off": "OAuth クライアントのプロジェクトで、API が有効になっていません。",
  "fix.google.api_off":
    "Google Cloud コンソール > API とサービス > ライブラリ > API > 有効にする を、エラーにある番号のプロジェクトで行い、数分待ってください。",
  "why.google.quota_project":
    "gcloud によるユーザーの認証情報に、この API の割り当てと課金の対象になるプロジェクトがありません。",
  "fix.google.quota_project":
    "gcloud auth application-default set-quota-project PROJECT を実行するか、ヘッダー x-goog-user-project を送ってください。\nそのプロジェクトでユーザーにロール「Service Usage ユーザー」を付与するか、サービスアカウントを使ってください。",
  "why.google.api_key":
    "この API には OAuth のトークンが必要ですが、リクエストにあるのは API キーだけか、何もないか、キーが有効ではありません。",
  "fix.google.api_key":
    "ユーザーかサービスアカウントのアクセストークンを Authorization: Bearer で送ってください。キーだけで読めるのは公開データだけです。\n読み込んだ認証情報でクライアントオブジェクトを作成しているか調べてください。",
  "why.google.no_mailbox":
    "アカウントにそのサービスがありません。ユーザーのないサービスアカウントか、ユーザーの Gmail がオフです。",
  "fix.google.no_mailbox":
    "メールボックスを持つユーザーを(委任の sub に)指定するか、ユーザーのサービスをオンにしてください。",
  "why.google.no_channel":
    "アカウントに YouTube のチャンネルがありません。サービスアカウントにもありません。",
  "fix.google.no_channel":
    "チャンネルを持つユーザーとして認可コードフローでログインし、そこでチャンネルを選択してください。YouTube にサービスアカウントは使えません。",
  "why.google.mail_login":
    "Gmail の IMAP か SMTP がログインを受け付けません。OAuth のトークンが必要なところでパスワードを使ったか、トークンにメールのスコープがないか、形式が違います。",
  "fix.google.mail_login":
    "スコープ https://mail.google.com/ を指定し(gmail.send では足りません)、XOAUTH2 で、同意したアカウントのアドレスとアクセストークンを使ってログインしてください。\nOAuth を使わないなら、アプリ パスワードを使ってください(2 段階認証が必要)。アカウントのパスワードは使えなくなりました。",
  "why.google.id_token_audience": "ID トークンが、サーバーの期待とは別のクライアント ID に発行されています。",
  "fix.google.id_token_audience":
    "受け取る可能性のあるクライアント ID(ウェブ、Android、iOS)をすべて指定して検証してください(verifyIdToken({ audience: [...] }))。\nAndroid と iOS では、ウェブのクライアントの ID を serverClientId に指定してください。トークンがサーバー宛てになります。",
  "why.google.old_keys":
    "トークンの署名の検証に使った鍵の一覧に、その kid がありません。一覧が古いか、トークンが別の発行者(Firebase など)のものです。",
  "fix.google.old_keys":
    "鍵(https://www.googleapis.com/oauth2/v3/certs)を取り直し、Cache-Control の期間だけ保ってください。\nFirebase のトークンは Firebase Admin SDK で検証してください。iss を調べてください。",
  "why.google.device_client":
    "Google のデバイスログインは「テレビと入力制限のあるデバイス」の種類のクライアントだけを受け付けますが、このクライアントは別の種類です。",
  "fix.google.device_client":
    "Google Auth Platform > クライアント > クライアントを作成 で「テレビと入力制限のあるデバイス」を選び、その ID とシークレットをプログラムで使ってください。\nAPI を有効にしたプロジェクトで作成し、もう一度ログインしてください。\nこのログインで使えるスコープは少数です。ほかのスコープには、デスクトップアプリのクライアントとブラウザを使ってください。",
  "why.google.web_client_gives_none":
    "プログラムが更新しようとしていますが、リフレッシュトークンがありません。「ウェブアプリケーション」の種類のクライアントでオフラインアクセスがないか 2 回目以降の同意だったため、Google がログインで返していません。",
  "fix.google.web_client_gives_none":
    "パソコンのプログラムなら、Google Auth Platform > クライアント > クライアントを作成 で「デスクトップアプリ」を選び、その ID とシークレットを使ってください。\nmyaccount.google.com/connections で古いアクセスを削除し、トークンファイルを消して、もう一度ログインしてください。最初の応答にリフレッシュトークンがあります。\nウェブアプリなら access_type=offline と prompt=consent を送ってください。",
  "why.google.photos_scopes_ended":
    "Google は、ライブラリ全体の読み取りやアルバムの共有に使う Photos Library API のスコープを終了しました(2025 年 3 月 31 日)。それらのトークンは拒否されます。",
  "fix.google.photos_scopes_ended":
    "残っているスコープを使うバージョンへプログラムを更新してください。photoslibrary.appendonly、photoslibrary.readonly.appcreateddata、photoslibrary.edit.appcreateddata で、プログラム自身が作ったものだけが見えます。\nユーザーにライブラリから選んでもらうには、Picker API(photospicker.mediaitems.readonly)を使ってください。\n保存済みのトークンを削除し、新しいスコープでもう一度ログインしてください。",
  "why.google.credentials_kind":
    "認証情報のファイルが、プログラムの想定とは別の種類です。OAuth クライアント、サービスアカウント、ユーザーの認証情報は、それぞれ別の JSON ファイルです。",
  "fix.google.credentials_kind":
    'ファイルの先頭を見てください。"installed" か "web" なら OAuth クライアント(client_secret.json)、"type": "service_account" ならサービスアカウントの鍵、"authorized_user" ならログインの結果です。\nガイドにある種類をダウンロードしてください。OAuth クライアントは Google Auth Platform > クライアント、サービスアカウントは IAM と管理 > サービス アカウント > 鍵 です。\nそのファイルのパスをプログラムに渡してください。トークンファイル(token.json)はどれでもありません。',
};
