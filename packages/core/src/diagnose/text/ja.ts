import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  // 意味
  "meaning.dead_refresh":
    "{provider} がリフレッシュトークン(更新トークン)を拒否しています。もう交換できません。",
  "meaning.in_progress":
    "同じリフレッシュトークンを 2 つのリクエストが同時に使っています。トークン自体は有効です。",
  "meaning.bad_code":
    "{provider} が認可コードを拒否しています。コードは 1 回だけ、数分以内に、同じアプリとコールバックでのみ使えます。",
  "meaning.bad_verifier":
    "コードは、送られたものとは別の PKCE の検証値(code_verifier)に対して発行されています。",
  "meaning.bad_client":
    "{provider} がアプリ自体を受け付けていません。トークンやコードはまだ調べられていません。",
  "meaning.bad_assertion": "{provider} がアプリの署名付きアサーション(JWT)を受け付けていません。",
  "meaning.redirect": "リクエストのコールバック URL が、アプリに登録されていません。",
  "meaning.denied": "{provider} は相手を認識していますが、許可していません。",
  "meaning.scope": "{provider} がリクエストされたスコープを与えません。",
  "meaning.grant_type": "アプリにこのグラントタイプ(フロー)が許可されていません。",
  "meaning.bad_request":
    "{provider} がリクエストを読み取れません。パラメーターが足りないか、誤りか、置き場所が違います。",
  "meaning.audience": "{provider} は、トークンの対象として指定された API を知りません。",
  "meaning.interaction": "{provider} は人の操作を求めていますが、リクエストは画面を許していません。",
  "meaning.password_login": "{provider} がユーザー名とパスワードによるログインを拒否しています。",
  "meaning.no_refresh_token":
    "ログインは成功しましたが、応答にリフレッシュトークン(更新トークン)がありません。",
  "meaning.token_refused":
    "API がアクセストークンを受け付けません。リフレッシュトークンの問題とは限りません。",
  "meaning.forbidden": "アクセストークンは有効ですが、このリクエストには足りません。",
  "meaning.rate_limit": "リクエストが多すぎます。トークンに問題はありません。",
  "meaning.server_error": "サーバーの障害か過負荷です。トークンは判定されていません。",
  "meaning.html": "データではなくウェブページが返りました。エンドポイントの応答ではありません。",
  "meaning.dns": "ホスト名を解決できませんでした。何も送られていません。",
  "meaning.connection": "サーバーへの接続に失敗しました。プロバイダーが拒否したのではありません。",
  "meaning.tls": "信頼できる TLS 接続を確立できませんでした。何も送られていません。",
  "meaning.proxy": "途中のプロキシが認証を求めています。",
  "meaning.cors":
    "エンドポイントがこのウェブページからのリクエストを許していないため、ブラウザが応答を遮断しました。",
  "meaning.port": "ブラウザの応答を待つポートを開けません。",
  "meaning.no_callback": "ログインの後、ブラウザがプログラムに戻ってきませんでした。",
  "meaning.state": "応答が、プログラムが始めたログインのものではありません。state がないか、一致しません。",
  "meaning.keychain": "このマシンでトークンを保管している場所を、プログラムが読めません。",
  "meaning.id_token": "ID トークンが検証を通りません。",
  "meaning.device": "デバイスでのログインが完了していないか、期限が切れました。",
  "meaning.revocation": "取り消しが想定どおりに終わりませんでした。",
  "meaning.code_known": "{code}: {provider} がリクエストを拒否しています。",
  "meaning.unknown": "このテキストに既知のエラーはありません。",

  // リフレッシュトークンと再試行
  "token.good": "リフレッシュトークンはまだ使えます。捨てないでください。",
  "token.dead": "リフレッシュトークンは無効です。新しいログインでのみ取得できます。",
  "token.unknown": "リフレッシュトークンがまだ使えるかどうかは、ここからは分かりません。",
  "retry.yes": "同じリクエストが後で成功することがあります。失敗するたびに間隔を延ばしてください。",
  "retry.no": "同じリクエストはまた失敗します。先に原因を直してください。",
  guess: "テキストの情報が少ないため、これは推測です。--provider、--stage、--context を加えてください。",
  not_understood: "--{option} の値が分かりません。指定できる値: {takes}",

  // ほかの原因がない場合
  "why.not_known": "テキストとヒントの情報が足りません。",
  "fix.not_known":
    "プロバイダーの応答の本文にある error と error_description を探してください。\n起きた場所を --stage で、知っていることを --context で伝えてください。",
};
