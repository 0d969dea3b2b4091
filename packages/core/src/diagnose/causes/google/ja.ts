import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.google.testing":
    "アプリの公開ステータスが「テスト」で、ユーザーの種類が外部です。リフレッシュトークンは 7 日で無効になります。",
  "fix.google.testing":
    "Google Cloud コンソール > Google Auth Platform > 対象(OAuth 同意画面) > アプリを公開 で、ステータスを「本番環境」にしてください。\n1 つの Workspace だけで使うなら、ユーザーの種類を「内部」にしてください。\n以前のトークンは 7 日で無効のままです。一度だけ接続し直してください。",
  "why.google.token_limit":
    "Google が保つのは、1 つの OAuth クライアントにつき 1 アカウント 100 件のリフレッシュトークンです。それを超えると、最も古いものが通知なく無効になります。",
  "fix.google.token_limit":
    "毎回ログインせず、リフレッシュトークンを保存して使い、クライアントは環境ごとに分けてください。\n一度だけ接続し直してください。",
  "why.google.reauth_policy":
    "Workspace が一定時間ごとの再認証を求めています(セッションの制御)。管理者や Google Cloud のスコープが対象です。",
  "fix.google.reauth_policy":
    "無人のプログラムにはサービスアカウントを使うか、管理コンソール > セキュリティ > Google Cloud セッションの制御 で信頼できるアプリを除外してください。\n一度だけ接続し直してください(gcloud なら gcloud auth login)。",
  "why.google.second_consent":
    "Google がリフレッシュトークンを返すのは、ユーザーがこのアプリに最初に同意したときだけです。後のログインでは返りません。",
  "fix.google.second_consent":
    "access_type=offline と prompt=consent を送り、その応答のトークンを保存してください。\nまたは、ユーザーが myaccount.google.com/connections でアクセスを削除してから、ログインを始め直してください。",
  "why.google.unverified":
    "アプリがテスト中でユーザーがテストユーザーにいないか、機密性の高いスコープを求めながら確認を受けていません。",
  "fix.google.unverified":
    "Google Cloud コンソール > Google Auth Platform > 対象 でテストユーザーに追加するか、アプリを公開してください。\n機密性の高いスコープには、アプリの確認を申請してください。",
  "why.google.internal_only": "アプリのユーザーの種類が「内部」で、ユーザーは別の組織に属しています。",
  "fix.google.internal_only":
    "その組織のアカウントでログインするか、ユーザーの種類を「外部」にしてください。",
  "why.google.oob_ended":
    "Google は、ブラウザからコードをコピーする方式(urn:ietf:wg:oauth:2.0:oob)を廃止しました。",
  "fix.google.oob_ended":
    "種類が「デスクトップ アプリ」のクライアントで、ループバックのコールバック http://127.0.0.1:PORT を使ってください。\noob を使うライブラリーやツールを更新してください。",
  "why.google.secure_response":
    "リクエストが Google のポリシーに反しています。localhost 以外の http のコールバック、IP アドレス、埋め込みブラウザ、種類の違うクライアントのどれかです。",
  "fix.google.secure_response":
    "エラーページの詳細を開き、反している規則を調べてください。\n自分のドメインの https のコールバックと、合う種類のクライアントを使ってください。",
  "why.google.client_deleted":
    "OAuth クライアントかプロジェクトが削除され、そのトークンもすべて無効になりました。",
  "fix.google.client_deleted":
    "Google Cloud コンソール > 認証情報 でクライアントを復元するか(30 日以内)、新しく作成してください。\n新しいクライアントで一度だけ接続し直してください。",
  "why.google.api_off": "OAuth クライアントのプロジェクトで、API が有効になっていません。",
  "fix.google.api_off":
    "Google Cloud コンソール > API とサービス > ライブラリ > API > 有効にする を、エラーにある番号のプロジェクトで行い、数分待ってください。",
  "why.google.delegation":
    "サービスアカウントが、これらのスコープでユーザーを代理できません。ドメイン全体の委任がないか、スコープが違います。",
  "fix.google.delegation":
    "管理コンソール > セキュリティ > API の制御 > ドメイン全体の委任 に、サービスアカウントの数字のクライアント ID と、リクエストどおりのスコープを追加してください。\nsub にはそのドメインの実在のユーザーを指定し、数分待ってください。",
  "why.google.no_mailbox":
    "アカウントにそのサービスがありません。ユーザーのないサービスアカウントか、ユーザーの Gmail がオフです。",
  "fix.google.no_mailbox":
    "メールボックスを持つユーザーを(委任の sub に)指定するか、ユーザーのサービスをオンにしてください。",
};
