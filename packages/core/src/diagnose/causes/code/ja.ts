import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.code_twice":
    "コードが 2 回交換されました。再読み込み、再試行、ページの二重リクエスト、リンクの検査が原因です。",
  "fix.code_twice":
    "コードは state で守り、ちょうど 1 回だけ交換し、すぐにコードのないアドレスへリダイレクトしてください。\n交換は再試行せず、新しいログインを始めてください。\nコールバックをライブラリー(Passport、OmniAuth、NextAuth など)が処理するなら、コードは交換済みです。もう一度交換せず、ライブラリーからトークンを受け取ってください。",
  "why.code_too_old": "コードの交換が遅すぎました。コードが使えるのは数分、ときには数秒です。",
  "fix.code_too_old":
    "コールバックで、ほかの処理より先に交換してください。\n新しいコードを得るには、ログインを始め直してください。",
  "fix.code_too_old.salesforce":
    "Salesforce のコードの有効期間は 15 分です。コールバックで、ほかの処理より先に交換してください。\n新しいコードを得るには、ログインを始め直してください。",
  "why.code_encoded":
    "コードが二重にエンコードされたか、デコードされていません。末尾が %3D%3D になるか、= や / の場所に % があります。",
  "fix.code_encoded":
    "コードは URL パーサーで読み取り、1 回だけデコードしてください。\nフォームのエンコードは HTTP クライアントに任せ、自分ではエンコードしないでください。\n新しいコードを得るには、ログインを始め直してください。",
  "why.code_absent":
    "交換のリクエストに code がないか、代わりに別のもの(アクセストークン、ID トークン、仮の値)が入っています。",
  "fix.code_absent":
    "ログインで response_type=code を指定し、コールバックのアドレスの code を取り出して、そのまま送ってください。\nトークンは交換しません。ID トークンはサーバーで検証し、アクセストークンはそのまま使ってください。",
  "why.code_other_client": "コードは、交換先とは別のアプリまたはホストで発行されました。",
  "fix.code_other_client":
    "ログインと交換で、同じホスト、テナント、クライアント ID を使ってください。\nログインを始め直してください。",
  "why.code_other_redirect": "交換の redirect_uri が、認可リクエストのものと 1 文字単位で一致していません。",
  "fix.code_other_redirect":
    "両方のリクエストで同じ redirect_uri を送ってください(スキーム、ホスト、ポート、パス、スラッシュ)。\nログインの state と共に保存し、ログインを始め直してください。",
  "fix.code_other_redirect.google":
    "交換では、コードを取得したときと同じ redirect_uri をそのまま送ってください。ユーザーが戻ってきたので、登録はされています。2 つのリクエストは同じ設定から作ってください。\nフロントエンドがコードを取得し、サーバーが交換するなら、フロントエンドの redirect_uri を送ってください。Google Identity Services のポップアップ(useGoogleLogin、initCodeClient)では postmessage という語です。\nログインを始め直してください。",
  "why.verifier_lost":
    "交換のときに PKCE の検証値がないか、別のログインのものでした。別のタブ、別のサーバー、失われたセッションが原因です。",
  "fix.verifier_lost":
    "検証値はログインの state をキーにして、どのインスタンスからも読めるサーバー側に保存してください。\nコールバックでライブラリのオブジェクトを新しく作るなら(tweepy、requests-oauthlib)、保存した code_verifier を渡してください。\nシークレットのあるアプリも、シークレットと code_verifier の両方を送ります。ツールが検証値を送らないなら、更新してください。\n1 つのタブでログインを始め直してください。",
  "why.verifier_wrong": "チャレンジの計算方法が、プロバイダーと違います。",
  "fix.verifier_wrong":
    "code_challenge は検証値の SHA-256 のバイト列を base64url にし、末尾の = を除いてください。\ncode_challenge_method=S256 を送り、ログインを始め直してください。",
  "why.pkce_missing":
    "アプリまたはプロバイダーが PKCE を必須としていますが、リクエストに code_challenge がありません。",
  "fix.pkce_missing":
    "クライアントで PKCE をオンにしてください。ログインで S256 の code_challenge、交換で code_verifier を送ってください。\nアプリ側の必須の設定はそのままにしてください。コードを守っています。",
  "why.verifier_unasked":
    "交換に code_verifier がありますが、ログインには code_challenge がありませんでした。空や undefined の verifier を自動で送るライブラリもあります。",
  "fix.verifier_unasked":
    "両方を送るか、両方とも送らないでください。認可リクエストに code_challenge(S256)、交換にその code_verifier です。\nプログラムが意図して送っていないなら、クライアントライブラリを更新するか、前のバージョンに戻してください。新しいバージョンは code_verifier を自動で送ります。\nコードは使用済みです。ログインを始め直してください。",
  "why.code_truncated":
    "プログラムがコードの一部しか取り出していません。! . * / など、想定していない文字で切れています。",
  "fix.code_truncated":
    "code の値全体(次の & または末尾まで)を、英数字のパターンではなく URL パーサー(URL.searchParams、parse_qs)で取り出してください。\nフォームで送るときに 1 回だけエンコードしてください。\nプログラムを更新し、ログインを始め直してください。シェルに貼り付けるアドレスは引用符で囲んでください。& で切れます。",
  "why.code_pasted_whole":
    "貼り付けたものがコードではありません。コールバックのアドレス全体、デバイスページのユーザーコード、またはパスワードです。",
  "fix.code_pasted_whole":
    "ログインの最後のアドレスから code の値だけを取り出してください。code= から次の & までを 1 回デコードしたものです。\nプログラムがアドレス全体(response URL)を求めるなら、http から末尾まで引用符で囲んで貼り付けてください。\n数分たっていたら、ログインを始め直してください。",
};
