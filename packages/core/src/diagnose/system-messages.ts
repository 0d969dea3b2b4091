/**
 * Messages of systems, browsers and login pages in other languages, with the English words. `$1` is the name of a
 * parameter.
 */
const messages: readonly (readonly [message: RegExp, english: string])[] = [
  [
    /対象のコンピューターによって拒否|接続を?が?拒否され|由于目标计算机积极拒绝|拒绝了我们的连接请求|连接被拒绝|拒绝连接|zielcomputer die verbindung verweigerte|verbindungsaufbau abgelehnt|hat die verbindung abgelehnt|l'ordinateur cible l'a expressément refusée|connexion refusée|equipo de destino denegó|conexión (?:rehusada|rechazada)|ha rechazado la conexión/gi,
    "connection refused",
  ],
  [
    /呼び出し先が一定の時間を過ぎても正しく応答しなかった|接続がタイムアウト|由于连接方在一段时间后没有正确答复|连接超时|verbindungsversuch ist fehlgeschlagen, da die gegenstelle|zeitüberschreitung der verbindung|le parti connecté n'a pas répondu|délai (?:de connexion )?dépassé|la parte conectada no respondió|expiró el tiempo de conexión/gi,
    "connection timed out",
  ],
  [
    /そのようなホストは不明|名前またはサービスが不明|不知道这样的主机|未知的名称或服务|es ist kein solcher host bekannt|der angegebene host ist unbekannt|der name oder der dienst ist nicht bekannt|(?:cet )?hôte (?:est )?inconnu|nom ou service inconnu|host desconocido|nombre o servicio desconocido/gi,
    "no such host",
  ],
  [/名前解決に一時的に失敗/g, "temporary failure in name resolution"],
  [
    /アクセス許可で禁じられた方法でソケットにアクセス|以一种访问权限不允许的方式做了一个访问套接字的尝试|zugriff auf einen socket war aufgrund der zugriffsrechte|accès à un socket de manière interdite|acceso a un socket no permitido/gi,
    "access a socket in a way forbidden by its access permissions",
  ],
  [
    /各ソケット ?アドレスに対してプロトコル|アドレスは(?:既|すで)に使用(?:中|されて)|通常每个套接字地址|地址已(?:在|被)使用|normalerweise darf jede socketadresse|die adresse wird bereits verwendet|une seule utilisation de chaque adresse de socket|adresse déjà utilisée|un uso de cada dirección de socket|la dirección ya se está usando/gi,
    "address already in use",
  ],
  [
    /アクセスが拒否され|許可がありません|拒绝访问|权限不够|zugriff verweigert|keine berechtigung|accès refusé|permission non accordée|acceso denegado|permiso denegado/gi,
    "access is denied, permission denied",
  ],
  [
    /十分な空き領域がありません|空き容量が不足|空き領域がありません|磁盘空间不足|设备上没有空间|nicht genug speicherplatz|kein speicherplatz mehr|espace insuffisant|aucun espace disponible|espacio (?:insuficiente )?en (?:el )?disco|no queda espacio/gi,
    "no space left",
  ],
  [
    /読み(?:込み|取り)専用(?:の)?ファイル ?システム|只读文件系统|das dateisystem ist nur lesbar|système de fichiers (?:accessible )?en lecture seul|sistema de (?:ficheros|archivos) de s[oó]lo lectura/gi,
    "read-only file system",
  ],
  [
    /リモート証明書[^。]{0,20}無効|远程证书无效|remotezertifikat ist laut validierungsverfahren ungültig|certificat distant n'est pas valide|certificado remoto no es válido/gi,
    "the remote certificate is invalid",
  ],
  [/スタブは不正なデータを受信|占位程序接收到错误数据/g, "the stub received bad data"],
  [
    /メモリ ?リソース(?:が不足|がありません|(?:\([^)]{0,12}\))?が足りません)|内存资源不足/g,
    "not enough memory resources are available",
  ],
  [/ログオン ?セッションは存在しません|指定的登录会话不存在/g, "specified logon session does not exist"],
  [/指定された状態で(?:の)?使用[^。]{0,12}無効/g, "key not valid for use in specified state"],
  [
    /このサイトにアクセスできません|无法访问此网站|diese website ist nicht erreichbar|ce site est inaccessible|no se puede acceder a este sitio/gi,
    "this site can't be reached",
  ],
  [
    /(?:無効なパラメーター?|无效的?参数|ungültiger parameter|paramètres? (?:invalide|non valide)|parámetro (?:no válido|inválido)|parâmetro inválido)(?:です)? ?[:：] ?(\w{2,40})/gi,
    "invalid parameter: $1",
  ],
  [/(?:不足パラメーター?|缺少参数|fehlender parameter) ?[:：] ?(\w{2,40})/gi, "missing parameter: $1"],
  [/クライアントが見つかりません|找不到客户端|client nicht gefunden/gi, "client not found"],
  [/クライアントが無効になって/g, "client disabled"],
  [/ログインタイムアウトが発生|zeitüberschreitung bei der anmeldung/gi, "login timeout occurred"],
  [/https が必須です/gi, "https required"],
];

/** Puts the English words beside what a system says in another language. */
export function withEnglish(text: string): string {
  return messages.reduce((told, [message, english]) => told.replace(message, `$& (${english})`), text);
}
