import { expect, test } from "vitest";
import { explain } from "../../src/diagnose/index.ts";

test.each([
  [
    "対象のコンピューターによって拒否されたため、接続できませんでした。 [::ffff:127.0.0.1]:5000",
    "nothing_listens",
  ],
  ["listen: アクセス許可で禁じられた方法でソケットにアクセスしようとしました。", "port_forbidden"],
  ["授权失败：无法绑定端口1455：以一种访问权限不允许的方式做了一个访问套接字的尝试", "port_forbidden"],
  [
    "通常、各ソケット アドレスに対してプロトコル、ネットワーク アドレス、またはポートのどれか 1 つのみを使用できます。",
    "port_taken",
  ],
  ["書き込めません: デバイスに空き領域がありません", "disk_full"],
  ["System.Net.Http: そのようなホストは不明です。 (login.example.com:443)", "name_unknown"],
  ["スタブは不正なデータを受信しました。", "keychain_too_long"],
])("%s is read as the system's English words", (text, cause) => {
  expect(explain(text).causes[0]?.cause).toBe(cause);
});

test.each([
  "無効なパラメータ: redirect_uri",
  "Ungültiger Parameter: redirect_uri",
  "Paramètre invalide : redirect_uri",
])("%s is Keycloak's sentence about the callback", (text) => {
  const { provider, causes } = explain(text);
  expect([provider, causes[0]?.cause]).toEqual(["keycloak", "redirect_mismatch"]);
});
