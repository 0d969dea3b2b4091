import type { TextKey } from "./en.ts";

/** このライブラリの文言(日本語)。キーと {placeholders} は en.ts と同じ。 */
export const ja: Readonly<Record<TextKey, string>> = {
  "hook.recovered": "{name} は再び使えます",
  "hook.expiring.max_life": "{name} のログインは {until} に終わります",
  "hook.expiring.idle_life": "{name} は使われていません。ログインは {until} に終わります",

  "error.nothing_connected": "まだ何も接続されていません",
  "error.nothing_connected.more": "tokenwell login salesforce   または   tokenwell demo",
  "error.which_connection": "どの接続ですか?  {names}",
  "error.unknown_connection": "接続「{name}」はありません",
  "error.unknown_connection.more": "tokenwell status",
  "error.unknown_connection_did_you_mean": "接続「{name}」はありません。{suggestion} ですか?",
  "error.token_kept": "このリフレッシュトークンは、すでに {name} として保存されています",
  "error.token_kept.more": "再送信していません。次のコマンドで使ってください:  tokenwell token {name}",
  "error.token_sent": "このリフレッシュトークンは、すでにここから送信されています",
  "error.token_sent.more":
    "再送信していません。同じリフレッシュトークンが二度届くと、ログインを無効にするプロバイダーが多いためです。ログインし直してください:  {command}",
  "error.name_taken": "名前「{name}」は {account} が使っています",
  "error.name_taken.more": "別の名前にする:  --name …\nこのアカウントに替える:  --replace-account",
  "error.new_login_refused":
    "{name}: {provider} が、たった今発行したリフレッシュトークンを拒否しました({said})",
  "error.new_login_refused.more": "これまでのログインはそのまま使えます。",
  "error.host_elsewhere": "{name}: {to} が {from} と同じプロバイダーかどうか確認できません",
  "error.host_elsewhere.more":
    "リフレッシュトークンは、以後そこへ送られます。同じプロバイダーなら:  tokenwell set {name} host={to} --yes",
  "error.invalid_name": "「{name}」は名前に使えません",
  "error.invalid_name.more": "英数字、ピリオド、ハイフン、下線を使い、英数字で始めてください(63 文字まで)。",
  "error.invalid_option": "{option} に {given} は使えません",
  "error.invalid_option.more": "使える値: {takes}",
  "error.no_client_secret": "{name}: このアプリはシークレットなしで接続されています",
  "error.no_client_secret.more":
    "アプリにシークレットを設定した場合は、接続し直してください:  tokenwell renew {name} --client-secret-file FILE",
  "error.missing_options": "次の指定がなく、尋ねるターミナルもありません:",
  "error.missing_options.more": "{options}",

  "error.invalid_address": "アドレスではありません: {given}",
  "error.invalid_address.more": "https://login.example.com のように指定してください。",
  "error.insecure_address": "{url} は暗号化されていません",
  "error.insecure_address.more": "http は、このマシン(localhost)でだけ使えます。https:// を使ってください。",
  "error.unknown_issuer": "{host} というホストはありません",
  "error.unknown_issuer.more":
    "綴りを確認してください。プロキシを使う環境では HTTPS_PROXY を設定してください。",
  "error.no_discovery": "{host} は OpenID プロバイダーとして応答しません(HTTP {status})",
  "error.no_discovery.more":
    "問い合わせ先: {url}\nissuer にパスが付くことがあります(https://{host}/realms/acme など)。\nプロバイダーの文書で確認してください。\nOAuth 2.0 だけのサーバーなら --authorize-url … --token-url … を付けてください。",
  "error.too_many_redirects": "{host} のリダイレクトが 3 回を超えました",
  "error.too_many_redirects.more": "問い合わせ先: {url}\nループかもしれません。管理者に確認してください。",
  "error.not_json": "{host} はデータではなくページ({what})を返しました",
  "error.not_json.more":
    "問い合わせ先: {url}\nネットワークのログイン画面、プロキシのエラー、アドレスの誤りが考えられます。",
  "error.issuer_mismatch": "{host} の issuer は {says} です",
  "error.issuer_mismatch.more":
    "issuer は、サーバーが名乗るとおりに指定してください。信頼できるなら:\n{command}",
  "error.issuer_template": "{host} は複数のテナントのアドレスで、自らを {says} と名乗っています",
  "error.issuer_template.more":
    "{placeholder} をご自分のテナントの ID またはドメインに替えて、そのアドレスでログインしてください:\n{command}",
  "error.metadata_incomplete": "{host} は {endpoint} の場所を示していません",
  "error.metadata_incomplete.more":
    "メタデータに {endpoint} がありません。プロバイダーの管理者に確認してください。",

  "error.resource_mismatch": "{host} は自分を {says} と名乗っています",
  "error.resource_mismatch.more":
    "ログインすると別のサーバーのトークンが {host} に渡るため、中止しました。\nアドレスを確認してください。",
  "error.registration_refused": "{host} はクライアントを登録しません: {said}",
  "error.registration_refused.more":
    "プロバイダーの画面でクライアントを登録し、--client-id … を付けてログインし直してください。",
  "error.endpoint_on_this_machine": "{host} の {endpoint} がこのマシンを指しています",
  "error.endpoint_on_this_machine.more": "このアドレスは使いません: {url}",

  "error.unreachable": "{host} に接続できません({reason})",
  "error.unreachable.more":
    "ネットワークとアドレスを確認してください。プロキシを使う環境では HTTPS_PROXY を設定してください。",
  "error.no_answer": "{host} から応答がありません({reason})",
  "error.no_answer.more": "しばらくしてからもう一度試してください。",
  "error.answer_too_large": "{host} の応答が {kilobytes} KiB を超えました",
  "error.port_taken": "ポート {port} は別のプログラムが使っています",
  "error.port_taken.more":
    "そのプログラムを止めるか、別のポートを使ってください。\n別のポートのアドレスは、アプリのコールバック URL にも追加してください:\n{command} --port {other}",
  "error.port_taken_by_login": "別の tokenwell login がポート {port} で待っています",
  "error.port_taken_by_login.more":
    "そちらを終えるか止めてください。または別のポートを使い、そのアドレスをアプリのコールバック URL に追加してください:\n{command} --port {other}",
  "error.port_forbidden": "ポート {port} はここでは開けません",
  "error.port_forbidden.more": "1024 以上のポートを使ってください:  --port 9355",

  "error.paste_empty": "何も入力されていません。アドレスバー全体をコピーしてください。",
  "error.paste_no_code": "「code=」がありません。許可した後のアドレス全体をコピーしてください。",
  "error.paste_login_page":
    "それはログイン画面です。ログインし、許可した後のアドレスを貼り付けてください(「code=」が付きます)。",
  "error.paste_own_address":
    "それはこれから開くアドレスです。開いて許可した後のアドレスを貼り付けてください。",
  "error.paste_other_login": "別のログインのものです(state が違います)。最新のタブを使ってください。",
  "error.paste_other_provider": "{issuer} ではなく {says} からの応答です。使いませんでした。",
  "error.paste_no_issuer": "issuer(iss=…)がありません。アドレス全体をコピーしてください。",
  "error.paste_repeated": "そのアドレスには「{parameter}」が 2 つあります。使いませんでした。",
  "error.paste_implicit":
    "そのアドレスにはコードではなくトークンがあります。アプリで認可コードフローを使ってください。",
  "error.paste_error_page": "プロバイダーのページの表示: {said}",
  "error.consent_denied": "{provider} でアクセスが拒否されました",
  "error.consent_denied.more":
    "「拒否」が押されたか、このアプリを使えないアカウントです。\nもう一度:  {command}",
  "error.redirect_uri_unknown": "{provider} のアプリにこのコールバック URL がありません",
  "error.redirect_uri_unknown.more":
    "アプリのコールバック URL に次の 1 行をそのまま追加し、もう一度試してください:\n{redirectUri}",
  "error.authorization_refused": "{provider} がログインを拒否しました: {said}",
  "error.authorization_refused.more": "プロバイダーの画面でアプリの設定を確認してから:  {command}",
  "error.login_timed_out": "{minutes} 分以内に許可されませんでした",
  "error.login_timed_out.more": "何も残していません。もう一度:  {command}",
  "error.login_stopped": "中止しました。何も残していません",

  "error.wrong_secret": "{provider} がこのクライアント ID とシークレットを拒否しました",
  "error.wrong_secret.more":
    "アプリの設定から両方をコピーし直してください。\nシークレットは、途中までしかコピーされないことがあります。\nシークレットのないアプリ:  --public",
  "error.code_expired": "{provider} はこのコードをもう受け付けません",
  "error.code_expired.more":
    "コードは 1 回だけ、数分間使えます。期限切れか、使用済みか、途中で切れています。\n新しいコード:  {command}",
  "error.token_refused": "{provider} がトークンの発行を拒否しました: {said}",
  "error.token_refused.more": "プロバイダーの画面でアプリの設定を確認してから:  {command}",
  "error.bad_token_answer": "{provider} の応答は信頼できません: {what}",
  "error.bad_token_answer.more":
    "この応答は使っていません。続くようなら {provider} の管理者に知らせてください。",
  "error.clocks_differ": "{provider} の時計は {theirs}、このサーバーの時計は {ours} を示しています",
  "error.clocks_differ.more": "ずれている時計を合わせてください。ログインは完了していません。",
  "error.not_recent": "このアプリが求めたのに、{provider} は再ログインを求めませんでした",
  "error.not_recent.more":
    "セッションはそのまま続いています。繰り返す場合は、アプリの運営者に知らせてください。",
  "error.other_user": "このセッションとは別のアカウントが {provider} でログインしました",
  "error.other_user.more":
    "セッションはそのまま続いています。元のアカウントでログインするか、先にログアウトしてください。",
  "error.no_refresh_token":
    "リフレッシュトークンが {provider} から返りませんでした。\nログインはできましたが、{name} は接続していません。",
  "error.no_refresh_token.more": "原因  {why}\n対処  {fix}",
  "error.other_account": "これは {account} ですが、{name} は {owner} のものです",
  "error.other_account.more":
    "何も変えていません。{owner} でログインし直してください。\n別の名前にする:  --name …\n{name} を {account} に替える:  --replace-account",
  "grant.revoked": "{provider} が発行した許可は、取り消しました。",
  "grant.left": "{provider} が発行した許可を取り消せませんでした。プロバイダーの画面で取り消してください。",
  "grant.shared":
    "{provider} が発行した許可は残っています。取り消すと、このアカウントの別のログインも終わるおそれがあります。",
  "why.scope_not_granted": "アプリに権限がありません。許可されたスコープは「{scope}」だけです。",
  "why.offline_not_asked": "リクエストしたスコープに offline_access がありません。",
  "why.granted_yet_none": "offline_access は許可されましたが、応答にリフレッシュトークンがありません。",
  "fix.allow_offline":
    "アプリにスコープ offline_access と、グラントタイプ refresh_token を\n許可してください。その後:  {command}\n(アプリの情報は保存済みです。入力し直す必要はありません)",
  "fix.ask_offline": "--scope を付けないか、offline_access を加えてください。\nその後:  {command}",
  "fix.allow_refresh_grant":
    "アプリにグラントタイプ「refresh_token」を許可してください。\nその後:  {command}\n(アプリの情報は保存済みです。入力し直す必要はありません)",
  "otherwise.refresh_grant": "アプリにグラントタイプ「refresh_token」が許可されているか確認してください。",
  "refusal.otherwise": "違う場合  {otherwise}",

  "refusal.explained": "原因  {why}\n対処  {fix}\n      その後:  {command}",
  "refusal.explained_later":
    "原因  {why}\n対処  {fix}\n      リフレッシュトークンは残しています。その後:  tokenwell token {name} --refresh",

  "error.needs_login": "{name} は再ログインが必要です({provider} が更新を拒否)",
  "error.needs_login.more":
    "応答  {said}\n原因  {why}\n対処  tokenwell renew {name}     (同じアプリとアカウント、約 30 秒)",
  "needs_login.next": "今後  {next}",
  "needs_login.also": "または  {also}",
  "needs_login.others": "または  ほかに {others} つの原因も考えられます:  tokenwell status {name}",
  // The records of this store, as evidence
  "evidence.provider_revoked":
    "tokenwell の記録からは説明できません。最後の更新({last})は正常で、未完了の更新もありません。多くの場合、管理者やユーザーによる取り消しか、アプリの上限(未使用期間、有効期間、ログイン数)が原因です。まれに、保存データのコピーが使われたか、盗まれた可能性があります。プロバイダーのログを確認してください。",
  "evidence.no_reason":
    "{provider} は 3 回続けて拒否し、理由を示していません。プロバイダー側でログインが終わった可能性が最も高いです(取り消し、期限切れ、パスワードの変更)。アプリやシークレットが変更された可能性もあります。もう一度試すには:  tokenwell token {name} --refresh",
  "evidence.rotation_lost":
    "{lost} の更新の応答が失われました({how})。このアプリのトークンは猶予期間なしで入れ替わるため、取り戻す方法がありません。",
  "evidence.rotation_lost_overlap":
    "{lost} の更新の応答が失われ({how})、もう一度問い合わせる前に {overlap} 秒の猶予期間が過ぎました。",
  "evidence.restored_copy":
    "この保存データはコピーか以前の状態でしたが、唯一のものとして引き継がれました({adopted})。その後の最初の更新が拒否されました。もう一方のコピーがトークンを入れ替えていたためです。",
  "evidence.token_stolen":
    "{provider} によると、このトークンは使用済みです。tokenwell の記録では 1 回({since})しか送っておらず、失われた応答もありません。盗まれた可能性があります。ほかの誰かか、保存データのコピーが先に使いました。",
  "evidence.idle":
    "{days} 日間使われていません。{idleDays} 日使わないと無効になります(設定値)。\n最後の更新は {last} にこのマシンで行い、正常でした。",
  "next.idle": "{idleDays} 日に 1 回以上使えば有効なままです。",
  "evidence.too_old":
    "{begun} のログインから {days} 日たっていました。使用の有無によらず {maxDays} 日で無効になります(設定値)。",
  "evidence.too_old_assumed":
    "{begun} のログインから {days} 日たっていました。使用の有無によらず {maxDays} 日で無効になります(推定: {provider} の既定値)。",
  "evidence.crowded_out":
    "このユーザーのこのアプリでのログインが 1 件多すぎたため無効になりました({provider} が保つのは {most} 件): {other}、{ago}",
  "evidence.crowded_out_gone":
    "このユーザーのこのアプリでのログインが 1 件多すぎたため無効になりました({provider} が保つのは {most} 件): 今はないログイン、{ago}",
  "evidence.interaction":
    "{provider} が、ユーザー本人の操作を求めています。操作なしで更新できたのは {last} が最後です。",
  "evidence.secret_changed":
    "アプリは今のシークレットで {last} まで受け入れられ(実測)、{since} に拒否されました。プロバイダー側でシークレットが更新されています。",
  "evidence.secret_changed_twice":
    "保存している 2 つのシークレットが、どちらも拒否されました({since})。{last} まで受け入れられていた今のもの(実測)と、次に使うよう設定したものです。",
  "evidence.secret_missing":
    "アプリはシークレットなしで {last} まで受け入れられ(実測)、{since} に拒否されました。今はシークレットが必要です。",
  "evidence.unknown_client":
    "アプリは {last} まで受け入れられていましたが(実測)、{since} には存在しないとされました。削除されたか、ID が更新されています。",
  "evidence.account": "{last} までは正常で(実測)、{since} から止められています。",
  "evidence.not_sent":
    "最後の更新はこのマシンから出ていません({reason})。その前の更新({last})は正常でした(実測)。",
  "evidence.busy":
    "最後の更新に {provider} は HTTP {status} を返しました。その前の更新({last})は正常でした(実測)。",
  "evidence.unanswered":
    "最後の更新に応答がありませんでした({reason})。その前の更新({last})は正常でした(実測)。",
  "fix.new_secret": "tokenwell set {name} secret     (新しいシークレットを入力してください)",
  "fix.secret_missing_here": "tokenwell renew {name} --client-id {clientId} --client-secret-file FILE",
  "fix.app_gone": "tokenwell renew {name} --client-id ID     (アプリの設定画面の値を指定してください)",
  "error.quarantined": "{name} を止めました。{provider} が別のアカウントの応答を返しました",
  "error.quarantined.more":
    "トークンは渡しません。意図した変更なら:\ntokenwell renew {name} --replace-account",
  "error.released": "{name} は引き渡し済みです({last})。トークンの持ち主は別のプログラムです",
  "error.released.more":
    "tokenwell はもう更新しません。もう一度 tokenwell で使うには:\ntokenwell renew {name}",
  "error.moved": "{name} は {to} へ移しました({last})",
  "error.moved.more": "移した先で使ってください。ここでもログインするには:\ntokenwell renew {name}",
  "error.on_its_way": "{name} は {to} へ移している途中です",
  "error.on_its_way.more":
    "何も失われていません。ここではトークンを使いません。移し終えるには:\ntokenwell move {name} {to}",
  "error.on_its_way_elsewhere": "{name} は {to} へ移している途中で、トークンはそこにあるかもしれません",
  "error.on_its_way_elsewhere.more":
    "移し終える:  tokenwell move {name} {to}\nここに残す:  tokenwell move {name} {to} --back",
  "error.move_under_way": "{name} は別のプログラムが移しています",
  "error.move_under_way.more": "次の試行は {seconds} 秒後です。",
  "error.invalid_manifest": "もう一方のマシンから届いた接続の説明を理解できません({what})",
  "error.invalid_manifest.more":
    "何も移していません。両方のマシンに同じバージョンの tokenwell を入れてください。",
  "error.import_refused": "{provider} がこのリフレッシュトークンを拒否しました: {said}",
  "error.import_refused.more":
    "何も残していません。すでに使用済みか取り消し済み、または別のアプリかホストのトークンです。\n代わりにログインする:  {command}",
  "error.import_empty": "標準入力にリフレッシュトークンがありません",
  "error.import_empty.more": "tokenwell import {kind} 名前 < ファイル",
  "error.hand_over_open": "{name}: 最後の更新に応答がなく、リフレッシュトークンは使用済みかもしれません",
  "error.hand_over_open.more": "先に:  tokenwell token {name} --refresh",
  "error.suspended": "{name} は {provider} により停止されています: {said}",
  "error.suspended.more":
    "リフレッシュトークンは残しています。プロバイダーの管理者の対応が必要です。\nその後:  tokenwell token {name} --refresh",
  "error.revoked": "{name} はログアウトの途中です",
  "error.revoked.more": "ログアウトを完了する:  tokenwell logout {name}",
  "error.client_refused": "{name}: {provider} がアプリを受け付けません: {said}",
  "error.client_refused.more":
    "リフレッシュトークンは無事で、接続は変えていません。\nシークレットを更新したなら、新しいものを渡してください:\ntokenwell set {name} secret",
  "error.refresh_not_sent": "{name}: {host} に接続できません({reason})",
  "error.refresh_not_sent.more":
    "リフレッシュトークンは送っておらず無事です。次の試行は {seconds} 秒後です。",
  "error.refresh_rejected": "{name}: {provider} が混み合っています(HTTP {status})",
  "error.refresh_rejected.more":
    "リフレッシュトークンは使われておらず無事です。次の試行は {seconds} 秒後です。",
  "error.refresh_refused": "{name}: {provider} が更新を拒否しました: {said}",
  "error.refresh_refused.more":
    "対処のわかる理由がありません。リフレッシュトークンは残しています。次の試行は {seconds} 秒後です。\nこの拒否が 3 回続いたら、ログインし直してください:  tokenwell renew {name}",
  "error.refresh_unanswered": "{name}: 更新の応答がありません({reason})",
  "error.refresh_unanswered.more": "まだ何も失われていません。次の試行は {seconds} 秒後です。",
  "error.refresh_waiting": "{name}: 別のプログラムが更新しています",
  "error.refresh_waiting.more": "次の試行は {seconds} 秒後です。",
  "error.rejected_by_api": "{name}: 更新したばかりのトークンを API が拒否しています",
  "error.rejected_by_api.more": "もう一度更新しても変わりません。アカウントの権限を確認してください。",
  "error.refresh_floor": "{name} の更新から {floor} 秒たっておらず、API がトークンを拒否しています",
  "error.refresh_floor.more": "次の試行は {seconds} 秒後です。",

  "error.foreign_host": "{host} は {name} の API ではありません。トークンは送っていません",
  "error.foreign_host.more": "トークンを渡してよい相手なら:  --allow-host {host}",
  "error.insecure_host": "{host} は暗号化されていません。{name} のトークンは送っていません",
  "error.insecure_host.more":
    "http は、API 自体がこのマシンにあるときだけ使えます。https:// を使ってください。",

  "error.not_revoked": "{name} はログアウトできていません。{provider} が取り消しを確認していません({reason})",
  "error.not_revoked.more":
    "トークンはまだ有効かもしれません。残してあるので、もう一度試せます:  tokenwell logout {name}\nそれでもここから消す:  tokenwell logout {name} --local",
  "error.still_alive": "{provider} の取り消し後も {name} のトークンが使えます",
  "error.still_alive.more": "プロバイダーの画面で取り消してから:  tokenwell logout {name} --local",
  "error.no_revocation": "{provider} にはトークンを取り消すアドレスがありません",
  "error.no_revocation.more":
    "プロバイダーの画面で取り消してから、ここからも消してください:  tokenwell logout {name} --local",

  "error.key_missing": "鍵がありません: {path}",
  "error.key_missing.more":
    "この鍵がないと {place} は読めません。新しい鍵は作りません。\nバックアップから戻す:  tokenwell keys restore FILE\nバックアップがなければデータを別の場所に移し、ログインし直してください。",
  "error.key_wrong": "鍵がデータに合いません: {path}",
  "error.key_wrong.more":
    "{place} は別の鍵で暗号化されています。何も変えていません。\n正しい鍵を戻す:  tokenwell keys restore FILE",
  "error.key_invalid": "鍵のファイルが壊れています: {path}",
  "error.key_invalid.more":
    "32 バイトのはずです。何も変えていません。\n鍵を戻す:  tokenwell keys restore FILE",
  "error.key_readable": "鍵がほかのユーザーにも読めます: {path}(モード {mode})",
  "error.key_readable.more":
    "読めないようにする:  chmod 600 {path}\n読まれた恐れがあれば、すべてログインし直してください。",
  "error.key_unreadable": "鍵を読めません: {path}({reason})",
  "error.key_unreadable.more": "何も変えていません。ファイルとフォルダーの所有者と権限を確認してください。",
  "error.key_unwritable": "鍵を作れません: {path}({reason})",
  "error.key_unwritable.more": "フォルダーの所有者と権限を確認してください。",
  "error.key_foreign": "鍵が別のユーザーのものです: {path}",
  "error.key_foreign.more": "tokenwell が使うのは自分のファイルだけです。誰が置いたか確認してください。",
  "error.key_link": "鍵がシンボリックリンクです: {path}",
  "error.key_link.more": "鍵のリンクはたどりません。ファイルそのものを置いてください。",
  "error.key_not_given": "環境変数に鍵がありません",
  "error.key_not_given.more":
    "TOKENWELL_KEY_FILE(鍵のファイル)か TOKENWELL_KEY(鍵そのもの)を設定してください。\n鍵をファイルに書く:  tokenwell keys backup FILE --bare",
  "error.key_not_in_keychain": "このデータの鍵がキーチェーンにありません: {account}",
  "error.key_not_in_keychain.more":
    "正しいユーザーのキーチェーンか、ロックが解除されているか確認してください。そうであれば鍵を戻してください:\ntokenwell keys restore FILE",
  "error.keychain_not_installed": "キーチェーンを使うための @napi-rs/keyring がインストールされていません",
  "error.keychain_not_installed.more":
    "tokenwell と同じ場所にインストールする:  npm install --global @napi-rs/keyring",
  "error.keychain_unavailable": "このシステムのキーチェーンは使えません: {reason}",
  "error.keychain_unavailable.more":
    "Linux では、D-Bus のセッションバスにあるデスクトップの Secret Service(GNOME Keyring、KWallet、KeePassXC)が必要です。\nカーネルの鍵束は再起動で消えるため、代わりになりません。\nサーバーやコンテナーにはないため、環境変数を使ってください:  tokenwell keys use env",
  "error.key_fixed": "鍵は環境変数で渡されているため、ここでは変えられません: {path}",
  "error.key_fixed.more": "渡している側で変えてください。",
  "error.nothing_sealed": "鍵を必要とするデータがありません: {place}",
  "error.nothing_sealed.more":
    "鍵は、使う前にデータと照らし合わせます。先にデータを戻すか、ログインしてください。",
  "error.key_unproven": "{path} の鍵は、このデータの鍵と違います",
  "error.key_unproven.more": "何も変えていません。",
  "error.key_copy_invalid": "鍵のバックアップではありません",
  "error.key_copy_invalid.more":
    "-----BEGIN TOKENWELL KEY----- で始まり、-----END TOKENWELL KEY----- で終わるはずです。何も変えていません。",
  "error.key_copy_wrong": "別の鍵のバックアップです",
  "error.key_copy_wrong.more":
    "{place} は別の鍵で暗号化されています。鍵を入れ替えた後は、その後に作ったバックアップだけが使えます。\n何も変えていません。",
  "error.passphrase_missing": "この鍵のバックアップにはパスフレーズが必要です",
  "error.passphrase_missing.more": "何も変えていません。",
  "error.passphrase_wrong": "このパスフレーズでは鍵のバックアップを開けません",
  "error.passphrase_wrong.more": "バックアップが壊れている恐れもあります。何も変えていません。",
  "error.store_closed": "この Tokenwell は閉じられています",
  "error.store_closed.more": "close() の後は使えません。もう一度開いてください。",
  "error.store_corrupt": "データが壊れています: {place}",
  "error.store_corrupt.more":
    "何も変えていません。バックアップから戻してください。\nなければデータを別の場所に移し、ログインし直してください。",
  "error.store_full": "ディスクがいっぱいです: {place}",
  "error.store_full.more":
    "トークンは使っておらず、何も失われていません。\n空きを作ってもう一度試してください。",
  "error.store_busy": "データを別のプログラムが使っています: {place}",
  "error.store_busy.more": "何も変えていません。もう一度試してください。",
  "error.store_unwritable": "データに書き込めません: {place}",
  "error.store_unwritable.more": "トークンは使っていません。フォルダーの所有者と権限を確認してください。",
  "error.store_newer":
    "データは新しい tokenwell のものです(形式 {found}、この tokenwell が読めるのは {known})",
  "error.store_newer.more": "新しい版を入れる:  npm install tokenwell@latest",
  "error.store_integrity": "保存データが別のプログラムに書き換えられています: {place}",
  "error.store_integrity.more":
    "このデータは使わず、何も送信していません。バックアップから戻してください。バックアップがない場合は、{place}* を別の場所に移してから、もう一度ログインしてください。",
  "error.sqlite_too_old": "SQLite {found} にはデータを失う不具合があります。{needed} が必要です",
  "error.sqlite_too_old.more": "Node 24.15 以上または 26 以上を使ってください。",
  "error.client_version_fixed": "使用中のアプリのアドレスと ID は変えられません",
  "error.login_gone": "ログインは、その間に完了したか中止されました",
  "error.connection_gone": "接続はその間に削除されました",
  "error.store_conflict": "保存データとの整合がとれません({rule})",
  "error.store_conflict.more": "何も変えていません。tokenwell の不具合なので、報告してください。",
  "error.store_restored": "{name}: データが、ここで最後に使われたものより古くなっています: {place}",
  "error.store_restored.more":
    "新しいコピーで更新されていると、古いトークンを送った時点でログインが終わります。\nほかのコピーをもう使わないなら:  tokenwell upkeep --adopt",
  "error.store_copied": "{name}: データは、別の場所で使われていたもののコピーです: {place}",
  "error.store_copied.more":
    "元のコピーで更新されていると、古いトークンを送った時点でログインが終わります。\nほかのコピーをもう使わないなら:  tokenwell upkeep --adopt",
  "error.store_link": "データがシンボリックリンクです: {place}",
  "error.store_link.more": "データのリンクはたどりません。ファイルそのものを置いてください。",
  "error.store_foreign": "データが別のユーザーのものです: {place}",
  "error.store_foreign.more": "tokenwell が使うのは自分のファイルだけです。誰が置いたか確認してください。",
  "error.store_remote": "データはローカルディスクに置いてください: {place}",
  "error.store_remote.more":
    "ネットワークや同期フォルダーでは、トークンが失われる恐れがあります。\n別のフォルダーを選んでください:  TOKENWELL_HOME=…",
  "error.store_moving": "データを {to} へ移しているところです: {place}",
  "error.store_moving.more":
    "移し終わるまで、有効なアクセストークンの出力のほかは何も行いません。移す処理がもう動いていなければ、続きを行ってください:  tokenwell store move {to}\n取りやめるには:  tokenwell store move {to} --back",
  "error.store_moved": "データは {to} へ移されました",
  "error.store_moved.more":
    "ここではもう使われません: {place}\nTOKENWELL_STORE をそのアドレスとユーザーに設定してください。ファイルへ移したときは外してください。",
  "error.store_arriving": "データを {from} からここへ移しているところで、まだ揃っていません: {place}",
  "error.store_arriving.more": "移す前の場所で続きを行ってください:  tokenwell store move",
  "error.store_not_empty": "ほかのデータがすでにあります: {place}",
  "error.store_not_empty.more":
    "何も変更していません。空のデータベースか、別のスキーマを指定してください:  ?schema=…",
  "error.nothing_to_move": "移すデータがありません: {place}",
  "error.nothing_to_move.more":
    "何も変更していません。移したい先で初めからログインしてください:  TOKENWELL_STORE=… tokenwell login",
  "error.moving_copied": "ほかの場所で使われていたデータの複製です: {place}",
  "error.moving_copied.more":
    "何も変更していません。元のデータを移してください。ほかに使っている複製がなければ:  tokenwell upkeep --adopt",
  "error.moving_restored": "ここで使っていたものより古いデータです: {place}",
  "error.moving_restored.more":
    "何も変更していません。新しいほうがリフレッシュトークンを置き換えたかもしれません。ほかに使っている複製がなければ:  tokenwell upkeep --adopt",
  "error.store_address": "保存先のアドレスが使えません({part})",
  "error.store_address.more":
    "次の形で指定してください:  TOKENWELL_STORE=postgres://user:password@host:5432/database\n使えるパラメーターは schema、connections、sslrootcert です。このコンピューター以外では sslmode=verify-full だけが使えます。",
  "error.store_driver": "PostgreSQL にはパッケージ pg が必要ですが、インストールされていません",
  "error.store_driver.more":
    "npm install pg\ntokenwell をグローバルにインストールしている場合:  npm install --global pg",
  "error.store_unreachable": "データベースに接続できません: {place}",
  "error.store_unreachable.more":
    "停止中か再起動中、またはアドレスが違う可能性があります。何も失われていません。もう一度試してください。",
  "error.store_denied": "データベースがこのユーザーを拒否しました: {place}",
  "error.store_denied.more":
    "TOKENWELL_STORE のユーザー、パスワード、権限を確認してください。初回はスキーマを作る権限が必要です。",
  "error.store_no_password": "データベースがパスワードを求めていますが、ありません: {place}",
  "error.store_no_password.more":
    "~/.pgpass(モード 0600)に次のような行を書いてください:  host:port:database:user:password\nPGPASSWORD や TOKENWELL_STORE に入れることもできます。",
  "error.store_password_file": "データベースのパスワードをほかのユーザーが読めます: {path}",
  "error.store_password_file.more": "使いません。ファイルを閉じてください:  chmod 600 {path}",
  "error.store_missing": "データベースがありません: {place}",
  "error.store_missing.more": "データベースを作るか、TOKENWELL_STORE の名前を直してください。",
  "error.store_replica": "データベースが読み取り専用のレプリカです: {place}",
  "error.store_replica.more":
    "トークンはプライマリに保存します。プライマリのアドレスを指定してください。何も変えていません。",
  "error.store_tls": "データベースの証明書を信頼できません: {place}({reason})",
  "error.store_tls.more":
    "何も送信していません。認証局の証明書のファイルを指定してください:  ?sslrootcert=/path/ca.pem\n証明書の名前は TOKENWELL_STORE のホスト名と一致している必要があります。",

  "reason.dns": "ホストが見つかりません",
  "reason.refused": "接続が拒否されました",
  "reason.unroutable": "経路がありません",
  "reason.tls": "証明書を信頼できません",
  "reason.proxy": "プロキシに拒否されました",
  "reason.timeout": "時間切れ",
  "reason.reset": "接続が切れました",
  "reason.truncated": "応答が途中で切れました",
  "reason.stopped": "中止しました",
  "reason.lookup": "名前を解決できません",
  "reason.handshake": "暗号化した接続を確立できません",
  "reason.proxy_unreachable": "プロキシに接続できません",
  "reason.not_http": "HTTP の応答ではありません",
  "reason.not_valid": "HTTP のリクエストとして正しくありません",
  "reason.killed": "プロセスの強制終了",
  "reason.no_answer": "応答なし",
  "reason.in_progress": "同じトークンの別のリクエストを処理中です",
  "reason.clock": "時計が大きくずれたか、マシンが休止しました",
  "reason.refused_with": "拒否: {said}",
  "reason.unreadable": "HTTP {status}、トークンの応答ではありません",

  "trust.not_an_answer": "トークンの応答ではありません",
  "trust.token_type": "トークンの種類が {type} です",
  "trust.id_token": "ID トークンが一致しません({detail})",
  "trust.subject": "別のアカウントのものです",

  "tab.done.title": "{name} として接続しました。",
  "tab.done": "このタブは閉じて構いません。",
  "tab.handed.title": "許可されました。",
  "tab.handed": "リフレッシュトークンはターミナルに表示しています。このタブは閉じて構いません。",
  "tab.failed.title": "接続できませんでした。",
  "tab.failed": "直し方はターミナルに表示しています。",
  "tab.no_refresh_token": "{provider} からリフレッシュトークンが返りませんでした。",
  "tab.slow.title": "受け取りました。",
  "tab.slow": "結果はターミナルをご覧ください。",
  "tab.stray.title": "このログインのものではありません。",
  "tab.stray": "別のログインのものです。最新のタブを使ってください。",
  "tab.gone.title": "すでに受け取りました。",
  "tab.gone": "結果はターミナルをご覧ください。",
};
