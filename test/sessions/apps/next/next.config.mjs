const basePath = process.env.APP_BASE_PATH ?? "";

/** @see https://nextjs.org/docs/app/api-reference/config/next-config-js */
export default {
  ...(basePath === "" ? {} : { basePath }),
  distDir: `.next/build${basePath.replaceAll("/", "-")}`,
  serverExternalPackages: ["@tokenwell/session", "@tokenwell/core"],
  devIndicators: false,
};
