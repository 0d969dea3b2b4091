import type { en } from "./forms.en.ts";

/** `token --as` と `run` の文言(日本語)。キーと {placeholders} は forms.en.ts と同じ。 */
export const ja = {
  "help.run": `アクセストークンを環境変数だけで渡して、プログラムを実行する。

  tokenwell run [name] -- program argument…
  tokenwell run acme -- sh -c 'curl -H "Authorization: Bearer $ACCESS_TOKEN" …'
  tokenwell run acme --env SF_ACCESS_TOKEN -- sf org login access-token …

    --env VAR       トークンを入れる環境変数(既定 ACCESS_TOKEN)
    --min-ttl 5m    残りの有効期間の下限(既定 60s。300、5m、1h)
    --refresh       今すぐ 1 回更新し、リフレッシュトークンを試す
    --wait 60       別のプログラムの更新を待つ秒数

Salesforce のようにプロバイダーが API のアドレスを知らせるときは、それを
INSTANCE_URL に入れる。実行中のプログラムの環境変数は更新できない。トークンより
長く動くプログラムでは、その中から tokenwell token を呼び出す。
終了コードはプログラムのもの。見つからなければ 127、起動できなければ 126。
トークンがなければ起動しない。`,

  "token.foreign_host":
    "{name} のトークンは {host} には渡しません。渡してよければ、次を付けてください:  --allow-host {host}",
  "token.insecure_host": "{host} は暗号化のない http なので、トークンを渡しません",
  "run.ends": "{variable} は {at} まで(あと {left})です。実行中は更新されません。",

  "error.unknown_form": "形式「{given}」はありません",
  "error.unknown_form_did_you_mean": "形式「{given}」はありません。{suggestion} ですか?",
  "error.unknown_form.more": "--as に指定できる形式: {forms}",
  "error.option_of_forms": "{option} はこの形式では使えません",
  "error.option_of_forms.more": "次のどれかと使ってください:  --as {forms}",
  "error.form_needs_action": "{form} はプロトコルです。呼び出すプログラムが {actions} のどれかを付けます",
  "error.form_needs_action.more": "tokenwell help token   に設定の行があります",
  "error.form_needs_user": "{form} にはユーザー名が必要ですが、{name} のアカウントには名前がありません",
  "error.form_needs_user.more": "tokenwell token {name} --as {form} --user taro@example.com",
  "error.form_cannot_carry_user": "このユーザー名は {form} で表せません。形式を壊す文字があります",
  "error.form_cannot_carry_user.more": "ほかの名前を指定してください:  --user NAME",
  "error.form_cannot_carry_token": "このトークンは {form} で表せません",
  "error.form_cannot_carry_token.more": `種類が違うか、形式を壊す文字があります。
そのまま表示するには:  tokenwell token`,
  "error.id_token_ended": "{name} の ID トークンは期限切れで、更新しても新しいものが来ません",
  "error.id_token_ended.more": "tokenwell renew {name}",
  "error.no_program": "何を実行しますか?",
  "error.no_program.more": "tokenwell run {name} -- program",
  "error.program_not_found": "プログラム {file} が見つかりません",
  "error.program_not_started": "{file} を起動できません({reason})",
  "takes.variable": "ACCESS_TOKEN のような名前(英字、数字、_)",
} as const satisfies Readonly<Record<keyof typeof en, string>>;
