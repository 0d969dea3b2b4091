import type { NextConfig } from "next";

const config: NextConfig = {
  // The sessions run as they are: their store is SQLite, and there is one of them in a process.
  serverExternalPackages: ["@tokenwell/session"],
  // TypeScript 7 has its command only.
  experimental: { useTypeScriptCli: true },
};

export default config;
