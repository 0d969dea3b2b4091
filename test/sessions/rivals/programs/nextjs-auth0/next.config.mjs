/** @see https://nextjs.org/docs/app/api-reference/config/next-config-js */
export default {
  distDir: process.env.NEXT_DIST,
  basePath: process.env.NEXT_PUBLIC_BASE_PATH ?? "",
  devIndicators: false,
};
