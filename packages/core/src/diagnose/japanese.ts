/** Japanese words about the circumstances, each with English words that {@link signalPatterns} knows. */
const glossary: readonly (readonly [japanese: RegExp, english: string])[] = [
  [/同時|並行|並列|競合/, "at the same time"],
  [
    /(?:複数|2 ?つ|二つ|別)の(?:プロセス|ワーカー|インスタンス|コンテナ|サーバ|ジョブ|スレッド)/,
    "several processes",
  ],
  [/クラッシュ|強制終了|落ちた|落ちて|再起動/, "process was killed, restart"],
  [/バックアップ|復元|リストア/, "restored from a backup"],
  [/スナップショット/, "vm snapshot"],
  [/(?:同じ|共通の)(?:クライアント|アプリ|トークン|ユーザ|認証情報)|共有/, "shared the same client"],
  [
    /ステージング|検証環境|開発環境|別の環境|テスト環境|複数の環境|2 ?つの環境/,
    "second environment, staging",
  ],
  [
    /(?:使って|使われて|利用して|アクセスして)い?な|長期間|長い間|放置|休眠|(?:か|ヶ|カ)月ぶり/,
    "not used for months",
  ],
  [/パスワード.{0,6}(?:変更|リセット|再設定)/, "password changed"],
  [/退職|(?:ユーザ|アカウント|担当者).{0,8}(?:無効|削除|停止)/, "user deactivated"],
  [/シークレット.{0,8}(?:更新|変更|再生成|ローテ)/, "client secret was rotated"],
  [/ローテーション/, "rotation"],
  [/2 ?回目|二回目|1 ?回目は成功|最初は成功|一度だけ成功/, "works the first time, the second refresh fails"],
  [/保存して(?:い)?な|保存され(?:て)?(?:い)?な|保存し忘れ|上書き/, "not saved"],
  [/取り消|失効|連携を解除|アクセス権を削除/, "revoked"],
  [/プロキシ/, "proxy"],
  [/リバースプロキシ|ロードバランサ/, "behind a proxy, load balancer"],
  [/ファイアウォール/, "firewall"],
  [/社内ネットワーク|社内から/, "corporate network"],
  [/時計|時刻.{0,6}ずれ/, "clock"],
  [/本番/, "production, deployed"],
  [/デプロイ/, "deployed"],
  [/サンドボックス/, "sandbox"],
  [/(?:1 ?|一)時間/, "one hour"],
  [/(?:7 ?|七)日|1 ?週間|一週間|毎週/, "7 days, weekly"],
  [/30 ?日|毎月|1 ?(?:か|ヶ)月/, "30 days, monthly"],
  [/ブロックされ/, "blocked by admin"],
  [/未承認|承認され(?:て)?(?:い)?な/, "not approved"],
  [/インストールされ(?:て)?(?:い)?な/, "not installed"],
  [/(?:顧客|お客様|別)の(?:組織|テナント)/, "the customer's org"],
  [/リフレッシュトークン.{0,8}(?:返|もらえ|含まれ|ない|取得でき)/, "no refresh token"],
  [/多要素|二段階認証|二要素/, "mfa"],
  [/コンテナ/, "container"],
  [/(?:2 ?つ|複数|別)のタブ/, "two tabs"],
  [/戻るボタン|再読み込み|リロード/, "back button, reload"],
  [/シークレットウィンドウ|プライベートブラウズ/, "incognito"],
  [/サードパーティ.{0,2}(?:Cookie|クッキー)/i, "third-party cookie"],
  [/リダイレクト ?URI.{0,16}(?:一致|不一致|登録|違)/i, "redirect uri does not match"],
  [/コールバック ?URL.{0,16}(?:一致|不一致|登録|違)/i, "callback url mismatch"],
  [/末尾のスラッシュ/, "trailing slash"],
  [/シングルページ/, "single-page app"],
  [/IP ?制限|許可リスト|IP ?アドレス/i, "ip allowlist"],
  [/証明書/, "certificate"],
  [/スコープ/, "scope"],
  [/期限切れ|有効期限/, "expired"],
];

/** Returns English words for the Japanese ones in a text; `""` if there are none. */
export function inEnglish(text: string): string {
  if (!/[\u3040-\u30ff\u4e00-\u9fff]/.test(text)) return "";
  return glossary
    .filter(([japanese]) => japanese.test(text))
    .map(([, english]) => english)
    .join(". ");
}
