import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.slack.token_kind":
    "メソッドが別の種類のトークンを求めています。ボット(xoxb-)、ユーザー(xoxp-)、アプリレベル(xapp-)は別のもので、新しいアプリは rtm.start を使えません。",
  "fix.slack.token_kind":
    "docs.slack.dev のメソッドのページで種類を確認してください。ユーザートークンは、user_scope のスコープに対して authed_user.access_token で返されます。\nSocket Mode では、Basic Information > App-Level Tokens で connections:write のトークンを作ってください。\nRTM の代わりに Events API か Socket Mode を使ってください。",
  "why.slack.workspace": "アプリが配布されていないため、作成したワークスペースにしかインストールできません。",
  "fix.slack.workspace":
    "api.slack.com/apps > アプリ > Manage Distribution > Activate Public Distribution を押してください。\nまたは、Slack のページの右上で、アプリを作成したワークスペースを選んでインストールしてください。",
  "why.slack.approval": "ワークスペースか組織が、承認したアプリだけを許可しています。",
  "fix.slack.approval":
    "Slack が示すインストールの申請を送り、管理者に承認を依頼してください(ツールと設定 > アプリを管理する)。\n新しいスコープには、新しい承認を依頼してください。",
  "why.slack.org_install":
    "アプリかワークスペースが Enterprise の組織に属し、インストールとトークンが組織全体のものです。",
  "fix.slack.org_install":
    "アプリを組織にインストールし(アプリの設定の Org Level Apps)、ワークスペースに追加してください。\nis_enterprise_install が true なら enterprise_id で保存し、team_id を求めるメソッドには送ってください。",
  "why.slack.authorize_version":
    "ログインは古い /oauth/authorize で始まり、コードは oauth.v2.access で交換されました。その逆の場合もあります。",
  "fix.slack.authorize_version":
    "https://slack.com/oauth/v2/authorize で始め、oauth.v2.access で交換してください。\nSign in with Slack では /openid/connect/authorize と openid.connect.token を使ってください。",
  "why.slack.https_required":
    "リダイレクト URL が http で始まっています。Slack は https だけを受け付けます。",
  "fix.slack.https_required":
    "アプリ自身の公開 URL を https に設定し、https の redirect_uri を送るようにしてください。手元のマシンでは、ngrok などのトンネルか localhost の証明書を使ってください。\nその https の URL を OAuth & Permissions > Redirect URLs に登録し、Save URLs を押してください。",
  "why.slack.urls_not_saved":
    "リクエストに redirect_uri がなく、アプリにも保存された URL がありません。Redirect URLs は、一覧の下のボタンを押すまで保存されません。",
  "fix.slack.urls_not_saved":
    "api.slack.com/apps > アプリ > OAuth & Permissions > Redirect URLs に追加し、Save URLs を押してください。\nリクエストにも redirect_uri を付けてください。",
  "why.slack.install_from_directory":
    "インストールがアプリの外(Slack のディレクトリ、共有リンク)で始まったため state がないか、state の Cookie が戻っていません。",
  "fix.slack.install_from_directory":
    "アプリ自身のアドレス(/slack/install)から始め、それを Manage Distribution の Direct Install URL に設定してください。\nそこから始めたのなら、インストールとリダイレクトのホストを同じにし、全サーバーが共有する state の保存先を使ってください。",
  "why.slack.not_in_store":
    "このワークスペースかユーザーのインストールが、アプリの保存先にありません。コンソールのボタンでインストールしたか、保存先が失われたか、別のものです。",
  "fix.slack.not_in_store":
    "アプリ自身の /slack/install から一度インストールしてください。保存先に書き込むのはこちらで、コンソールのボタンは書き込みません。\n再起動しても残る保存先(データベース)を使い、検索に使われる ID(チーム、エンタープライズ、ユーザー)を調べてください。",
  "why.slack.scope_kind":
    "リクエストのスコープがその種類のトークンにないか、スコープがないか、アプリにボットユーザーがいません。",
  "fix.slack.scope_kind":
    "ボットのスコープは scope に、ユーザーのスコープは user_scope に(コンマで区切り)入れ、どれも OAuth & Permissions > Scopes に追加してください。\nSign in with Slack では openid、email、profile だけを /openid/connect/authorize に送ってください。\nボットユーザーがいなければ、App Home で追加してください。",
  "why.slack.rotation_expiry":
    "トークンのローテーションが有効で、アクセストークンの 12 時間の期限が過ぎています。",
  "fix.slack.rotation_expiry":
    "oauth.v2.access を grant_type=refresh_token で呼び出し、新しいアクセストークンとリフレッシュトークンを一緒に保存してください。",
  "why.slack.rotated":
    "リフレッシュトークンが使用済みです。更新のたびに新しいものが返され、古いものは使えなくなります。",
  "fix.slack.rotated":
    "応答ごとに access_token と refresh_token を一緒に、ほかの処理より先に保存し、更新するプロセスを 1 つにしてください。\nアプリを一度だけインストールし直してください。",
  "why.slack.token_replaced":
    "アプリの再インストールかトークンの取り消しの後も、プログラムが古いトークンを送っています。",
  "fix.slack.token_replaced":
    "OAuth & Permissions にある今のトークンをプログラムにコピーし(または最後のインストールのものを保存し)、再起動してください。",
  "why.slack.uninstalled":
    "アプリがワークスペースから削除されたか、トークンが取り消されたか、そのユーザーが無効にされました。",
  "fix.slack.uninstalled":
    "まだ必要なら、そのワークスペースにアプリを再インストールし、新しいトークンを使ってください。\n削除したユーザーは、ワークスペースのアプリ管理のアクティビティログで調べてください。ボットトークンはインストールしたユーザーに左右されませんが、ユーザートークンは左右されます。",
  "why.slack.invalid_auth":
    "送られたトークンか認証情報を Slack が知りません。別の値、欠けた値、別のアプリの値、または置き換えられた値です。",
  "fix.slack.invalid_auth":
    "そのトークンで auth.test を呼び出してください。値が正しいかすぐにわかります。\n引用符、改行、環境を調べてください。oauth.v2.access には client_id と client_secret を送り、Authorization: Bearer ヘッダーは付けないでください。\nOAuth & Permissions から今のトークンをコピーしてください。xoxb-(xoxp-、xapp-)で始まります。",
  "why.slack.ip_list": "トークンを使える IP アドレスが限られ、このマシンのアドレスはその中にありません。",
  "fix.slack.ip_list":
    "OAuth & Permissions > Restrict API Token Usage(または組織の一覧)に、このマシンの送信元アドレスを追加してください。",
  "why.slack.not_in_channel":
    "ボットがチャンネルのメンバーではないか、ボットから見えないチャンネルの ID です。",
  "fix.slack.not_in_channel":
    "チャンネルで /invite @アプリ名 を実行してください。パブリックチャンネルへの投稿だけなら、スコープ chat:write.public を追加してください。\nチャンネルは名前ではなく ID(C…)で指定してください。",
  "why.slack.code_in_use":
    "コードが交換済みか、10 分より古いか、別のアプリ(クライアント ID)や環境のものです。",
  "fix.slack.code_in_use":
    "コードは一度だけ、すぐに、ログインを始めたアプリのクライアント ID とシークレットで交換してください。\n再読み込みしても何も送られないよう、すぐにコードのないアドレスへリダイレクトしてください。始めからやり直してください。",
  "fix.scope_too_small.slack":
    "応答の needed がスコープの名前です。送っているトークンの種類(Bot か User Token Scopes)に、OAuth & Permissions > Scopes で追加してください。\nインストール URL の scope か user_scope にも加え、ワークスペースごとに再インストールし、その応答のトークンを使ってください。",
  "fix.wrong_secret.slack":
    "Basic Information > App Credentials から Client Secret をコピーし直してください。Signing Secret や Verification Token は別のものです。\nクライアント ID とシークレットは同じアプリのものを使ってください。",
  "fix.unknown_client.slack":
    "Basic Information > App Credentials から Client ID をコピーし直してください(数字.数字。A… の App ID は別のものです)。\n設定ファイルでは引用符で囲んでください。数値にすると桁が失われます。一緒にコピーされた見えない文字(ログインのアドレスの %E2…)は削除してください。",
  "fix.header_wrong.slack":
    "Authorization: Bearer xoxb-…(または xoxp-…)を送ってください。JSON の本文の token は読まれません。\napps.connections.open のアプリレベルトークン(xapp-)もこのヘッダーだけで、フォームの項目では読まれません。SDK を更新してください。トークンは有効です。\nプログラムの動く場所で、トークンの変数が設定されているか確認してください。",
};
