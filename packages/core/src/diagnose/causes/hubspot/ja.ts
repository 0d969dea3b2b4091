import type { en } from "./en.ts";

/** en.ts in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  "why.hubspot.uninstalled":
    "アプリが HubSpot のアカウントから切断されたか、リフレッシュトークンが別のアプリのものか不完全です。",
  "fix.hubspot.uninstalled":
    "HubSpot の 設定 > 連携 > 接続されたアプリ に、アプリがまだあるか確認してください。\nClient ID とトークンを比べてから、そのアカウントにアプリをインストールし直してください。",
  "why.hubspot.scopes_differ":
    "インストール URL のスコープが、アプリの必須のスコープと一致していません。HubSpot はすべてのアプリに oauth を加えます。",
  "fix.hubspot.scopes_differ":
    "アプリの必須のスコープを、oauth も含めてすべて scope に指定してください(インストール URL は アプリ > 認証 からコピーできます)。\n求めないスコープはアプリから外すか、任意にして optional_scope で送ってください。",
  "why.hubspot.installer_rights":
    "インストールするユーザーに権限がないか、アカウントがスコープに必要な製品を契約していません。",
  "fix.hubspot.installer_rights":
    "スーパー管理者か、必要なスコープすべての権限を持つユーザーでインストールしてください。\n有料の製品が必要なスコープは optional_scope に移してください。",
};
