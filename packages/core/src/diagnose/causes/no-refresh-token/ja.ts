import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.offline_not_asked": "ログインがオフラインアクセスを求めていません。",
  "fix.offline_not_asked":
    "認可リクエストのスコープに offline_access を加えてください。\nリフレッシュトークンは新しいコードでのみ返ります。ログインを始め直してください。",
  "fix.offline_not_asked.salesforce":
    "リクエストがスコープを指定しているなら、refresh_token(または offline_access)を加えてください。full だけでは足りません。\nアプリにも必要です。OAuth 設定 > 選択した OAuth 範囲 に「いつでも要求を実行 (refresh_token, offline_access)」を追加してください。\nprompt=consent を付けてログインを始め直してください。",
  "fix.offline_not_asked.google":
    "access_type=offline と prompt=consent を送ってください。Google は最初の同意のときだけリフレッシュトークンを返します。\nログインを始め直してください。",
  "fix.offline_not_asked.github":
    "GitHub の OAuth アプリのトークンは期限がなく、リフレッシュトークンはありません。\nGitHub App なら Optional features > User-to-server token expiration をオンにしてください。",
  "fix.offline_not_asked.slack":
    "api.slack.com/apps > アプリ > OAuth & Permissions でトークンのローテーションをオンにしてください(オフには戻せません)。\nオフのままなら、トークンに期限がなく更新は不要です。",
  "why.offline_not_allowed": "アプリ、API、ポリシーのどれかが、リフレッシュトークンを許していません。",
  "fix.offline_not_allowed":
    "アプリにグラントタイプ refresh_token とスコープ offline_access を許可してください。\nログインを始め直してください。",
  "fix.offline_not_allowed.salesforce":
    "設定 > 外部クライアントアプリケーションマネージャー > アプリ > OAuth 設定 > 選択した OAuth 範囲 に「いつでも要求を実行 (refresh_token, offline_access)」を追加してください。\n最大 10 分待ってから、ログインを始め直してください。",
  "fix.offline_not_allowed.auth0":
    "Applications > アプリ > Advanced Settings > Grant Types の Refresh Token にチェックを付けて Save してください。\nログインを始め直してください。",
  "fix.offline_not_allowed.google":
    "ユーザーは以前に同意済みで、Google は 2 つ目を返しません。prompt=consent を送るか、myaccount.google.com/connections でアクセスを削除してください。\nログインを始め直し、最初の応答のトークンを保存してください。",
  "fix.offline_not_allowed.okta":
    "Applications > アプリ > General > Grant type の Refresh Token にチェックを付けてください。\n認可サーバーのアクセスポリシーで offline_access を許可してください。",
  "fix.offline_not_allowed.keycloak":
    "ユーザーにロール offline_access、クライアントに任意スコープ offline_access を割り当ててください。\nクライアントの詳細設定で Use refresh tokens をオンにしてください。",
  "why.grant_gives_none":
    "このグラントはリフレッシュトークンを返しません。クライアントクレデンシャル、JWT ベアラー、インプリシットにはありません。",
  "fix.grant_gives_none":
    "期限が切れたら、同じグラントで新しいアクセストークンを求めてください。リフレッシュトークンは不要です。\nユーザーの代理なら、認可コードグラントを使ってください。",
  "why.token_elsewhere":
    "ログインでトークンは得られていますが、プログラムが別の場所を見ています。ライブラリの戻り値はユーザーの情報で、トークンは別のオブジェクトにあります。",
  "fix.token_elsewhere":
    "トークンの置き場所を、ライブラリのガイドで確認してください。ログインに問題はなく、変更は不要です。\njsforce では、conn.authorize(code) の後に conn.accessToken、conn.refreshToken、conn.instanceUrl を読んでください。NextAuth では jwt コールバックの account、Passport では verify 関数の引数にあります。\nそこにリフレッシュトークンだけがないなら、リクエストで求めていません。",
  "why.kept_one_counts": "更新の応答にリフレッシュトークンがなければ、今のものが有効なままです。",
  "fix.kept_one_counts": "保存済みのリフレッシュトークンを残し、空の値で上書きしないでください。",
};
