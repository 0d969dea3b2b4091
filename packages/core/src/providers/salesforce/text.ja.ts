import type { en } from "./text.en.ts";

/** Salesforce の利用者だけに示す文言(日本語)。キーと {placeholders} は text.en.ts と同じ。 */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "error.new_login_refused.more.salesforce":
    "これまでのログインはそのまま使えます。\nポリシー > OAuth ポリシー > 更新トークンポリシー が\n「更新トークンをすぐに期限切れにする」になっていないか確認してください。",
  "error.invalid_address.more.salesforce":
    "acme.my.salesforce.com のように指定してください。\n組織を開いたアドレスバーの内容でも構いません。\n本番: login.salesforce.com  Sandbox: test.salesforce.com",
  "error.redirect_uri_unknown.salesforce":
    "このコールバック URL は、Salesforce のアプリに登録されていません。",
  "error.redirect_uri_unknown.more.salesforce":
    "アプリの「コールバック URL」に次の URL をそのまま追加し、最大 10 分待ってから\nEnter を押してください:\n{redirectUri}",
  "error.code_expired.more.salesforce":
    "15 分より古いか、使用済みか、途中で切れています。\n新しいコード:  {command}",
  "error.no_refresh_token.salesforce":
    "ログインできましたが、リフレッシュトークン(更新トークン)が返りませんでした。\n{name} は接続していません。",
  "why.salesforce.no_scope": 'アプリに権限がありません。許可されたスコープは "{scope}" だけです。',
  "fix.salesforce.no_scope":
    "外部クライアントアプリケーションマネージャー > アプリ > OAuth 設定\n選択した OAuth 範囲 に次を追加してください。\n「いつでも要求を実行 (refresh_token, offline_access)」\n最大 10 分待ってから:  {command}\n(アプリの情報は保存済みです。入力し直す必要はありません)",
  "otherwise.salesforce.policy":
    "ポリシー > OAuth ポリシー > 更新トークンポリシー が\n「更新トークンをすぐに期限切れにする」でないことを確認してください。",
  "why.salesforce.policy": "refresh_token は許可されましたが、ポリシーによりすぐに無効になります。",
  "fix.salesforce.policy":
    "外部クライアントアプリケーションマネージャー > アプリ > ポリシー > 編集\nOAuth ポリシー > 更新トークンポリシー を\n「更新トークンをすぐに期限切れにする」以外にしてください。\n最大 10 分待ってから:  {command}\n(アプリの情報は保存済みです。入力し直す必要はありません)",
  "otherwise.salesforce.scope":
    "OAuth 設定 > 選択した OAuth 範囲 に\n「いつでも要求を実行 (refresh_token, offline_access)」があるか\n確認してください。",
  "why.salesforce.not_asked": "リクエストしたスコープに refresh_token がありません。",
  "fix.salesforce.not_asked":
    "--scope を付けないか、refresh_token を加えてください\n(full には含まれません)。その後:  {command}",
  "why.salesforce.inactive_user": "ユーザーが無効化または凍結されています。",
  "fix.salesforce.inactive_user": "設定 > ユーザー で、該当ユーザーを有効にするか凍結を解除してください。",
  "why.salesforce.inactive_org": "組織がロック、停止、または期限切れです。",
  "fix.salesforce.inactive_org": "組織の管理者から Salesforce に問い合わせてください。",
  "why.salesforce.ip_restricted": "この IP アドレスまたは時間帯は、ユーザーかアプリに許可されていません。",
  "fix.salesforce.ip_restricted":
    "プロファイルの「ログイン IP アドレスの制限」と「ログイン時間帯の制限」、\nアプリのポリシー > IP 制限の緩和、または更新トークンの IP 許可リストを\n確認してください。",
  "why.salesforce.api_disabled": "ユーザーに API の権限がないか、ログインフローが割り込んでいます。",
  "fix.salesforce.api_disabled": "プロファイルまたは権限セットで「API の有効化」をオンにしてください。",
  "why.salesforce.login_rate": "1 時間のログイン回数の上限を超えました。",
  "fix.salesforce.login_rate": "1 時間待ってください。tokenwell token なら、ログインは必要なときだけです。",
  "why.salesforce.unknown_key":
    "このホストに、このコンシューマー鍵のアプリはありません。\n入力の誤り、別の組織、または作成から 10 分以内です。",
  "fix.salesforce.unknown_key":
    "外部クライアントアプリケーションマネージャー > アプリ > 設定 >\nOAuth 設定 からコンシューマー鍵をコピーし直してください。\nSandbox のアドレスは別です: --host test.salesforce.com",
  "why.salesforce.wrong_secret":
    "コンシューマーの秘密が違うか変更されています。または、アプリにはそれが必要です。",
  "fix.salesforce.wrong_secret":
    "外部クライアントアプリケーションマネージャー > アプリ > 設定 >\nOAuth 設定 から、コンシューマー鍵とコンシューマーの秘密を\nコピーし直してください。シークレットのないアプリ:  --public",
  "why.salesforce.not_installed":
    "アプリがこの組織にインストールされておらず、このユーザーは承認できません。",
  "fix.salesforce.not_installed":
    "管理者: 設定 > 接続アプリケーションの OAuth の利用状況 > アプリ > インストール",
  "why.salesforce.blocked": "この組織の管理者がアプリをブロックしています。",
  "fix.salesforce.blocked": "管理者: 設定 > 接続アプリケーションの OAuth の利用状況 > アプリ > ブロック解除",
  "why.salesforce.not_approved": "管理者が承認したユーザーだけが、このアプリを使えます。",
  "fix.salesforce.not_approved":
    "アプリ > ポリシー にユーザーのプロファイルか権限セットを加えてください。\nまたは 許可されているユーザー: すべてのユーザーは自己承認可能",
  "why.salesforce.scope": "リクエストしたスコープの綴りが違うか、アプリにそのスコープがありません。",
  "fix.salesforce.scope":
    "--scope を付けないか、OAuth 設定 > 選択した OAuth 範囲 に\n加えてください。複数のスコープは空白で区切ってください。",
  "why.salesforce.flow_off": "アプリでこのフローが許可されていません。",
  "fix.salesforce.flow_off": "アプリ > 設定 > OAuth 設定 > フローの有効化 で選んでください。",
  "error.needs_login.salesforce": "{name} は再ログインが必要です。更新トークンが拒否されました",
  "evidence.provider_revoked.salesforce":
    "tokenwell の記録からは説明できません。最後の更新({last})は正常で、未完了の更新もありません。多くの場合、管理者による取り消し、更新トークンポリシーの期限、別の場所での 6 件目のログインのいずれかが原因です。まれに、保存データのコピーが使われたか、盗まれた可能性があります。設定 > ログイン履歴 を確認してください。",
  "evidence.crowded_out.salesforce":
    "このユーザーがこのアプリで 6 回目のログインをしたため無効になりました(Salesforce が保つのは {most} 件): {other}、{ago}",
  "tab.no_refresh_token.salesforce": "Salesforce からリフレッシュトークン(更新トークン)が返りませんでした。",
};
