import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.revoked_before": "トークンはすでに取り消されたか期限切れで、望んだ状態になっています。",
  "fix.revoked_before":
    "完了したものとして扱い、保存したトークンを削除してください。知らないトークンにもサーバーは 200 を返すべきです(RFC 7009 の 2.2)。",
  "why.revocation_client":
    "取り消しのエンドポイントがアプリの認証を求めていますが、リクエストにないか、正しくありません。",
  "fix.revocation_client":
    "トークンリクエストと同じアプリの認証を送ってください(サーバーからクライアント ID とシークレット)。\nパブリックなアプリ(ブラウザ、ネイティブ)は client_id だけを送ります。サーバー側でシークレットなしの取り消しを許可するか、ログアウトのときの取り消しを省いてください。",
  "fix.revocation_client.keycloak":
    "…/protocol/openid-connect/revoke に client_id(confidential クライアントならシークレットも)を送ってください。\nブラウザのアプリはパブリックにしてください(Clients > クライアント > Capability config > Client authentication をオフ)。",
  "fix.revocation_client.okta":
    "同じ認可サーバーの …/v1/revoke に、client_id と、ウェブアプリならシークレットも送ってください。\nシングルページとネイティブのアプリは client_id だけを送ってください。",
  "why.revocation_request": "取り消しのリクエストにトークンがないか、形式が違います。",
  "fix.revocation_request":
    "POST のフォームで token=…&token_type_hint=refresh_token を送ってください(Content-Type: application/x-www-form-urlencoded)。\n先にトークンの長さを表示してください。空の変数は、項目がないのと同じに見えます。",
  "fix.revocation_request.slack":
    "終わらせるトークンを Bearer トークンとして、auth.revoke を呼び出してください。",
  "fix.revocation_request.hubspot":
    "DELETE /oauth/v1/refresh-tokens/TOKEN でリフレッシュトークンを削除してください。アプリは、アカウントが削除するまでインストールされたままです。",
  "fix.revocation_request.github":
    'DELETE /applications/CLIENT_ID/token を、Basic 認証(クライアント ID とシークレット)と JSON の {"access_token": …} で送ってください。',
  "why.revocation_kind": "サーバーは、この種類のトークンをこのエンドポイントで取り消しません。",
  "fix.revocation_kind":
    "リフレッシュトークンを送ってください。アクセストークンも一緒に終わります。アクセストークンや ID トークンを取り消せないサーバーは多くあります。\ntoken_type_hint は送る種類に合わせるか、省いてください。",
  "why.logout_keeps_tokens":
    "ログアウトはブラウザのセッションを終えるだけで、リフレッシュトークンには影響しません。",
  "fix.logout_keeps_tokens":
    "ログアウトのときに、リフレッシュトークンも取り消してください(取り消しエンドポイント)。\nプロバイダーに問い合わせずに検証されるアクセストークンは期限まで有効なため、寿命を短くしてください。",
  "why.logout_keeps_session":
    "アプリは自分のセッションを終えましたが、プロバイダーのセッションは続いており、次のログインがそれを使います。",
  "fix.logout_keeps_session":
    "ディスカバリー文書の end_session_endpoint へ、id_token_hint と post_logout_redirect_uri を付けてブラウザを送ってください。\nまたは次のログインで prompt=login を指定してください。",
  "why.logout_redirect": "ログアウトの後に戻るアドレスが登録されていないか、登録と違います。",
  "fix.logout_redirect":
    "post_logout_redirect_uri を、コールバック URL とは別の、アプリのログアウト URL の一覧に、そのまま登録してください。",
  "fix.logout_redirect.keycloak":
    "Clients > クライアント > Settings > Valid post logout redirect URIs に、そのまま追加してください(+ はリダイレクト URI と同じという意味です)。\nバージョン 18 からは redirect_uri ではなく、post_logout_redirect_uri と id_token_hint か client_id を送ってください。\nアドレスが誤って http で始まるなら、プロキシに X-Forwarded-Proto を送らせてください。",
  "fix.logout_redirect.okta":
    "Applications > アプリ > General > Sign-out redirect URIs に、この URI をそのまま追加してください。",
  "fix.logout_redirect.auth0":
    "Applications > アプリ > Settings > Allowed Logout URLs に、この URL をそのまま追加し、Save を押してください(client_id を送らないときは、Settings > Advanced のテナントの一覧)。",
  "fix.logout_redirect.microsoft":
    "「アプリの登録」> アプリ > 「認証」で、そのアドレスをリダイレクト URI に追加してください。",
  "why.logout_hint":
    "ログアウトのリクエストが、だれのセッションかを示していません。id_token_hint がないか、使えません。",
  "fix.logout_hint":
    "ログインの ID トークンを残し、id_token_hint として post_logout_redirect_uri と一緒に送ってください。\nもうなければ、プロバイダーが受け付けるときは client_id を送ってください。",
};
