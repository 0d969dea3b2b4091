import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.revoked_before": "トークンはすでに取り消されたか期限切れで、望んだ状態になっています。",
  "fix.revoked_before":
    "完了したものとして扱ってください。知らないトークンにもサーバーは 200 を返します(RFC 7009)。",
  "why.revocation_request": "取り消しのリクエストに、アプリの認証情報か正しい種類のトークンがありません。",
  "fix.revocation_request":
    "token と token_type_hint=refresh_token を、アプリの通常の認証を付けてフォームで送ってください。",
  "why.logout_keeps_tokens":
    "ログアウトはブラウザのセッションを終えるだけで、リフレッシュトークンには影響しません。",
  "fix.logout_keeps_tokens":
    "ログアウトのときに、リフレッシュトークンも取り消してください(取り消しエンドポイント)。",
};
