import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.device_pending": "ユーザーが、別のデバイスでの操作をまだ終えていません。",
  "fix.device_pending": "指定された間隔で問い合わせを続け、slow_down のたびに 5 秒ずつ延ばしてください。",
  "why.device_expired": "デバイスコードの期限が切れたか、使用済みです。",
  "fix.device_expired":
    "問い合わせを止め、新しいデバイスログインを始めてください。\n最初は expired_token、その後は invalid_grant が返ることがあります。",
};
